"""A session beside the trainer's earlier ones."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.courses.library import Library
from elearn.courses.path import path
from elearn.db import writing
from elearn.people.models import Person
from elearn.quizzes.models import PaperImport
from elearn.reports import cohort_report, earlier, versions
from elearn.reports.earlier import Earlier
from tests.conftest import START, Story
from tests.reports.scored import TWELVE, new_session, take_part

MORE: tuple[tuple[int, int], ...] = tuple((5 + place % 4, 10 + place % 6) for place in range(8))


def before(
    session: Session, story: Story, name: str, *pairs: tuple[int, int], weeks: int
) -> Cohort:
    cohort = new_session(session, story.programme, name)
    with writing(session):
        cohort.starts_on -= timedelta(weeks=weeks)
        cohort.ends_on -= timedelta(weeks=weeks)
    take_part(session, cohort, pairs)
    return cohort


def asked(
    session: Session, story: Story, library: Library, trained: tuple[Cohort, ...]
) -> Earlier | None:
    session.refresh(story.cohort)
    steps = path(library.modules_of(library.courses[story.cohort.course_id]))
    now = START + timedelta(hours=8)
    found = cohort_report.report(session, story.cohort, steps, library, now)
    mine = {cohort.id for cohort in (story.cohort, *trained)}
    return earlier.compared(session, story.cohort, found, mine, ())


def test_the_difference_is_between_this_session_and_the_earlier_ones_together(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    mopti = before(session, story, "Mopti", *MORE, weeks=4)
    gao = before(session, story, "Gao", *MORE, weeks=9)
    others = before(session, story, "Kayes", *TWELVE, weeks=3)
    found = asked(session, story, library, (mopti, gao))
    assert found is not None
    assert (found.sessions, found.gain.n) == (2, 16)
    gain = sum(100 * (after - first) / 20 for first, after in MORE) / 8
    own = sum(100 * (after - first) / 20 for first, after in TWELVE) / 12
    assert found.gain.mean_diff == pytest.approx(gain)
    assert found.difference.value == pytest.approx(own - gain)
    assert not found.between
    # Kayes is somebody else's: it is not in the figure, and asking for it alone is not enough.
    assert asked(session, story, library, (mopti, gao, others)) != found
    assert asked(session, story, library, (others,)) is None


def test_ten_pairs_on_both_sides_are_needed(
    session: Session, story: Story, library: Library
) -> None:
    few = tuple(before(session, story, name, *MORE[:4], weeks=4) for name in ("Mopti", "Gao"))
    take_part(session, story.cohort, TWELVE[:9])
    many = tuple(before(session, story, name, *MORE, weeks=5) for name in ("Kayes", "Nioro"))
    assert asked(session, story, library, many) is None  # nine pairs of her own
    take_part(session, story.cohort, TWELVE[9:])
    assert asked(session, story, library, few) is None  # eight of the earlier ones
    assert asked(session, story, library, many) is not None


def test_later_sessions_staff_and_the_same_questions_on_paper_count_nowhere(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    mopti = before(session, story, "Mopti", *MORE, weeks=4)
    gao = before(session, story, "Gao", *MORE, weeks=9)
    wanted = asked(session, story, library, (mopti, gao))
    assert wanted is not None
    trying = session.get(Person, story.fatou.id)
    assert trying is not None
    later = before(session, story, "Kayes", *MORE, weeks=-3)
    for cohort in (story.cohort, mopti):
        take_part(session, cohort, [(0, 20)], people=[trying])
    paper = before(session, story, "Nioro", *MORE, weeks=12)
    with writing(session):
        session.add(_same_questions(paper, story))
    assert asked(session, story, library, (mopti, gao, later, paper)) == wanted
    mine = {story.cohort.id, mopti.id}
    halves = versions.over_sessions(session, mine, (), story.cohort.course_id).halves
    assert halves.ab.n + halves.ba.n == 20


def _same_questions(cohort: Cohort, story: Story) -> PaperImport:
    return PaperImport(
        cohort_id=cohort.id,
        sha256=b"\0" * 32,
        maximum=20,
        same_questions=True,
        imported_at=START,
        imported_by=story.fatou.id,
    )
