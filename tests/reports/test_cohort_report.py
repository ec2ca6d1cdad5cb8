"""What a trainer may know of her session."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import null, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Mode
from elearn.courses.library import Library
from elearn.courses.path import path
from elearn.db import writing
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.quizzes import attempts, common_slots
from elearn.quizzes.models import Attempt
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import cohort_report, movement, versions
from elearn.reports.cohort_report import CohortReport
from elearn.results.thresholds import Threshold
from tests.cohort_life import (
    close_for_all,
    enrolled,
    hci_pairs,
    open_for_all,
    paper_totals,
    take,
)
from tests.conftest import START, Story, tell
from tests.quizzes.ruled import rule, void

LATER = START + timedelta(hours=8)


def report(session: Session, story: Story, library: Library, now: datetime = LATER) -> CohortReport:
    steps = path(library.modules_of(library.courses["garanties-premieres-heures"]))
    return cohort_report.report(session, story.cohort, steps, library, now)


def twelve(session: Session, keeper: Keeper) -> Story:
    return tell(session, keeper, Mode.ROOM, cards=12)


def everybody_takes_both(session: Session, library: Library, story: Story, people: int) -> None:
    """Right on three before, on five after; the last two places are unknown before."""
    open_for_all(session, story, Wave.PRE, START)
    for who in enrolled(session, story)[:people]:
        take(
            session, library, story, who, Wave.PRE, right_on=range(3), unknown_on=(6, 7), now=START
        )
    open_for_all(session, story, Wave.POST, START)
    for who in enrolled(session, story)[:people]:
        take(session, library, story, who, Wave.POST, right_on=range(5), now=START)
    for wave in (Wave.PRE, Wave.POST):
        close_for_all(session, story, wave, START + timedelta(hours=1))


def test_a_session_without_tests_says_nothing(
    session: Session, story: Story, library: Library
) -> None:
    found = report(session, story, library)
    assert found.counted.enrolled == found.counted.neither == 2
    assert found.threshold is Threshold.NOTHING
    assert found.scores == ()
    assert found.unknown is None
    assert found.states[Wave.PRE][State.NOT_OFFERED] == 2


def test_a_closed_session_online_is_settled_with_those_who_never_came_to_the_end(
    session: Session, online_story: Story, library: Library
) -> None:
    assert not report(session, online_story, library).settled
    with writing(session):
        session.get_one(Cohort, online_story.cohort.id).closed_at = LATER
    found = report(session, online_story, library, LATER + timedelta(days=1))
    assert found.states[Wave.POST][State.NOT_OFFERED] == 2
    assert found.settled


def test_a_session_without_people_has_a_report(
    session: Session, story: Story, library: Library
) -> None:
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    found = cohort_report.report(session, kita, (), library, LATER)
    assert found.counted.enrolled == 0
    assert found.scores == ()


def test_twelve_pairs_on_screen_have_every_figure(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 12)
    found = report(session, story, library)
    assert found.counted.both == 12
    assert found.threshold is Threshold.STATISTICS
    points = found.analysis.gain.in_points()
    assert (points.mean_pre, points.mean_post) == (37.5, 62.5)
    assert points.ci_lo is None  # all moved by the same amount
    assert (found.moves.up, found.moves.same, found.moves.down) == (12, 0, 0)
    assert found.unknown is not None
    assert (found.unknown.before, found.unknown.after) == (0.25, 0)
    assert found.unknown.worth_saying
    assert found.settled


def test_eight_questions_have_no_standard(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 12)
    found = report(session, story, library)
    assert found.standard is None
    assert found.analysis.reached is None


def test_slots_move_by_twins(session: Session, keeper: Keeper, library: Library) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 12)
    found = report(session, story, library)
    assert [one.slot.id for one in found.slots] == [f"C2-S{n}" for n in range(1, 9)]
    assert [one.pairs.both for one in found.slots] == [12] * 3 + [0] * 5
    assert [one.pairs.gained for one in found.slots] == [0] * 3 + [12] * 2 + [0] * 3
    assert [one.pairs.neither for one in found.slots] == [0] * 5 + [12] * 3
    assert sum(one.asked for one in found.objectives) == 12 * 8
    assert sum(one.after for one in found.objectives) == 12 * 5


def test_what_to_take_up_again_has_the_dangerous_errors_first(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 12)
    wanted = movement.to_reteach(report(session, story, library).slots)
    assert [one.slot.id for one in wanted] == ["C2-S8", "C2-S6", "C2-S7"]
    assert wanted[0].slot.critical
    most = wanted[0].most_wrong
    assert most is not None
    # Half took A and half B at the end, so the most chosen answer is that of one twin.
    assert most.people == 6
    assert most.choice != list(most.item.key)


def test_four_pairs_give_no_slots_and_no_averages(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 4)
    found = report(session, story, library)
    assert found.threshold is Threshold.INDIVIDUAL
    assert found.slots == ()
    assert len(found.scores) == 4


def test_a_test_that_was_never_sent_counts_once_collected(
    session: Session, story: Story, library: Library
) -> None:
    awa = enrolled(session, story)[0]
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, awa, Wave.PRE, right_on=range(4), now=START, submit=False)
    running = report(session, story, library)
    assert running.answering == 1
    assert running.counted.pre_only == 0
    close_for_all(session, story, Wave.PRE, START + timedelta(minutes=30))
    collected = report(session, story, library)
    assert collected.counted.pre_only == 1
    assert collected.states[Wave.PRE][State.COLLECTED] == 1


def test_the_same_version_twice_is_shown_and_is_no_pair(
    session: Session, story: Story, library: Library
) -> None:
    everybody_takes_both(session, library, story, 2)
    awa = enrolled(session, story)[0]
    with writing(session):
        pre = attempts.attempt_of(session, awa.id, Wave.PRE)
        post = attempts.attempt_of(session, awa.id, Wave.POST)
        assert pre is not None
        assert post is not None
        post.form = pre.form
    found = report(session, story, library)
    assert (found.counted.both, found.counted.same_form) == (1, 1)
    assert len(found.scores) == 1
    assert found.counted.enrolled == 2


def test_an_excused_test_is_no_score(session: Session, story: Story, library: Library) -> None:
    everybody_takes_both(session, library, story, 2)
    with writing(session):
        attempts.excuse(session, enrolled(session, story)[0].id, Wave.POST, START)
    found = report(session, story, library)
    assert (found.counted.both, found.counted.pre_only) == (1, 1)
    assert found.states[Wave.POST][State.EXCUSED] == 1


def test_the_real_pairs_from_paper_give_the_published_gain(
    session: Session, keeper: Keeper, library: Library
) -> None:
    try:
        pairs = hci_pairs()
    except FileNotFoundError:
        pytest.skip("the validation data are not beside the checkout")
    story = tell(session, keeper, Mode.ROOM, cards=18)
    paper_totals(session, story, [*pairs, (11, None), (None, 9)], now=START)
    found = report(session, story, library)
    points = found.analysis.gain.in_points()
    assert found.counted.both == points.n == 16
    assert (found.counted.pre_only, found.counted.post_only) == (1, 1)
    figures = [points.mean_diff, points.ci_lo, points.ci_hi]
    assert [round(figure or 0, 1) for figure in figures] == [11.6, 3.2, 20.0]
    assert found.standard is not None
    assert found.standard.value == 60
    assert found.analysis.reached is not None
    reached = found.analysis.reached.counts
    assert (reached.before, reached.after) == (
        sum(before >= 12 for before, _ in pairs),
        sum(after >= 12 for _, after in pairs),
    )
    assert found.unknown is None
    assert found.slots == ()
    assert found.sources.paper == 16
    assert not found.leavers_shown
    assert list(found.scores) == sorted(pairs)


def test_the_same_questions_on_paper_are_said(
    session: Session, story: Story, library: Library
) -> None:
    paper_totals(session, story, [(3, 4)], same_questions=True, now=START)
    assert report(session, story, library).same_questions


def test_paper_and_screen_together_are_in_points(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 11)
    people = enrolled(session, story)
    with writing(session):
        for wave, points in ((Wave.PRE, 10), (Wave.POST, 20)):
            session.add(
                Attempt(
                    enrolment_id=people[11].id,
                    wave=wave,
                    source="paper-total",
                    maximum=20,
                    points=points,
                    unknown=null(),
                    started_at=START,
                    submitted_at=START,
                    origin=people[11].origin,
                )
            )
    found = report(session, story, library)
    assert found.sources.several
    assert not found.in_items
    assert found.analysis.maximum == 100
    points_of = found.analysis.gain
    assert points_of.mean_pre == pytest.approx((11 * 37.5 + 50) / 12)
    assert points_of.mean_post == pytest.approx((11 * 62.5 + 100) / 12)
    assert found.standard is None


def test_an_answer_to_an_older_wording_finds_its_slot(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=5)
    everybody_takes_both(session, library, story, 5)
    item = library.question("C2-S3-A")
    newer = item.model_copy(update={"version": item.version + 1})
    module = library.modules["garanties-premieres-heures"]
    changed = module.model_copy(
        update={"items": tuple(newer if one.id == item.id else one for one in module.items)}
    )
    edited = Library(
        **{
            **{name: getattr(library, name) for name in library.__dataclass_fields__},
            "modules": {module.slug: changed},
            "module_of": {slot.id: changed for slot in changed.slots},
        }
    )
    assert len(report(session, story, edited).slots) == 8


def test_online_the_last_step_opens_the_post_test(
    session: Session, online_story: Story, library: Library
) -> None:
    found = report(session, online_story, library)
    assert found.states[Wave.PRE][State.OPEN] == 2
    assert found.states[Wave.POST][State.NOT_OFFERED] == 2


def test_a_test_of_which_nothing_is_left_has_no_score(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=4)
    everybody_takes_both(session, library, story, 4)
    course = library.courses[story.cohort.course_id]
    for item in library.form(course, "A"):
        assert rule(session, void(item), story.boubacar)
    session.expire_all()
    found = report(session, story, library)
    assert (found.counted.both, found.counted.pre_only, found.counted.post_only) == (0, 2, 2)
    mine = (story.cohort.id,)
    assert versions.over_sessions(session, mine, (), course.id).halves.ab.n == 0


def test_without_the_rulings_a_test_of_which_nothing_is_left_has_its_score_again(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=4)
    everybody_takes_both(session, library, story, 4)
    before = report(session, story, library)
    course = library.courses[story.cohort.course_id]
    for item in library.form(course, "A"):
        assert rule(session, void(item), story.boubacar)
    session.expire_all()
    found = report(session, story, library)
    assert len(found.mended.rulings) == 8
    assert found.analysis.gain.n == 0
    assert found.unmended == before.analysis


def test_a_trainer_who_tries_the_tests_on_a_card_is_in_no_figure(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = twelve(session, keeper)
    everybody_takes_both(session, library, story, 12)
    with writing(session):
        trying = session.get_one(Person, enrolled(session, story)[0].person_id)
        trying.username = "essai"
    found = report(session, story, library)
    assert found.counted.enrolled == found.counted.both == found.sheets == 11
    assert sum(found.states[Wave.POST].values()) == 11
    halves = versions.over_sessions(session, (story.cohort.id,), (), story.cohort.course_id).halves
    assert halves.ab.n + halves.ba.n == 11
    assert common_slots.read(session, story.cohort.id, LATER).pairs == 11
