"""What people think, in sums of ten or more: counts by question, and two moments compared.

The sheets are unlinked: baseline and endline are compared as if of different people, and nothing
here can be crossed with what anybody knows. Values, no words; ready for pages and releases alike.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.questionnaires import Moment, Opinion, Questionnaire
from elearn.results.disclosure import K
from elearn.results.independent import Sample, difference_of_means, difference_of_shares
from elearn.results.proportions import Estimate
from elearn.surveys.bags import Answers
from elearn.surveys.models import Sheet


class Showing(StrEnum):
    """Whether the counts of a question may be seen."""

    SHOWN = "shown"
    TOO_FEW = "too-few"
    # All but one, or all, ticked the same: the sum would tell what each of them thinks.
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer of one question was ticked at one moment, by `n` people.

    Who ticked nothing has skipped the question and is not in `n`. Empty unless it may be shown.
    """

    showing: Showing
    n: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def sample(self) -> Sample:
        """The points of a scale as numbers."""
        points = [(int(name), count) for name, count in self.counts.items()]
        return Sample(self.n, sum(p * c for p, c in points), sum(p * p * c for p, c in points))


@dataclass(frozen=True, slots=True)
class OpinionReport:
    """One question at the moments that asked it; the moments stand in the questionnaire's order."""

    question: Opinion
    tallies: Mapping[Moment, Tally]

    @property
    def change(self) -> Estimate | None:
        """Last minus first average of a scale, in points, where both moments are shown."""
        pair = self._pair
        if pair is None or self.question.kind != "scale":
            return None
        return difference_of_means(pair[0].sample, pair[1].sample)

    def change_of(self, option: str) -> Estimate | None:
        """Last minus first share of an answer, where both moments are shown."""
        pair = self._pair
        if pair is None:
            return None
        (before, after) = pair
        return difference_of_shares(before.counts[option], before.n, after.counts[option], after.n)

    @property
    def _pair(self) -> tuple[Tally, Tally] | None:
        found = list(self.tallies.values())
        if len(found) != 2 or any(tally.showing is not Showing.SHOWN for tally in found):
            return None
        return found[0], found[1]


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """One questionnaire: how many sheets at each moment (0 or at least ten), and its questions."""

    survey: Questionnaire
    sheets: Mapping[Moment, int]
    questions: tuple[OpinionReport, ...]


def report(
    session: Session,
    surveys: Iterable[Questionnaire],
    programme_id: uuid.UUID,
    course_id: str | None = None,
    quarter: str | None = None,
) -> tuple[SurveyReport, ...]:
    """What the people of a programme think, in one course and quarter or in all of them."""
    return tuple(
        _of(survey, _sheets(session, survey, programme_id, course_id, quarter))
        for survey in surveys
    )


def _sheets(
    session: Session,
    survey: Questionnaire,
    programme_id: uuid.UUID,
    course_id: str | None,
    quarter: str | None,
) -> dict[Moment, list[Answers]]:
    wanted = select(Sheet.moment, Sheet.answers).where(
        Sheet.programme_id == programme_id,
        Sheet.survey == survey.id,
        Sheet.version == survey.version,
    )
    if course_id is not None:
        wanted = wanted.where(Sheet.course_id == course_id)
    if quarter is not None:
        wanted = wanted.where(Sheet.quarter == quarter)
    rows = session.execute(wanted).all()
    found = {m: [row.answers for row in rows if row.moment == m] for m in survey.moments}
    # Sheets come by tens; fewer than that can only be a mistake, and stay hidden.
    return {moment: kept if len(kept) >= K else [] for moment, kept in found.items()}


def _of(survey: Questionnaire, sheets: Mapping[Moment, list[Answers]]) -> SurveyReport:
    return SurveyReport(
        survey,
        {moment: len(kept) for moment, kept in sheets.items()},
        tuple(
            OpinionReport(
                question,
                {
                    moment: tally(question, kept)
                    for moment, kept in sheets.items()
                    if question in survey.asked_at(moment)
                },
            )
            for question in survey.questions
        ),
    )


def tally(question: Opinion, sheets: Sequence[Answers]) -> Tally:
    """The counts of one question, where at least ten answered and not nearly all alike."""
    given = [sheet[question.id] for sheet in sheets if question.id in sheet]
    if len(given) < K:
        return Tally(Showing.TOO_FEW)
    counts = Counter(name for one in given for name in ([one] if isinstance(one, str) else one))
    if question.kind != "several" and max(counts.values()) >= len(given) - 1:
        return Tally(Showing.ALIKE)
    return Tally(Showing.SHOWN, len(given), counts)
