"""Who trains a session, a copy of it on other days, and a programme's name and archive."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.db import writing
from elearn.people import accounts, staff, undoing
from elearn.people.models import AuditEntry, Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.people.undoing import CannotUndo
from elearn.programmes import cohort_trainers
from elearn.programmes.cohort_trainers import LastTrainer
from elearn.programmes.models import Programme
from elearn.quizzes import rules
from elearn.quizzes.models import TestPolicy
from elearn.quizzes.policies import Policy
from elearn.quizzes.waves import Wave
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser
from tests.web.test_cohort_editing import undo_address


@pytest.fixture
def here(story: Story) -> str:
    return f"/fr/cohorts/{story.cohort.id}"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def oumou(browser: Browser, session: Session, story: Story, keeper: Keeper) -> Browser:
    """Oumou, who trains the whole programme."""
    with writing(session):
        person = accounts.add_staff(session, "oumou", PASSWORD, keeper, START)
        accounts.grant(session, person, Role.TRAINER, START, programme_id=story.programme.id)
    other = browser.another()
    other.sign_in_staff("oumou", PASSWORD)
    return other


def trains(session: Session, story: Story, name: str) -> bool:
    session.rollback()
    found = select(Grant.id).join(Person, Person.id == Grant.person_id)
    return (
        session.scalar(found.where(Person.username == name, Grant.cohort_id == story.cohort.id))
        is not None
    )


def test_a_trainer_of_the_programme_removes_one_adds_her_and_takes_both_back(
    oumou: Browser, session: Session, story: Story, here: str
) -> None:
    removed = oumou.post(f"{here}/trainers/remove", {"username": "fatou"})
    assert not trains(session, story, "fatou")
    oumou.post(undo_address(removed))
    assert trains(session, story, "fatou")
    oumou.post(f"{here}/trainers/add", {"username": "fatou"})
    added = oumou.post(f"{here}/trainers/add", {"username": "oumou"})
    assert trains(session, story, "oumou")
    oumou.post(undo_address(added))
    assert not trains(session, story, "oumou")
    oumou.post(f"{here}/trainers/add", {"username": "charlie"}, 422)


def test_a_role_that_the_administrator_took_back_comes_by_no_undoing(
    session: Session, story: Story, oumou: Browser
) -> None:
    kinds = {cohort_trainers.REMOVED.name: cohort_trainers.REMOVED}
    with writing(session):
        name, place = "charlie", story.cohort.id
        accounts.grant(session, story.charlie, Role.TRAINER, START, cohort_id=place)
        gone = cohort_trainers.remove(session, place, name, actor=story.fatou, now=START)
    assert gone is not None
    with writing(session):
        held = session.scalars(select(Grant).where(Grant.person_id == story.charlie.id)).all()
        for one in held:
            staff.revoke(session, one.id, actor=story.boubacar, now=START)
    with pytest.raises(CannotUndo) as refused, writing(session):
        undoing.undo(session, gone.id, place, kinds, actor=story.fatou, now=START)
    assert refused.value.why == cohort_trainers.ROLE_REVOKED


def leave_it_to_nobody(session: Session, story: Story) -> None:
    with writing(session):
        session.execute(delete(Grant).where(Grant.programme_id == story.programme.id))
        cohort_trainers.remove(session, story.cohort.id, "fatou", actor=story.fatou, now=START)


def test_a_trainer_of_the_session_alone_sees_the_team_and_changes_nothing(
    fatou: Browser, oumou: Browser, session: Session, story: Story, here: str
) -> None:
    with pytest.raises(LastTrainer):
        leave_it_to_nobody(session, story)
    page = fatou.get(f"{here}/trainers")
    assert "oumou" in page.text
    assert not [form for form in page.all("form") if "/trainers/" in form.get("action", "")]
    fatou.post(f"{here}/trainers/remove", {"username": "fatou"}, 404)
    fatou.get(f"{here}/copy", 404)
    told = oumou.post(f"{here}/trainers/add", {"username": "oumou"})
    fatou.post(undo_address(told), expect=404)
    assert trains(session, story, "oumou")


def test_a_copy_has_courses_rules_and_trainers_on_other_days_and_nobody_in_it(
    oumou: Browser, session: Session, story: Story, here: str
) -> None:
    with writing(session):
        cohort = session.get_one(Cohort, story.cohort.id)
        cohort.mode, cohort.further_courses = Mode.BLENDED, ["police-gendarmerie"]
        fatou = session.get_one(Person, story.fatou.id)
        kept = Policy(minutes=40, word="karité", closes_at=START)
        rules.change(session, cohort.id, Wave.PRE, kept, fatou, START)
    when = {"name": "Ségou, mars", "starts_on": "2027-03-01", "ends_on": "2027-03-03"}
    oumou.post(f"{here}/copy", {**when, "ends_on": "2027-02-01"}, 422)
    oumou.post(f"{here}/copy", when)
    oumou.post(f"{here}/copy", when, 422)
    with writing(session):
        session.get_one(Programme, story.programme.id).archived_at = START
    oumou.post(f"{here}/copy", {**when, "name": "Ségou, mai"}, 422)
    session.rollback()
    made = session.scalars(select(Cohort).where(Cohort.name == "Ségou, mars")).one()
    assert (made.mode, made.courses[1:]) == (Mode.BLENDED, ("police-gendarmerie",))
    assert (made.region, made.zone, made.closed_at) == ("Ségou", "centre", None)
    policy = session.scalars(select(TestPolicy).where(TestPolicy.cohort_id == made.id)).one()
    assert (policy.minutes, policy.word, policy.closes_at) == (40, None, None)
    people = session.scalars(select(Enrolment).where(Enrolment.cohort_id == made.id)).all()
    trainers = session.scalars(select(Grant.person_id).where(Grant.cohort_id == made.id)).all()
    assert (people, trainers) == ([], [story.fatou.id])
    assert "cohort-copied" in session.scalars(select(AuditEntry.act)).all()


def test_the_administrator_renames_and_archives_a_programme_and_takes_both_back(
    browser: Browser, session: Session, story: Story
) -> None:
    browser.sign_in_staff("boubacar", PASSWORD)
    here = f"/fr/administration/programmes/{story.programme.id}"
    assert here in browser.get("/fr/administration/programmes").links()
    browser.post(here, {"name": "Ailleurs"}, 422)
    browser.post(here, {"name": " "}, 422)
    renamed = browser.post(here, {"name": "Premières heures, 2027"})
    archived = browser.post(f"{here}/archive")
    assert "Premières heures" not in browser.get("/fr/cohorts/new").text
    browser.post(undo_address(archived))
    assert "Premières heures, 2027" in browser.get("/fr/cohorts/new").text
    browser.post(undo_address(renamed))
    browser.post(undo_address(renamed), expect=422)
    session.rollback()
    programme = session.get_one(Programme, story.programme.id, populate_existing=True)
    assert (programme.name, programme.archived_at) == ("Premières heures", None)
