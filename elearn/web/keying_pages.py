"""What the pages of keying share: the desk, whose sheet is keyed, and what stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response, render_template, url_for

from elearn.quizzes import booklets, keying, keying_desk
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.keying import Hand
from elearn.quizzes.keying_desk import Desk, Place
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from elearn.web import keying_words, training
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.training import Trained


@dataclass(slots=True)
class Typed:
    """A form of keying as it stands: whose sheet, which form, what was typed and refused."""

    card: int | None
    form: str
    line: str = ""
    problems: Sequence[str] = field(default_factory=list)


def hand() -> Hand:
    """The hand of whoever asks."""
    return Hand(training.actor(), house().random, now(), house().wordings)


def asked_of(own: Trained, wave: Wave, form: str) -> tuple[Printed, ...]:
    """The questions of a printed form; empty where it was not printed."""
    kept = booklets.booklets(session(), own.cohort, wave).get(form)
    return booklets.questions(connection(), kept, house().wordings) if kept else ()


def asked_again(place: Place) -> tuple[Printed, ...]:
    """The questions of a sheet that is keyed."""
    attempt = session().get_one(Attempt, place.attempt_id)
    return booklets.questions(connection(), attempt, house().wordings)


def page(template: str, own: Trained, wave: Wave, status: int, **values: Any) -> Response:
    """A page about keying one test of a cohort."""
    return make_response(
        render_template(
            f"keying/{template}.html",
            room=own,
            wave=wave,
            links=training.links(own.cohort),
            say=keying_words,
            **values,
        ),
        status,
    )


def sheet_page(
    own: Trained,
    wave: Wave,
    desk: Desk,
    typed: Typed,
    asked: Sequence[Printed],
    *,
    kept: str | None,
    forms: Sequence[str] = (),
    same: bool = False,
    again: bool = False,
) -> Response:
    """The page on which a sheet is keyed, for the first time or `again`."""
    return page(
        "sheet",
        own,
        wave,
        422 if typed.problems else 200,
        desk=desk,
        typed=typed,
        asked=asked,
        widths=widths(asked),
        forms=forms,
        same=same,
        kept=kept,
        again=again,
        here=address(own, wave, "keying.again" if again else "keying.sheet"),
    )


def desk_of(own: Trained, wave: Wave) -> Desk:
    """The desk of this test."""
    return keying_desk.load(session(), own.cohort, wave)


def widths(asked: Sequence[Printed]) -> str:
    """What the script needs of each question: kind, how many letters, which."""
    return " ".join(f"{one.item.kind}:{one.width}:{one.letters}" for one in asked)


def address(own: Trained, wave: Wave, endpoint: str = "keying.sheet", **values: object) -> str:
    """A page of this test's keying."""
    return url_for(endpoint, cohort_id=own.cohort.id, wave=wave, **values)  # type: ignore[arg-type]


def refusal(error: Exception, card: int | None) -> list[str]:
    """Why nothing was kept, in sentences."""
    if isinstance(error, keying.Unreadable):
        return keying_words.problems(error.problems)
    if isinstance(error, keying.CannotBeKeyed):
        return [keying_words.held(error.place)]
    return [keying_words.unknown_card(card)]
