"""What people think, in sums: by ten or more, hidden where a sum would tell about each."""

import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.courses.questionnaires import Moment
from elearn.db import writing
from elearn.reports import survey_report
from elearn.reports.survey_report import OpinionReport, Showing, SurveyReport
from elearn.surveys.bags import Answers
from elearn.surveys.models import Sheet
from tests.conftest import MODULE, Story


def keep(
    session: Session,
    story: Story,
    moment: Moment,
    sheets: Sequence[Answers],
    *,
    course: str = MODULE,
    quarter: str = "2026-Q4",
    version: int = 1,
) -> None:
    """Sheets that have come out of a box."""
    with writing(session):
        session.add_all(
            Sheet(
                id=uuid.uuid4(),
                programme_id=story.programme.id,
                course_id=course,
                survey="perception",
                version=version,
                moment=moment,
                quarter=quarter,
                answers=answers,
            )
            for answers in sheets
        )


def scale(*points: int) -> list[Answers]:
    return [{"confession": str(point)} for point in points]


def report(
    session: Session, story: Story, library: Library, *where: str
) -> tuple[SurveyReport, dict[str, OpinionReport]]:
    survey = library.surveys["perception"]
    found = survey_report.report(session, [survey], story.programme.id, *where)[0]
    return found, {one.question.id: one for one in found.questions}


BEFORE, AFTER = scale(1, 2, 2, 2, 3, 3, 3, 3, 4, 5), scale(3, 3, 4, 4, 4, 4, 4, 5, 5, 5)


def test_two_moments_are_counted_and_compared_as_different_people(
    session: Session, story: Story, library: Library
) -> None:
    keep(session, story, "baseline", BEFORE)
    keep(session, story, "endline", AFTER)
    found, questions = report(session, story, library)
    assert found.sheets == {"baseline": 10, "endline": 10}
    one = questions["confession"]
    assert dict(one.tallies["baseline"].counts) == {"1": 1, "2": 3, "3": 4, "4": 1, "5": 1}
    change, share = one.change, one.change_of("5")
    assert change is not None
    assert share is not None
    assert change.value == pytest.approx(1.3)
    assert change.lo < 1.3 < change.hi
    assert share.value == pytest.approx(0.2)


def test_a_question_that_fewer_than_ten_answered_is_hidden(
    session: Session, story: Story, library: Library
) -> None:
    keep(session, story, "baseline", [*BEFORE[:9], {"emergency": "1"}])
    keep(session, story, "endline", AFTER)
    found, questions = report(session, story, library)
    assert found.sheets["baseline"] == 10
    assert questions["confession"].tallies["baseline"].showing is Showing.TOO_FEW
    assert dict(questions["confession"].tallies["baseline"].counts) == {}
    assert questions["confession"].change is None
    assert questions["confession"].change_of("5") is None


@pytest.mark.parametrize("points", [[4] * 12, [*[4] * 11, 2]])
def test_a_question_that_nearly_all_answered_alike_is_hidden(
    session: Session, story: Story, library: Library, points: list[int]
) -> None:
    keep(session, story, "baseline", scale(*points))
    _, questions = report(session, story, library)
    assert questions["confession"].tallies["baseline"].showing is Showing.ALIKE
    assert questions["confession"].tallies["baseline"].n == 0


def test_a_list_counts_each_tick_and_those_who_ticked(
    session: Session, story: Story, library: Library
) -> None:
    ticks: list[Answers] = [{"needs": ["means", "practice"]}] * 6 + [{"needs": ["means"]}] * 6
    keep(session, story, "endline", [*ticks, {"confession": "1"}])
    _, questions = report(session, story, library)
    needs = questions["needs"]
    assert list(needs.tallies) == ["endline"]
    assert (needs.tallies["endline"].n, dict(needs.tallies["endline"].counts)) == (
        12,
        {"means": 12, "practice": 6},
    )
    assert needs.change is None


def test_a_list_has_no_average(session: Session, story: Story, library: Library) -> None:
    keep(session, story, "baseline", BEFORE)
    _, questions = report(session, story, library)
    assert questions["needs"].change_of("means") is None


def test_course_quarter_and_version_are_told_apart(
    session: Session, story: Story, library: Library
) -> None:
    keep(session, story, "baseline", BEFORE)
    keep(session, story, "baseline", BEFORE, course="prison", quarter="2027-Q1")
    keep(session, story, "baseline", BEFORE, version=2)

    def count(*where: str) -> int:
        return report(session, story, library, *where)[0].sheets["baseline"]

    assert count() == 20
    assert count(MODULE) == count("prison", "2027-Q1") == 10
    assert count("prison", "2026-Q4") == 0


def test_fewer_than_ten_sheets_are_as_none(
    session: Session, story: Story, library: Library
) -> None:
    keep(session, story, "baseline", BEFORE[:9])
    assert report(session, story, library)[0].sheets["baseline"] == 0
