"""The two forms of a cohort's tests, compared from who took which first."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from elearn.cohorts.learners import of_a_learner
from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes.models import Attempt, Excuse
from elearn.quizzes.standing import Taken
from elearn.quizzes.waves import Wave
from elearn.results.equivalence import Equivalence, Halves, equivalence, pooled_difference
from elearn.results.gains import Pair, PairSums
from elearn.results.proportions import Estimate

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Versions:
    """How many took A first and how many B; the forms compared where they are enough."""

    halves: Halves
    compared: Equivalence | None


def found(pairs: Iterable[tuple[Taken, Taken]]) -> Versions:
    """The forms of these pairs; a pair whose forms are not known is in neither half."""
    halves = halves_of((pre.form, post.form, _scores(pre, post)) for pre, post in pairs)
    return Versions(halves, equivalence(halves))


@dataclass(frozen=True, slots=True)
class Pooled:
    """The forms over several cohorts of one course; `easier` is None of too few people."""

    sessions: int
    halves: Halves
    easier: Estimate | None


def over_sessions(
    session: Session,
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
    course_id: str,
) -> Pooled:
    """The forms compared in these cohorts and those of these programmes, tests handed in alone.

    Only the asker's own cohorts: from a figure over others' and her own she could subtract hers.
    """
    pairs: dict[uuid.UUID, list[tuple[str | None, str | None, Pair]]] = defaultdict(list)
    mine = or_(Cohort.id.in_(cohorts), Cohort.programme_id.in_(programmes))
    for row in session.execute(handed_in().where(mine, Cohort.course_id == course_id)):
        scores = (
            Fraction(HUNDRED * row.before, row.before_maximum),
            Fraction(HUNDRED * row.after, row.after_maximum),
        )
        pairs[row.cohort_id].append((row.first, row.second, scores))
    crossed = [one for one in map(halves_of, pairs.values()) if one.ab.n and one.ba.n]
    return Pooled(len(crossed), sum(crossed, Halves()), pooled_difference(crossed))


def handed_in() -> Any:
    """Both scores of everybody who handed in both tests: a row a person, no staff."""
    pre, post = aliased(Attempt), aliased(Attempt)
    excused = select(Excuse.wave).where(
        Excuse.enrolment_id == Enrolment.id, Excuse.wave.in_((Wave.PRE, Wave.POST))
    )
    return (
        select(
            Enrolment.cohort_id,
            pre.form.label("first"),
            post.form.label("second"),
            pre.points.label("before"),
            pre.maximum.label("before_maximum"),
            post.points.label("after"),
            post.maximum.label("after_maximum"),
        )
        .select_from(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(pre, _of_wave(pre, Wave.PRE))
        .join(post, _of_wave(post, Wave.POST))
        .where(
            of_a_learner(),
            Enrolment.deleted_at.is_(None),
            Cohort.deleted_at.is_(None),
            ~excused.exists(),
        )
    )


def _of_wave(attempt: Any, wave: Wave) -> Any:
    return (
        (attempt.enrolment_id == Enrolment.id)
        & (attempt.wave == wave)
        & (attempt.number == 1)
        & attempt.deleted_at.is_(None)
        & attempt.submitted_at.is_not(None)
        & (attempt.maximum > 0)
    )


def halves_of(pairs: Iterable[tuple[str | None, str | None, Pair]]) -> Halves:
    """The sums of both orders from (form before, form after, scores in points of 100)."""
    ordered: dict[tuple[str | None, str | None], list[Pair]] = {("A", "B"): [], ("B", "A"): []}
    for before, after, scores in pairs:
        if (before, after) in ordered:
            ordered[before, after].append(scores)
    return Halves(PairSums.of(ordered["A", "B"]), PairSums.of(ordered["B", "A"]))


def _scores(pre: Taken, post: Taken) -> Pair:
    return _points(pre), _points(post)


def _points(test: Taken) -> Fraction:
    return Fraction(HUNDRED * test.points, test.maximum)
