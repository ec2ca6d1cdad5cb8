"""Releases: sums that never move, over at least ten people, made once whoever asks at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import writing
from elearn.installation.identity import installed
from elearn.people.models import AuditEntry, Person
from elearn.programmes.models import Programme
from elearn.quizzes.models import (
    Allowance,
    Attempt,
    Excuse,
    PaperImport,
    ScoreChange,
    TestPolicy,
)
from elearn.quizzes.policies import Allowing, Counting
from elearn.quizzes.states import Late
from elearn.quizzes.waves import Source, Wave
from elearn.reports import releases
from elearn.reports.models import Atom, AtomCohort, AtomMember, Release
from elearn.reports.releases import Nothing
from elearn.results.pooled import CohortPiece, pooled_gain
from tests.conftest import START, Story
from tests.reports.scored import DONE, TWELVE, close, new_session, take_part
from tests.together import at_once

# The programme's zone is Auckland: 22 o'clock UTC of the 16th is the 17th there.
NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
Make = Callable[..., Release | Nothing]


@pytest.fixture
def make(session: Session, story: Story, library: Library) -> Make:
    def made(as_of: date = TODAY, now: datetime = NOW) -> Release | Nothing:
        with writing(session):
            return releases.make(
                session, story.programme, as_of, library.courses, now, library.slots
            )

    return made


def only_atom(session: Session) -> Atom:
    return session.scalars(select(Atom)).one()


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_release_holds_the_sums_of_all_pairs_in_basis_points(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    made = make()
    assert isinstance(made, Release)
    assert (made.number, made.as_of, made.made_at) == (1, TODAY, NOW)
    atom = only_atom(session)
    before, after = ([pair[wave] * 500 for pair in TWELVE] for wave in (0, 1))
    assert (atom.enrolled, atom.cards, atom.pairs) == (12, 12, 12)
    assert (atom.n_pre, atom.n_post) == (12, 12)
    assert (atom.s1, atom.s2) == (sum(before), sum(after))
    assert (atom.q1, atom.q2) == (sum(a * a for a in before), sum(a * a for a in after))
    assert atom.x == sum(a * b for a, b in zip(before, after, strict=True))


def test_the_standard_is_at_least_60_percent_of_a_test_of_20_questions(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    make()
    atom = only_atom(session)
    assert atom.with_standard == 12
    assert atom.reached == sum(after >= 12 for _, after in TWELVE)
    assert (atom.reached_both, atom.reached_lost) == (0, 0)
    assert atom.reached_gained == atom.reached
    assert atom.reached_neither == 12 - atom.reached


def test_a_short_test_has_no_standard(session: Session, story: Story, make: Make) -> None:
    take_part(session, story.cohort, [(3, 5), (4, 8)] * 6, maximum=8)
    make()
    atom = only_atom(session)
    assert (atom.with_standard, atom.reached, atom.reached_neither) == (0, 0, 0)
    assert atom.s2 == 6 * 6250 + 6 * 10_000


def test_long_and_short_tests_make_atoms_of_their_own(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    take_part(session, new_session(session, story.programme), [(3, 5), (4, 8)] * 6, maximum=8)
    make()
    atoms = session.scalars(select(Atom).order_by(Atom.with_standard)).all()
    assert [(atom.with_standard, atom.enrolled) for atom in atoms] == [(0, 12), (12, 12)]


def test_nine_people_wait(session: Session, story: Story, make: Make) -> None:
    take_part(session, story.cohort, TWELVE[:9])
    assert make() == Nothing(pending=9, pairs=9, same_questions=0)
    assert count(session, Atom) == count(session, Release) == 0


def test_ten_enrolments_of_nine_people_wait(session: Session, story: Story, make: Make) -> None:
    nine = take_part(session, story.cohort, TWELVE[:9])
    again = session.get(Person, nine[0].person_id)
    assert again is not None
    take_part(session, new_session(session, story.programme), TWELVE[9:10], people=[again])
    found = make()
    assert isinstance(found, Nothing)
    assert found.pending == 9


def test_ten_people_are_not_enough_while_only_nine_have_both_tests(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, [*TWELVE[:9], (8, None), (None, 12)])
    close(session, story.cohort)
    # The two cards of the story took no test: final as well, once the session is closed.
    assert make() == Nothing(pending=13, pairs=9, same_questions=0)


def test_people_among_whom_nobody_reached_the_standard_wait(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, [(2 + place, 3 + place % 4) for place in range(10)])
    assert isinstance(make(), Nothing)


def test_a_second_release_needs_ten_more_people(session: Session, story: Story, make: Make) -> None:
    take_part(session, story.cohort, TWELVE)
    make()
    more = new_session(session, story.programme)
    take_part(session, more, TWELVE[:9])
    assert make() == Nothing(pending=9, pairs=9, same_questions=0)
    take_part(session, more, TWELVE[9:11])
    second = make()
    assert isinstance(second, Release)
    assert (second.number, releases.added(session, second)) == (2, 11)
    assert count(session, AtomMember) == 23
    assert count(session, AtomCohort) == 2


def test_who_never_came_counts_once_the_session_is_closed(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, [*TWELVE, (7, None), (None, 13)])
    close(session, story.cohort)
    make()
    atom = only_atom(session)
    # Awa and Moussa have a card and took no test.
    assert (atom.enrolled, atom.n_pre, atom.n_post, atom.pairs) == (16, 13, 13, 12)
    assert atom.with_standard == 16
    assert atom.reached == sum(after >= 12 for _, after in TWELVE) + 1


def test_an_open_session_counts_pairs_alone(session: Session, story: Story, make: Make) -> None:
    take_part(session, story.cohort, [*TWELVE, (7, None)])
    make()
    assert only_atom(session).enrolled == 12


def test_what_was_collected_counts_when_the_session_is_closed_and_the_grace_over(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE, submitted=False)
    assert make() == Nothing(0, 0, 0)
    close(session, story.cohort, NOW)
    assert make(now=NOW + timedelta(minutes=14)) == Nothing(0, 0, 0)
    assert isinstance(make(now=NOW + timedelta(minutes=16)), Release)


def test_whose_late_answers_wait_for_a_decision_waits_too(
    session: Session, story: Story, make: Make
) -> None:
    made = take_part(session, story.cohort, TWELVE, submitted=False)
    of_one = update(Attempt).where(
        Attempt.enrolment_id == made[0].id, Attempt.wave == Wave.POST, Attempt.number == 1
    )
    with writing(session):
        session.execute(of_one.values(late=Late.WAITING))
    close(session, story.cohort)
    make()
    # Awa and Moussa are final without a test.
    assert only_atom(session).enrolled == 13
    with writing(session):
        session.execute(of_one.values(late=Late.EXCLUDED))
    assert make() == Nothing(pending=1, pairs=1, same_questions=0)


def test_a_pair_that_another_try_may_change_waits_until_the_session_is_closed(
    session: Session, story: Story, make: Make
) -> None:
    made = take_part(session, story.cohort, [*TWELVE, (9, 15)])
    with writing(session):
        session.add(
            Allowance(
                enrolment_id=made[12].id,
                wave=Wave.POST,
                kind=Allowing.SECOND_TRY,
                reason="power cut",
                allowed_by=story.fatou.id,
                allowed_at=DONE,
            )
        )
    make()
    assert only_atom(session).enrolled == 12
    other = new_session(session, story.programme)
    take_part(session, other, TWELVE)
    with writing(session):
        rules = TestPolicy(
            cohort_id=other.id,
            wave=Wave.POST,
            tries=2,
            counting=Counting.LAST,
            origin=installed(session).id,
        )
        session.add(rules)
    assert make() == Nothing(0, 0, 0)
    close(session, other)
    assert isinstance(make(), Release)


def test_the_day_ends_in_the_time_zone_of_the_programme(
    session: Session, story: Story, make: Make
) -> None:
    # 10:59 UTC is still the 16th in Auckland, 11:00 is the 17th.
    midnight = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
    take_part(session, story.cohort, TWELVE[:6], at=midnight - timedelta(minutes=1))
    take_part(session, new_session(session, story.programme), TWELVE[6:], at=midnight)
    assert make(as_of=date(2026, 11, 16)) == Nothing(6, 6, 0)
    assert isinstance(make(as_of=TODAY), Release)


def test_a_day_to_come_is_refused(make: Make) -> None:
    with pytest.raises(releases.DayToCome):
        make(as_of=date(2026, 11, 18))


def test_a_day_before_the_last_release_is_refused(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    make()
    with pytest.raises(releases.BeforeTheLast):
        make(as_of=date(2026, 11, 16))


def test_who_was_deleted_or_excused_does_not_count(
    session: Session, story: Story, make: Make
) -> None:
    made = take_part(session, story.cohort, [*TWELVE, (9, 15), (9, 15)])
    with writing(session):
        session.get_one(Person, made[12].person_id).deleted_at = NOW
        session.add(Excuse(enrolment_id=made[13].id, wave=Wave.POST, excused_at=DONE))
    make()
    assert only_atom(session).enrolled == 12


def test_two_tests_in_the_same_form_are_no_pair(session: Session, story: Story, make: Make) -> None:
    made = take_part(session, story.cohort, [*TWELVE, (9, 15)])
    with writing(session):
        session.execute(update(Attempt).where(Attempt.enrolment_id == made[12].id).values(form="A"))
    close(session, story.cohort)
    make()
    atom = only_atom(session)
    assert (atom.n_pre, atom.n_post, atom.pairs) == (13, 13, 12)


def test_a_person_counts_once_in_one_course(session: Session, story: Story, make: Make) -> None:
    first = take_part(session, story.cohort, TWELVE)
    make()
    people = [session.get_one(Person, one.person_id) for one in first]
    again = new_session(session, story.programme)
    take_part(session, again, TWELVE, people=people)
    assert make() == Nothing(0, 0, 0)


@pytest.mark.parametrize("same_questions", [True, False])
def test_paper_totals_enter_unless_both_tests_had_the_same_questions(
    session: Session, story: Story, make: Make, same_questions: bool
) -> None:
    made = take_part(session, story.cohort, TWELVE, source=Source.PAPER_TOTAL)
    with writing(session):
        brought_in = PaperImport(
            cohort_id=story.cohort.id,
            sha256=b"s" * 32,
            maximum=20,
            same_questions=same_questions,
            imported_at=DONE,
            imported_by=story.fatou.id,
        )
        session.add(brought_in)
        session.flush()
        attempts = session.scalars(
            select(Attempt).where(Attempt.enrolment_id.in_([one.id for one in made]))
        ).all()
        for attempt in attempts:
            session.add(
                ScoreChange(
                    attempt_id=attempt.id,
                    points_after=attempt.points,
                    changed_at=DONE,
                    changed_by=story.fatou.id,
                    import_id=brought_in.id,
                )
            )
    found = make()
    if same_questions:
        assert found == Nothing(0, 0, same_questions=12)
    else:
        assert isinstance(found, Release)


def test_a_later_change_of_an_answer_alters_no_published_figure(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    first = make()
    assert isinstance(first, Release)
    frozen = only_atom(session).s2, first.sha256
    with writing(session):
        session.execute(update(Attempt).values(points=20))
    take_part(session, new_session(session, story.programme), TWELVE)
    assert isinstance(make(), Release)
    old = session.scalars(select(Atom).where(Atom.first_release == 1)).one()
    assert (old.s2, first.sha256) == frozen
    assert releases.is_intact(session, first)


def test_an_atom_that_somebody_altered_stops_the_next_release(
    session: Session, story: Story, make: Make
) -> None:
    take_part(session, story.cohort, TWELVE)
    first = make()
    assert isinstance(first, Release)
    with writing(session):
        session.execute(update(Atom).values(s2=Atom.s2 + 1))
    assert not releases.is_intact(session, first)
    with pytest.raises(releases.Altered):
        make()


def test_the_pieces_of_the_cohorts_give_the_clusters_of_the_interval(
    session: Session, story: Story, make: Make
) -> None:
    expected = []
    for place in range(5):
        scores = [(before, min(after + place, 20)) for before, after in TWELVE]
        take_part(session, new_session(session, story.programme, f"S{place}"), scores)
        expected.append(
            CohortPiece(12, sum(500 * a for a, _ in scores), sum(500 * b for _, b in scores))
        )
    make()
    rows = session.scalars(select(AtomCohort)).all()
    found = pooled_gain(CohortPiece(row.pairs, row.s1, row.s2) for row in rows)
    assert found == pooled_gain(expected)
    assert found.enough_cohorts


def test_a_release_is_recorded(session: Session, story: Story, make: Make) -> None:
    take_part(session, story.cohort, TWELVE)
    made = make()
    assert isinstance(made, Release)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "release-made")).one()
    assert (entry.subject_id, entry.actor_id) == (made.id, None)


def test_another_programme_keeps_its_own_people(session: Session, story: Story, make: Make) -> None:
    with writing(session):
        other = Programme(
            name="Autre", time_zone="Africa/Bamako", made_at=START, origin=installed(session).id
        )
        session.add(other)
    take_part(session, new_session(session, other), TWELVE)
    assert make() == Nothing(0, 0, 0)


def test_of_two_releases_made_at_once_one_wins(
    engine: Engine, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    programme_id = story.programme.id
    session.rollback()

    def make(own: Session) -> Release | Nothing:
        programme = own.get_one(Programme, programme_id)
        with writing(own):
            return releases.make(own, programme, TODAY, library.courses, NOW, library.slots)

    found = at_once(engine, [make, make])
    assert sorted(type(each).__name__ for each in found) == ["Nothing", "Release"]
    assert Nothing(0, 0, 0) in found
    assert (count(session, Atom), count(session, Release)) == (1, 1)
