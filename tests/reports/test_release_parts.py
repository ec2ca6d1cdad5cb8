"""Releases divided by dimensions, follow-ups and opinions frozen, hashes of before."""

import hashlib
import json
import uuid
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.installation.identity import installed
from elearn.people.models import Person
from elearn.programmes.dimensions import Dimension
from elearn.quizzes.models import Attempt, CommonScore
from elearn.quizzes.waves import Wave
from elearn.reports import (
    correcting,
    planning,
    programme_report,
    programme_sums,
    recomputing,
    releases,
    session_counts,
    signing_off,
    standings,
)
from elearn.reports.finals import Left
from elearn.reports.models import (
    Atom,
    AtomCohort,
    AtomSum,
    AtomWave,
    AtomWavePart,
    OpinionAtom,
    OpinionSum,
    Release,
    ReleaseCount,
)
from elearn.reports.releases import Nothing
from elearn.reports.standings import Stage
from elearn.results.lasting import lasting
from elearn.surveys.models import Sheet
from tests.conftest import Story
from tests.reports.scored import TWELVE, close, new_session, publish, take_part

NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
LATER = NOW + timedelta(weeks=16)


def say_sexes(session: Session, made: list[Enrolment], women: int) -> None:
    with writing(session):
        for place, one in enumerate(made):
            one.sex = "woman" if place < women else "man"


def divide(session: Session, story: Story, *dimensions: Dimension) -> None:
    with writing(session):
        story.programme.first_split, story.programme.second_split = (*dimensions, None)[:2]


def places(session: Session) -> dict[str, int]:
    return {atom.sex: atom.enrolled for atom in session.scalars(select(Atom))}


def test_women_and_men_are_atoms_of_their_own_where_each_are_ten(
    session: Session, story: Story, library: Library
) -> None:
    divide(session, story, Dimension.SEX)
    say_sexes(session, take_part(session, story.cohort, TWELVE * 2), 11)
    publish(session, story, library, TODAY, NOW)
    assert places(session) == {"woman": 11, "man": 13}
    report = programme_report.report(session, story.programme.id)
    women = programme_report.report(session, story.programme.id, {Dimension.SEX: "woman"})
    assert report
    assert women
    assert (report.enrolled, women.enrolled, women.pairs) == (24, 11, 11)
    # The whole's interval rests on whole sessions, a part's on what its atoms keep.
    assert report.gain.n == 24
    assert women.gain.n == 11
    assert programme_report.report(session, story.programme.id, {Dimension.SEX: "x"}) is None


def test_nine_women_are_not_seen_alone(session: Session, story: Story, library: Library) -> None:
    divide(session, story, Dimension.SEX)
    say_sexes(session, take_part(session, story.cohort, TWELVE * 2), 9)
    publish(session, story, library, TODAY, NOW)
    assert places(session) == {"*": 24}
    names = dict(session.execute(select(AtomSum.name, AtomSum.value)).all())
    assert (names["women"], names["men"], names["of:sex:woman"]) == (9, 15, 9)
    assert (names["submitted"], names["reused"]) == (24, 0)


def test_a_preview_says_what_of_so_many_people_will_be_seen(session: Session, story: Story) -> None:
    made = take_part(session, story.cohort, TWELVE * 2)
    say_sexes(session, made, 11)
    found = planning.preview(session, story.programme.id, [Dimension.SEX, Dimension.REGION])
    # Awa and Moussa said nothing: they are counted with the men.
    assert (found.people, found.total) == (26, True)
    assert found.seen[Dimension.SEX] == {"man": 0, "undisclosed": 0, "woman": 1}
    assert list(found.seen) == [Dimension.SEX, Dimension.ZONE, Dimension.REGION]


def test_a_release_from_before_keeps_its_hash(
    session: Session, story: Story, library: Library
) -> None:
    sums = {
        "first_release": 1,
        "course_id": "*",
        "sex": "*",
        "profession": "*",
        "region": "*",
        "enrolled": 12,
        "cards": 12,
        "n_pre": 12,
        "n_post": 12,
        "pairs": 12,
        "s1": 5,
        "s2": 6,
        "q1": 7,
        "q2": 8,
        "x": 9,
        "with_standard": 12,
        "reached": 4,
        "reached_both": 1,
        "reached_gained": 3,
        "reached_lost": 0,
        "reached_neither": 8,
    }
    piece = ["0" * 31 + "7", 12, 5, 6]

    def written(value: object) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    atom = written({**sums, "cohorts": [piece]})
    whole = written(
        {"programme": story.programme.id.hex, "number": 1, "as_of": "2026-11-01", "atoms": [atom]}
    )
    with writing(session):
        row = Atom(programme_id=story.programme.id, **sums, sha256=b"s" * 32)
        session.add(row)
        session.flush()
        session.add(AtomCohort(atom_id=row.id, cohort_key=bytes(15) + b"\7", pairs=12, s1=5, s2=6))
        old = Release(
            programme_id=story.programme.id,
            number=1,
            as_of=date(2026, 11, 1),
            made_at=NOW,
            sha256=hashlib.sha256(whole.encode()).digest(),
        )
        session.add(old)
    assert releases.is_intact(session, old)
    # It was seen before there were signatures, and new people join it.
    report = programme_report.report(session, story.programme.id)
    assert report
    assert (report.number, report.enrolled, report.gain.cohorts) == (1, 12, 1)
    take_part(session, story.cohort, TWELVE)
    publish(session, story, library, TODAY, NOW)
    assert releases.is_intact(session, old)
    report = programme_report.report(session, story.programme.id)
    assert report
    assert (report.number, report.enrolled, report.gain.cohorts) == (2, 24, 2)


def test_the_sessions_held_are_counted(session: Session, story: Story, library: Library) -> None:
    take_part(session, story.cohort, TWELVE, at=NOW - timedelta(hours=5))
    publish(session, story, library, TODAY, NOW)
    # It lasts until tomorrow.
    assert dict(session.execute(select(ReleaseCount.name, ReleaseCount.value)).all()) == {
        "sessions": 0,
        "regions": 0,
    }


def test_each_session_says_what_of_it_is_missing(
    session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE[:7])
    plan = releases.plan(session, story.programme, TODAY, library.courses, NOW)
    (found,) = session_counts.standing(session, story.programme.id, plan)
    assert (found.name, found.counted, found.added, found.waiting) == ("Ségou", 0, 0, 7)
    assert found.left == {Left.OPEN: 2}
    assert not found.wholly_in


def came_back(session: Session, made: list[Enrolment]) -> None:
    """The sums of a follow-up of these people, as they are kept without single answers."""
    with writing(session):
        for place, one in enumerate(made):
            session.add(
                CommonScore(
                    enrolment_id=one.id,
                    wave=Wave.FOLLOW_UP,
                    before=place % 3,
                    after=5 + place % 2,
                    later=4 + place % 3,
                    maximum=8,
                )
            )
            session.add(
                Attempt(
                    enrolment_id=one.id,
                    wave=Wave.FOLLOW_UP,
                    form="C",
                    maximum=8,
                    answered=8,
                    points=4,
                    started_at=NOW + timedelta(weeks=9),
                    submitted_at=NOW + timedelta(weeks=9),
                    origin=installed(session).id,
                )
            )


@pytest.mark.parametrize(("people", "back"), [(22, 12), (22, 19), (12, 12)])
def test_a_follow_up_is_published_once_when_its_time_is_over(
    session: Session, story: Story, library: Library, people: int, back: int
) -> None:
    made = take_part(session, story.cohort, (TWELVE * 2)[:people])
    close(session, story.cohort)
    publish(session, story, library, TODAY, NOW)
    came_back(session, made[:back])
    # Its window ends on 10 February, and one person could be given two weeks more.
    assert isinstance(publish(session, story, library, date(2027, 2, 20), LATER), Nothing)
    second = publish(session, story, library, date(2027, 3, 1), LATER)
    waves = session.scalars(select(AtomWave)).all()
    if 0 < people - back < 10:
        assert isinstance(second, Nothing)
        assert waves == []
        return
    assert isinstance(second, Release)
    (wave,) = waves
    assert (wave.answered, wave.silent, wave.first_release) == (back, people - back, 2)
    assert wave.s3 == 1250 * sum(4 + place % 3 for place in range(back))
    assert session.scalar(select(func.count()).select_from(AtomWavePart)) == 1
    assert releases.is_intact(session, second)
    assert isinstance(publish(session, story, library, date(2027, 3, 2), LATER), Nothing)
    seen = programme_sums.seen(session, story.programme.id)
    assert seen
    left, silent = programme_sums.lasting(session, seen)[Wave.FOLLOW_UP]
    item = Fraction(100, 8)
    expected = lasting(
        [
            (place % 3 * item, (5 + place % 2) * item, (4 + place % 3) * item)
            for place in range(back)
        ],
        100,
    )
    assert (left, silent) == (expected, people - back)


def test_follow_ups_that_alone_differ_are_signed_with_a_note(
    session: Session, story: Story, library: Library
) -> None:
    came_back(session, take_part(session, story.cohort, TWELVE))
    close(session, story.cohort)
    publish(session, story, library, TODAY, NOW)
    day, courses, slots = date(2027, 3, 1), library.courses, library.slots
    with writing(session):
        made = releases.make(session, story.programme, day, courses, LATER, slots)
        assert isinstance(made, Release)
        session.execute(update(CommonScore).values(later=CommonScore.later + 1))
        check = recomputing.recompute(
            session, story.programme, made, courses, slots, by=story.fatou, now=LATER
        )
    assert {name for name, *_ in check.differences} == {
        f"follow-up 1 {one}" for one in ("s3", "q3", "x13", "x23")
    }
    with pytest.raises(correcting.NothingToCorrect), writing(session):
        correcting.correct(session, story.programme, made, "x", courses, slots, LATER)
    for note in ("", "a sheet was keyed later"):
        with writing(session), nullcontext() if note else pytest.raises(signing_off.NoNote):
            signing_off.sign(session, story.programme, 2, story.boubacar, LATER, note)
    standing = standings.of(session, story.programme.id, 2)
    assert standing
    assert standing.stage is Stage.SIGNED


def test_opinions_are_frozen_by_ten(session: Session, story: Story, library: Library) -> None:
    def hand_in(first: int, count: int) -> None:
        with writing(session):
            for place in range(first, first + count):
                sheet = Sheet(
                    id=uuid.UUID(int=place + 1),
                    programme_id=story.programme.id,
                    course_id=story.cohort.course_id,
                    survey="s",
                    version=1,
                    moment="endline",
                    quarter="2026-Q4",
                    answers={
                        "useful": str(1 + place % 4),
                        "alike": "yes",
                        "hard": ["a"] if place % 2 else ["a", "b"],
                        **({"few": "no"} if place < 5 else {}),
                    },
                )
                session.add(sheet)

    hand_in(0, 12)
    # Opinions alone never make the first release.
    assert isinstance(publish(session, story, library, TODAY, NOW), Nothing)
    take_part(session, story.cohort, TWELVE)
    publish(session, story, library, TODAY, NOW)
    hand_in(20, 9)
    assert isinstance(publish(session, story, library, TODAY, NOW), Nothing)
    seen = programme_sums.seen(session, story.programme.id)
    assert seen
    assert programme_sums.opinions(session, seen)["s", 1, "endline", "useful", "*"] == 12
    assert programme_sums.counts(session, seen) == {"sessions": 0, "regions": 0}
    sums = programme_sums.named(session, seen)
    assert (sums["submitted"], sums["submitted of"]) == (12, 12)
    (atom,) = session.scalars(select(OpinionAtom)).all()
    assert (atom.sheets, atom.moment) == (12, "endline")
    rows = session.execute(select(OpinionSum.question, OpinionSum.answer, OpinionSum.sheets))
    found = {(question, answer): sheets for question, answer, sheets in rows}
    assert found == {
        **{("useful", str(point)): 3 for point in (1, 2, 3, 4)},
        ("useful", "*"): 12,
        ("hard", "*"): 12,
        ("hard", "a"): 12,
        ("hard", "b"): 6,
    }


def test_a_second_course_counts_a_person_once_more(
    session: Session, story: Story, library: Library
) -> None:
    """Reused cards are counted beside, never taken for new people."""
    first = take_part(session, story.cohort, TWELVE)
    other = new_session(session, story.programme)
    with writing(session):
        other.course_id = next(one for one in library.courses if one != story.cohort.course_id)
    people = [session.get_one(Person, one.person_id) for one in first]
    again = take_part(session, other, TWELVE, people=people)
    assert len(again) == 12
    publish(session, story, library, TODAY, NOW)
    reused = session.scalars(select(AtomSum.value).where(AtomSum.name == "reused")).all()
    assert sum(reused) == 12
    assert sum(session.scalars(select(Atom.enrolled))) == 24
