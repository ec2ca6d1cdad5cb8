"""What is left of a cohort's gain weeks and months later: values without words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.quizzes import common_slots, follow_up
from elearn.quizzes.common_slots import Triple
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.results.lasting import Lasting, lasting

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Later:
    """One follow-up: of `asked` people with both tests `taken` came back.

    `figures` are those of the people whose three tests have answers, in items of `maximum`, or in
    points of 100 where people's tests shared different numbers of items (`maximum` is None).
    """

    wave: Wave
    asked: int
    taken: int
    figures: Lasting
    maximum: int | None

    @property
    def without_answers(self) -> int:
        """People whose totals from paper cannot be compared."""
        return self.taken - self.figures.n


def report(session: Session, cohort: Cohort, now: datetime) -> tuple[Later, ...]:
    """The follow-ups that have opened by now."""
    if not follow_up.begun(cohort.ends_on, cohort.time_zone, now):
        return ()
    found = common_slots.read(session, cohort.id, now)
    return tuple(
        _later(wave, found.pairs, found.taken[wave], found.triples[wave].values())
        for wave in FOLLOW_UPS
        if found.taken[wave] or _opened(cohort, wave, now)
    )


def _opened(cohort: Cohort, wave: Wave, now: datetime) -> bool:
    opened_at = follow_up.window(wave, cohort.ends_on, cohort.time_zone).opened_at
    return opened_at is not None and opened_at <= now


def _later(wave: Wave, asked: int, taken: int, triples: Collection[Triple]) -> Later:
    lengths = {one.maximum for one in triples}
    maximum = lengths.pop() if len(lengths) == 1 else None
    scores = [
        tuple(
            points if maximum else Fraction(HUNDRED * points, one.maximum)
            for points in (one.before, one.after, one.later)
        )
        for one in triples
    ]
    figures = lasting([(x, y, f) for x, y, f in scores], maximum or HUNDRED)
    return Later(wave, asked, taken, figures, maximum)
