"""How invented people answer: through the same calls as a telephone, with plausible chances."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.content import Course
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.path import Step, path
from elearn.quizzes import answers, attempts
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.models import Attempt
from elearn.quizzes.questions import Choice
from elearn.quizzes.waves import Wave

# The chance of a right answer by place in the test, before and after: their means are 53 and 65 %.
CHANCES = (
    (0.42, 0.50),
    (0.30, 0.48),
    (0.55, 0.75),
    (0.50, 0.55),
    (0.65, 0.82),
    (0.70, 0.72),
    (0.45, 0.58),
    (0.67, 0.80),
)
# Of the answers that are not right, how many say « Je ne sais pas ».
UNKNOWN = {Wave.PRE: 0.30, Wave.POST: 0.12, Wave.FOLLOW_UP: 0.15}
# Weeks later so much of what was learnt by then is left (a share of the difference).
LEFT = 0.7
# How far people differ, on the scale of log odds.
SPREAD = 0.7
PER_ITEM = timedelta(seconds=55)
LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to take a test: the session, what is taught, and the dice."""

    session: Session
    library: Library
    course: Course
    random: Random

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the course."""
        return path(self.library.modules_of(self.course))


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody at work in a cohort, and how able they are (log odds against the others)."""

    cohort: Cohort
    enrolment: Enrolment
    ability: float


def trainee(desk: Desk, cohort: Cohort, enrolment: Enrolment) -> Trainee:
    """This enrolment with an ability drawn for it."""
    return Trainee(cohort, enrolment, desk.random.gauss(0, SPREAD))


def take(desk: Desk, who: Trainee, wave: Wave, now: datetime, items: int | None = None) -> None:
    """Take a test from `now` on and hand it in; with `items`, stop after so many answers."""
    attempt = attempts.start(
        desk.session,
        who.enrolment,
        wave,
        steps=desk.steps,
        items_of=lambda form: desk.library.form(desk.course, form),
        language=LANGUAGE,
        now=now,
    )
    given = list(_answers(desk, attempt, wave, who.ability, now))[:items]
    if given:
        at = given[-1][1].given_at or now
        answers.keep(desk.session.connection(), attempt.id, given, at)
    if items is None:
        submitted_at = now + PER_ITEM * (len(given) + 1)
        attempts.submit(desk.session, who.enrolment.id, wave, submitted_at)


def _answers(
    desk: Desk, attempt: Attempt, wave: Wave, ability: float, now: datetime
) -> Iterator[tuple[Item, Given]]:
    """An answer to each item, one after the other."""
    writer = desk.random.randbytes(WRITER_BYTES)
    for place, row in enumerate(attempt.shown):
        item = desk.library.question(row["item"])
        assert isinstance(item, Item)  # tests ask graded items only
        chance = _chance(place, wave, ability)
        yield (
            item,
            Given(
                id=uuid.UUID(int=desk.random.getrandbits(128), version=4),
                item=item.id,
                choice=_choice(desk.random, item, chance, wave),
                writer=writer,
                number=place + 1,
                given_at=now + PER_ITEM * (place + 1),
            ),
        )


def _chance(place: int, wave: Wave, ability: float) -> float:
    before, after = CHANCES[place % len(CHANCES)]
    if wave is Wave.FOLLOW_UP:
        after = before + LEFT * (after - before)
    share = before if wave is Wave.PRE else after
    return 1 / (1 + exp(-(log(share / (1 - share)) + ability)))


def _choice(random: Random, item: Item, chance: float, wave: Wave) -> Choice:
    if random.random() < chance:
        return dict(item.pairs) if item.pairs else list(item.key)
    if random.random() < UNKNOWN[wave]:
        return None
    return _wrong(random, item)


def _wrong(random: Random, item: Item) -> Choice:
    """A wrong answer that somebody might give: one thing off."""
    key = list(item.key)
    if item.kind in ("order", "match"):
        first = random.randrange(len(key) - 1)
        key[first], key[first + 1] = key[first + 1], key[first]
        return dict(zip(item.pairs, key, strict=True)) if item.pairs else key
    others = [option.id for option in item.options if option.id not in key]
    key[random.randrange(len(key))] = random.choice(others)
    return key
