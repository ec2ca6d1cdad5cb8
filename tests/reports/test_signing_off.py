"""A release is seen once one person has recomputed it and another has signed it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import AppendOnly, writing
from elearn.people.models import AuditEntry, Person
from elearn.people.passwords import Keeper
from elearn.privacy import erasing
from elearn.quizzes.causes import Cause
from elearn.quizzes.models import Answer, Attempt, Response, ScoreChange, Wording
from elearn.quizzes.waves import Wave
from elearn.reports import (
    correctable,
    correcting,
    programme_report,
    recomputing,
    releases,
    signing_off,
    standings,
)
from elearn.reports.models import Atom, Release, ReleaseCheck
from elearn.reports.releases import Altered
from elearn.reports.standings import Stage
from tests.conftest import Story
from tests.reports.scored import TWELVE, new_session, publish, rule_on, take_part

NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


class Desk:
    """One programme's releases, made, recomputed, corrected and signed."""

    def __init__(self, session: Session, story: Story, library: Library) -> None:
        self.session, self.story, self.library = session, story, library
        self.programme = story.programme

    def make(self) -> Release:
        with writing(self.session):
            made = releases.make(
                self.session, self.programme, TODAY, self.library.courses, NOW, self.library.slots
            )
        assert isinstance(made, Release)
        return made

    def recompute(self, release: Release, by: Person) -> ReleaseCheck:
        courses, slots = self.library.courses, self.library.slots
        with writing(self.session):
            return recomputing.recompute(
                self.session, self.programme, release, courses, slots, by=by, now=NOW
            )

    def correct(self, release: Release) -> Release:
        courses, slots = self.library.courses, self.library.slots
        with writing(self.session):
            return correcting.correct(
                self.session, self.programme, release, "a wrong key", courses, slots, NOW
            )

    def sign(self, number: int, by: Person, note: str | None = None) -> None:
        with writing(self.session):
            signing_off.sign(self.session, self.programme, number, by, NOW, note)

    def stage(self, number: int) -> Stage:
        found = standings.of(self.session, self.programme.id, number)
        assert found
        return found.stage

    def seen(self) -> int | None:
        report = programme_report.report(self.session, self.programme.id)
        return report.number if report else None


@pytest.fixture
def desk(session: Session, story: Story, library: Library) -> Desk:
    take_part(session, story.cohort, TWELVE)
    return Desk(session, story, library)


def test_from_made_to_seen_it_takes_two_people(desk: Desk) -> None:
    made = desk.make()
    assert (desk.stage(1), desk.seen()) == (Stage.MADE, None)
    with pytest.raises(signing_off.NotRecomputed):
        desk.sign(1, desk.story.boubacar)
    check = desk.recompute(made, desk.story.boubacar)
    # Paper totals, as these are, can only be taken as they are.
    assert (check.differences, check.tests, check.totals) == ([], 0, 24)
    assert (desk.stage(1), desk.seen()) == (Stage.RECOMPUTED, None)
    with pytest.raises(signing_off.SameHand):
        desk.sign(1, desk.story.boubacar)
    desk.recompute(made, desk.story.fatou)
    desk.sign(1, desk.story.boubacar)
    assert (desk.stage(1), desk.seen()) == (Stage.SIGNED, 1)
    with pytest.raises(signing_off.SignedAlready):
        desk.sign(1, desk.story.boubacar)
    acts = set(desk.session.scalars(select(AuditEntry.act)))
    assert {"release-made", "release-recomputed", "release-signed"} <= acts


def test_a_check_is_never_changed(desk: Desk) -> None:
    desk.recompute(desk.make(), desk.story.fatou)
    with pytest.raises(AppendOnly), writing(desk.session):
        desk.session.execute(update(ReleaseCheck).values(tests=5))


def test_altered_sums_are_not_signed(desk: Desk) -> None:
    made = desk.make()
    desk.recompute(made, desk.story.fatou)
    with writing(desk.session):
        desk.session.execute(update(Atom).values(s2=Atom.s2 + 1))
    with pytest.raises(Altered):
        desk.sign(1, desk.story.boubacar)


def test_scores_are_made_again_from_the_answers_and_not_from_kept_sums(desk: Desk) -> None:
    session = desk.session
    wording = session.scalars(select(Wording).where(Wording.item.like("%-A"))).first()
    assert wording
    test = session.scalars(select(Attempt).where(Attempt.wave == Wave.PRE)).first()
    assert test
    with writing(session):
        test.shown = [{"item": wording.item, "wording": wording.hash.hex()}]
        session.add(
            Answer(
                id=uuid.UUID(int=1),
                attempt_id=test.id,
                item=wording.item,
                choice=None,
                writer=b"w" * 16,
                number=1,
                given_at=NOW,
                arrived_at=NOW,
            )
        )
        session.add(
            Response(
                attempt_id=test.id,
                item=wording.item,
                answer_id=uuid.UUID(int=1),
                choice=None,
                writer=b"w" * 16,
                number=1,
                arrived_at=NOW,
                unknown=True,
                points=0,
            )
        )
    check = desk.recompute(desk.make(), desk.story.fatou)
    assert check.tests == 1
    frozen = {name: (kept, found) for name, kept, found in check.differences}
    kept, found = frozen["atom 1 s1"]
    # « Je ne sais pas » to the one question: no point, where 30 % and more were kept.
    assert kept - found == 500 * test.points
    assert desk.stage(1) is Stage.DIFFERS
    with pytest.raises(signing_off.NotRecomputed):
        desk.sign(1, desk.story.boubacar)


def test_a_correction_sums_the_same_people_again_and_says_what_changed(desk: Desk) -> None:
    session, story = desk.session, desk.story
    publish(session, story, desk.library, TODAY, NOW)
    (first,) = session.scalars(select(Release)).all()
    with pytest.raises(correcting.NothingToCorrect):
        desk.correct(first)
    before = programme_report.report(session, story.programme.id)
    assert before
    finals = session.scalars(select(Attempt).where(Attempt.wave == Wave.POST)).all()
    rule_on(session, story, finals, NOW + timedelta(hours=1))
    made = desk.correct(first)
    assert (made.number, made.corrects, made.reason) == (2, 1, "a wrong key")
    changes = {name: (old, new) for name, old, new in correcting.changes(session, made)}
    assert changes["atom 1 s2"][1] - changes["atom 1 s2"][0] == 12 * 500
    assert correcting.changes(session, first) == ()
    assert desk.seen() == 1
    desk.recompute(made, story.fatou)
    desk.sign(2, story.boubacar)
    after = programme_report.report(session, story.programme.id)
    assert after
    assert (after.number, after.enrolled, after.gain.n) == (2, 12, 12)
    assert after.after - before.after == pytest.approx(5)
    # Both releases keep their sums, and later ones go on from the correction.
    assert releases.is_intact(session, first)
    assert releases.is_intact(session, made)
    take_part(session, new_session(session, story.programme), TWELVE)
    publish(session, story, desk.library, TODAY, NOW)
    third = programme_report.report(session, story.programme.id)
    assert third
    assert (third.number, third.enrolled, third.gain.n) == (3, 24, 24)
    with pytest.raises(correcting.NothingToCorrect):
        desk.correct(first)


def test_nothing_is_corrected_whose_single_answers_are_gone(desk: Desk) -> None:
    made = desk.make()
    with writing(desk.session):
        desk.session.execute(
            update(Attempt).values(points=0, shown=[{"item": "x-A", "wording": "00"}])
        )
    with pytest.raises(correctable.AnswersGone):
        desk.correct(made)


def test_a_release_waits_for_the_recomputation_of_those_it_consists_of(desk: Desk) -> None:
    desk.make()
    take_part(desk.session, new_session(desk.session, desk.programme), TWELVE)
    second = desk.make()
    desk.recompute(second, desk.story.fatou)
    with pytest.raises(signing_off.PartNotRecomputed) as refused:
        desk.sign(2, desk.story.boubacar)
    assert refused.value.number == 1


def test_what_is_known_of_people_alone_is_not_recomputed(desk: Desk) -> None:
    made = desk.make()
    with writing(desk.session):
        desk.session.execute(update(Enrolment).values(sex="woman", age_band="25-34"))
    assert desk.recompute(made, desk.story.fatou).differences == []


def test_no_correction_tells_who_was_erased_and_the_release_can_still_be_signed(
    desk: Desk, keeper: Keeper
) -> None:
    made = desk.make()
    counted = select(Attempt.enrolment_id).limit(1).scalar_subquery()
    person = desk.session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.id == counted)
    ).one()
    with writing(desk.session):
        erasing.erase(desk.session, person, None, keeper, NOW)
    with pytest.raises(correctable.TooFew):
        desk.correct(made)
    assert desk.recompute(made, desk.story.fatou).differences
    with pytest.raises(signing_off.NoNote):
        desk.sign(1, desk.story.boubacar, " ")
    desk.sign(1, desk.story.boubacar, "somebody asked to be erased")
    assert desk.seen() == 1
    reason = select(AuditEntry.reason).where(AuditEntry.act == "release-signed")
    assert desk.session.scalar(reason) == "somebody asked to be erased"


def test_no_correction_tells_one_test_that_changed(desk: Desk) -> None:
    session, later = desk.session, NOW + timedelta(hours=1)
    made = desk.make()
    finals = session.scalars(select(Attempt).where(Attempt.wave == Wave.POST)).all()
    rule_on(session, desk.story, finals[:9], later)
    with pytest.raises(correctable.TooFew):
        desk.correct(made)
    with writing(session):
        for test in finals[9:]:
            test.shown, test.answered = finals[0].shown, 0
        session.add(
            ScoreChange(
                attempt_id=finals[0].id,
                cause=Cause.PAPER,
                points_after=9,
                maximum_after=20,
                changed_at=later,
                changed_by=desk.story.fatou.id,
            )
        )
    with pytest.raises(correctable.TooFew):
        desk.correct(made)
