"""What a donor reads, from frozen sums alone."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.reports import programme_report
from elearn.reports.programme_report import ProgrammeReport, Share
from elearn.results.pooled import CohortPiece, pooled_gain
from tests.conftest import Story
from tests.reports import scored
from tests.reports.scored import TWELVE, close, new_session, take_part

NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)
# Whatever tells one person from another.
PERSONAL = {"person", "enrolment", "attempt", "response", "answer", "atom_member", "cohort"}


def publish(session: Session, story: Story, library: Library) -> ProgrammeReport | None:
    scored.publish(session, story, library, date(2026, 11, 17), NOW)
    return programme_report.report(session, story.programme.id)


def test_before_the_first_release_there_is_nothing(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE[:9])
    assert publish(session, story, library) is None
    listed = programme_report.listed(session, frozenset({story.programme.id}))
    assert [(one.name, one.number) for one in listed] == [("Premières heures", None)]


def test_means_and_gain_are_in_points_of_100(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    found = publish(session, story, library)
    assert found
    before, after = (sum(pair[wave] for pair in TWELVE) / 12 * 5 for wave in (0, 1))
    assert found.before == pytest.approx(before)
    assert found.after == pytest.approx(after)
    assert found.gain.mean_diff == pytest.approx(after - before)
    assert (found.gain.cohorts, found.gain.ci_lo, found.gain.ci_hi) == (1, None, None)
    assert (found.name, found.number, found.as_of) == (
        "Premières heures",
        1,
        date(2026, 11, 17),
    )


def test_five_sessions_give_the_cluster_robust_interval(
    session: Session, story: Story, library: Library
) -> None:
    pieces = []
    for place in range(5):
        scores = [(before, after + place) for before, after in TWELVE]
        take_part(session, new_session(session, story.programme, f"S{place}"), scores)
        pieces.append(CohortPiece(12, *(5 * sum(pair[wave] for pair in scores) for wave in (0, 1))))
    found = publish(session, story, library)
    assert found
    assert found.gain == pooled_gain(pieces)
    assert found.gain.ci_lo is not None


def test_the_three_parts_leave_out_nobody(session: Session, story: Story, library: Library) -> None:
    take_part(session, story.cohort, [*TWELVE, (8, None), (None, 13)])
    close(session, story.cohort)
    found = publish(session, story, library)
    assert found
    assert found.standard
    reached = sum(after >= 12 for _, after in TWELVE) + 1
    # Awa and Moussa never came.
    assert (found.enrolled, found.n_pre, found.n_post) == (16, 13, 13)
    assert found.standard.reached == Share(reached, 16)
    assert found.standard.not_reached == Share(13 - reached, 16)
    assert found.standard.not_tested == Share(3, 16)
    assert found.completed == Share(13, 16)
    assert found.has_one_measure
    gained = sum(after - before for before, after in TWELVE) * 5
    assert found.unchanged == pytest.approx(gained / 16)


def test_the_standard_counts_only_the_people_of_long_tests(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    close(session, story.cohort)
    short = new_session(session, story.programme)
    take_part(session, short, [*[(3, 5), (4, 7)] * 6, (2, None)], maximum=8)
    close(session, short)
    found = publish(session, story, library)
    assert found
    assert found.standard
    assert (found.enrolled, found.standard.enrolled) == (27, 14)
    assert found.standard.not_tested.count == 2
    assert not found.has_one_measure


def test_the_latest_release_is_read_with_all_its_atoms(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    publish(session, story, library)
    take_part(session, new_session(session, story.programme), TWELVE)
    found = publish(session, story, library)
    assert found
    assert (found.number, found.enrolled, found.pairs, found.gain.cohorts) == (2, 24, 24, 2)
    listed = programme_report.listed(session, None)
    assert [(one.name, one.number) for one in listed] == [("Ailleurs", None), (found.name, 2)]


def test_no_statement_names_a_person(
    engine: Engine, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    publish(session, story, library)
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement.lower())

    event.listen(engine, "before_cursor_execute", listen)
    programme_report.report(session, story.programme.id)
    programme_report.listed(session, None)
    event.remove(engine, "before_cursor_execute", listen)
    assert len(said) == 4
    assert not PERSONAL & {word for text in said for word in re.findall(r"\w+", text)}


@pytest.mark.parametrize(
    ("count", "value", "tail"),
    [(0, 0.05, -1), (1, 0.05, -1), (2, 0.1, 0), (18, 0.9, 0), (19, 0.95, 1), (20, 0.95, 1)],
)
def test_the_tails_of_a_share_are_coded(count: int, value: float, tail: int) -> None:
    share = Share(count, 20)
    assert (share.value, share.tail) == (value, tail)
