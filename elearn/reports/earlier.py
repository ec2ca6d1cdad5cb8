"""A session beside the earlier ones of its course that the asker trains: one difference, no order.

Only the asker's own sessions, and only together: nothing here tells which of them gained more.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import exists, or_
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.quizzes.models import PaperImport
from elearn.reports.cohort_report import CohortReport
from elearn.reports.versions import HUNDRED, handed_in
from elearn.results.gains import Gain, Pair, PairSums, paired_gain
from elearn.results.pooled import COHORTS_FOR_AN_INTERVAL
from elearn.results.proportions import Estimate
from elearn.results.sessions_compared import difference_of_gains
from elearn.results.thresholds import Audience, Threshold, disclosable

SESSIONS_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Earlier:
    """The pairs of `sessions` earlier sessions together, and the own gain minus theirs.

    Both in points of 100. `between`: the interval holds how much sessions differ.
    """

    sessions: int
    gain: Gain
    difference: Estimate

    @property
    def between(self) -> bool:
        """Whether there are sessions enough to know how much they differ from each other."""
        return self.sessions >= COHORTS_FOR_AN_INTERVAL

    @property
    def by_chance(self) -> bool:
        """Whether the interval holds zero."""
        return self.difference.lo <= 0 <= self.difference.hi


def compared(
    session: Session,
    cohort: Cohort,
    found: CohortReport,
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
) -> Earlier | None:
    """The cohort beside those of the asker that ended before it began, tests handed in alone.

    None under ten pairs on either side or two earlier sessions. A session whose paper tests had
    the same questions is compared with nothing.
    """
    if found.threshold < Threshold.STATISTICS or found.same_questions:
        return None
    sums = [PairSums.of(pairs) for pairs in _pairs(session, cohort, cohorts, programmes)]
    together = sum(sums, PairSums())
    if disclosable(together.n, Audience.TRAINER) < Threshold.STATISTICS:
        return None
    difference = difference_of_gains(sums, _own(found))
    if len(sums) < SESSIONS_TO_COMPARE or difference is None:
        return None
    return Earlier(len(sums), paired_gain(together, HUNDRED), difference)


def _own(found: CohortReport) -> PairSums:
    scale = Fraction(HUNDRED) / found.analysis.maximum
    return PairSums.of((scale * before, scale * after) for before, after in found.scores)


def _pairs(
    session: Session,
    cohort: Cohort,
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
) -> list[list[Pair]]:
    """The pairs of each earlier session, in points of 100."""
    mine = or_(Cohort.id.in_(cohorts), Cohort.programme_id.in_(programmes))
    rows = session.execute(
        handed_in().where(
            mine,
            Cohort.course_id == cohort.course_id,
            Cohort.ends_on < cohort.starts_on,
            ~exists().where(PaperImport.cohort_id == Cohort.id, PaperImport.same_questions),
        )
    )
    pairs: dict[uuid.UUID, list[Pair]] = defaultdict(list)
    for row in rows:
        if row.first is None or row.first != row.second:
            pairs[row.cohort_id].append(
                (
                    Fraction(HUNDRED * row.before, row.before_maximum),
                    Fraction(HUNDRED * row.after, row.after_maximum),
                )
            )
    return list(pairs.values())
