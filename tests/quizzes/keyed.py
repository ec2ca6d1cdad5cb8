"""Sheets of paper being keyed, for the tests of the parts that keep them."""

from datetime import datetime
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import Person
from elearn.quizzes import booklets, keyed_line, keying
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.keying import Hand
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings
from tests.conftest import MODULE, START, Story

_SEEDS = count(1)


def hand(library: Library, actor: Person, now: datetime = START) -> Hand:
    """Somebody's hand at the keys, with dice of its own."""
    return Hand(actor, Random(next(_SEEDS)), now, Wordings(library.modules[MODULE].items))


def printed(
    session: Session, story: Story, library: Library, wave: Wave, cards: tuple[int, ...] = (1, 2)
) -> None:
    """Booklets and answer sheets of a test, made ready for the printer."""
    course = library.courses[MODULE]
    with writing(session):
        booklets.prepare(
            session,
            story.cohort,
            wave,
            cards,
            lambda form: library.form(course, form),
            START,
        )


def questions(
    session: Session, story: Story, library: Library, wave: Wave, form: str
) -> tuple[Printed, ...]:
    """What a booklet asks."""
    kept = booklets.booklets(session, story.cohort, wave)[form]
    return booklets.questions(session.connection(), kept, Wordings(library.modules[MODULE].items))


def key_token(asked: Printed) -> str:
    """What the right answer looks like on the sheet."""
    letters = dict(zip(asked.options, asked.letters, strict=True))
    found = "".join(letters[option] for option in asked.item.key)
    return "".join(sorted(found)) if asked.item.kind == "multiple" else found


def wrong_token(asked: Printed) -> str:
    """A wrong answer of the same shape."""
    item: Item = asked.item
    if item.kind in ("order", "match"):
        return key_token(asked)[::-1]
    letters = [
        letter
        for letter, option in zip(asked.letters, asked.options, strict=True)
        if option not in item.key
    ]
    return letters[0] + (keyed_line.EMPTY * (asked.width - 1))


def line(asked: tuple[Printed, ...], right: int) -> str:
    """A sheet: the first so many right, then « Je ne sais pas »."""
    return " ".join(key_token(one) if place < right else "?" for place, one in enumerate(asked))


def key(
    session: Session,
    story: Story,
    library: Library,
    wave: Wave,
    card: int,
    *,
    right: int,
    form: str = "A",
    now: datetime = START,
) -> Attempt:
    """Fatou keys one sheet."""
    asked = questions(session, story, library, wave, form)
    with writing(session):
        return keying.key(
            session,
            story.cohort.id,
            wave,
            card,
            form,
            line(asked, right),
            hand(library, story.fatou, now),
        )
