"""What one person may ask: a copy of all that is kept about them, and to be forgotten."""

import json
import uuid
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, func, make_url, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts import progress
from elearn.cohorts.models import Cohort, Enrolment, SurveyAsked
from elearn.courses.library import Library
from elearn.db import AppendOnly, connect, empty_log, writing
from elearn.people import accounts, looking, signing_in, undoing
from elearn.people.looking import Reason
from elearn.people.models import AuditEntry, Change, Person
from elearn.people.passwords import Keeper
from elearn.people.undoing import CannotUndo
from elearn.privacy import copying, erasing, gathering
from elearn.privacy.gathering import NoSuchPerson
from elearn.programmes import merging, moving, withdrawing
from elearn.quizzes import allowances, history
from elearn.quizzes.allowances import Act
from elearn.quizzes.causes import Cause
from elearn.quizzes.history import Why
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Answer, Attempt, ScoreChange
from elearn.quizzes.recounting import Recounted
from elearn.quizzes.waves import Wave
from elearn.reports import releases
from elearn.reports.models import AtomMember, Release
from elearn.tables import metadata
from tests.cli.commands import Machine
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser
from tests.reports.scored import TWELVE, take_part
from tests.reports.test_releases import NOW, TODAY


@pytest.fixture
def awa(session: Session, story: Story, library: Library, keeper: Keeper) -> Person:
    """Awa after a full day: a test, a step, a profile, a wrong PIN, a mended score."""
    own = enrolled(session, story)[0]
    open_for_all(session, story, Wave.PRE, START)
    attempt = take(session, library, story, own, Wave.PRE, right_on=[1, 2], now=START)
    with writing(session):
        kept = session.get_one(Enrolment, own.id)
        enrolments.set_profile(kept, {"sex": "woman", "region": "Mopti"})
        progress.mark_done(session, own.id, ("m", "01"), START)
        session.add(SurveyAsked(enrolment_id=own.id, moment="baseline", module=""))
        signing_in.open_session(session, story.awa, own.id, keeper, START)
        signing_in.count_failure(session, story.awa.code or "", keeper, START)
        looking.record(session, story.fatou, own.id, "pre", Reason.HELP, "leçon 2", START)
        why = Why(Cause.LATE, story.fatou.id, START, "connue de tous")
        score = Score(2, 0, 8, 8)
        history.append(session, [Recounted(attempt.id, score, score)], why)
        act = Act(story.fatou, "malade deux jours", START, (), 0)
        allowances.again(session, kept, Wave.PRE, START.replace(hour=20), act)
    return session.get_one(Person, story.awa.id)


def copied(session: Session, person: Person) -> dict[str, dict[str, list[dict[str, object]]]]:
    with writing(session):
        found = copying.copy(session, person, None, START)
    whole: dict[str, dict[str, list[dict[str, object]]]] = json.loads(json.dumps(found))
    return whole


def erased(session: Session, person: Person, keeper: Keeper) -> int:
    with writing(session):
        return erasing.erase(
            session, gathering.of_code(session, person.code or ""), None, keeper, NOW
        )


def test_the_copy_holds_every_row_of_the_person_and_no_secret(
    session: Session, story: Story, awa: Person, keeper: Keeper
) -> None:
    found = copied(session, awa)
    kept = found["kept"]
    assert kept["person"][0]["code"] == awa.code
    assert kept["enrolment"][0]["sex"] == "woman"
    assert len(kept["answer"]) == len(kept["response"]) == 8
    assert {"step_done", "survey_asked", "sign_in", "score_change", "allowance"} <= set(kept)
    assert len(found["questions"]) == 8
    assert "key" not in json.dumps(found["questions"])
    assert [act["reason"] for act in found["done_by_staff"]][:1] == ["help: leçon 2"]
    written = json.dumps(found, ensure_ascii=False)
    assert awa.secret is not None
    assert awa.secret not in written
    assert "token_hash" not in written
    for other in (story.fatou, story.moussa):
        assert str(other.id) not in written
    assert session.scalars(select(AuditEntry.act)).all().count("data-exported") == 1


def test_erasure_leaves_an_empty_person_whose_number_is_given_to_nobody_else(
    session: Session, story: Story, awa: Person, keeper: Keeper
) -> None:
    own, last = enrolled(session, story)
    moussas = take_rows(session, last)
    code = awa.code or ""
    assert erased(session, awa, keeper) >= 8 + 8 + 1
    session.expire_all()
    theirs = gathering.belonging(session, awa)
    assert theirs.subjects == {awa.id, own.id}
    for table, condition in theirs.tables():
        rows = session.execute(select(func.count()).select_from(table).where(condition))
        assert rows.scalar_one() == (1 if table.name in ("person", "enrolment") else 0), table
    assert (awa.code, awa.secret, awa.deleted_at) == (None, None, NOW)
    emptied = session.get_one(Enrolment, own.id)
    assert (emptied.sex, emptied.region, emptied.zone, emptied.consented_at) == (None,) * 4
    with pytest.raises(NoSuchPerson):
        gathering.of_code(session, code)
    assert take_rows(session, last) == moussas


def take_rows(session: Session, who: Enrolment) -> tuple[object, ...]:
    kept = session.get_one(Enrolment, who.id, populate_existing=True)
    return kept.card_number, kept.person_id, kept.deleted_at


def test_the_log_keeps_what_was_done_and_not_about_whom(
    session: Session, story: Story, awa: Person, keeper: Keeper
) -> None:
    erased(session, awa, keeper)
    acts = {one.act: one for one in session.scalars(select(AuditEntry))}
    assert acts["answers-seen-pre"].actor_id == story.fatou.id
    for act in ("answers-seen-pre", "second-try-pre", "person-erased"):
        assert (acts[act].subject_id, acts[act].reason) == (None, None)


def test_a_history_is_deleted_from_by_erasure_alone(
    session: Session, awa: Person, keeper: Keeper
) -> None:
    everything = metadata.tables["score_change"].delete()
    with pytest.raises(AppendOnly), writing(session):
        session.connection().execute(everything)
    assert session.scalars(select(ScoreChange)).all()
    erased(session, awa, keeper)
    assert not session.scalars(select(ScoreChange)).all()
    with pytest.raises(AppendOnly), writing(session):
        session.connection().execute(everything)


def test_no_file_of_the_database_still_holds_the_person(
    session: Session, engine: Engine, awa: Person, keeper: Keeper
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until it vacuums; SQLite overwrites them at once")
    secret, code = (awa.secret or "").encode(), (awa.code or "").encode()
    answers = [one.bytes for one in session.scalars(select(Answer.id))]
    file = Path(make_url(str(engine.url)).database or "")
    erased(session, awa, keeper)
    assert empty_log(session)
    left = file.read_bytes() + Path(f"{file}-wal").read_bytes()
    for trace in (secret, code, b"malade deux jours", "leçon 2".encode(), *answers):
        assert trace not in left


def test_a_published_release_stays_as_it_was_and_counts_nobody_again(
    session: Session, story: Story, library: Library, keeper: Keeper
) -> None:
    take_part(session, story.cohort, TWELVE)
    with writing(session):
        release = releases.make(
            session, story.programme, TODAY, library.courses, NOW, library.slots
        )
    assert isinstance(release, Release)
    someone = session.scalars(select(Person).join(Enrolment).join(AtomMember)).first()
    assert someone is not None
    with writing(session):
        erasing.erase(session, someone, None, keeper, NOW)
    assert len(session.scalars(select(AtomMember)).all()) == 12
    assert releases.is_intact(session, release)
    with writing(session):
        again = releases.make(session, story.programme, TODAY, library.courses, NOW, library.slots)
    assert not isinstance(again, Release)
    assert again.pending == 0


def test_what_was_changed_about_somebody_is_copied_without_staff_and_goes_with_them(
    session: Session, story: Story, awa: Person, keeper: Keeper
) -> None:
    own = enrolled(session, story)[0]
    with writing(session):
        actor, cohort_id = session.get_one(Person, story.fatou.id), story.cohort.id
        withdrawing.withdraw(session, cohort_id, own.id, actor=actor, reason="mutée", now=START)
        session.get_one(Enrolment, own.id).course_id = "police-gendarmerie"
    (told,) = copied(session, awa)["kept"]["change"]
    assert told["reason"] == "mutée"
    assert not {"actor_id", "undone_by"} & set(told)
    erased(session, awa, keeper)
    assert session.scalars(select(Change)).all() == []
    emptied = session.get_one(Enrolment, own.id, populate_existing=True)
    assert (emptied.course_id, emptied.withdrawn_at) == (None, None)


def test_whose_codes_were_merged_is_copied_and_erased_whole_by_either_code(
    session: Session, story: Story, keeper: Keeper
) -> None:
    awa, moussa = story.awa.id, story.moussa.id
    actor, cohort_id = story.fatou, story.cohort.id
    with writing(session):
        merging.merge(session, cohort_id, awa, moussa, actor=actor, reason="deux", now=START)
    for code in (story.awas_card.code, story.moussas_card.code):
        found = copied(session, gathering.of_code(session, code))
        assert {one["id"] for one in found["kept"]["person"]} == {str(awa), str(moussa)}
    with writing(session):
        someone = gathering.of_code(session, story.moussas_card.code)
        erasing.erase(session, someone, None, keeper, NOW)
    session.expire_all()
    for person_id in (awa, moussa):
        person = session.get_one(Person, person_id)
        assert (person.code, person.secret, person.deleted_at) == (None, None, NOW)
    assert all(own.deleted_at == NOW for own in enrolled(session, story))
    assert session.scalars(select(Change)).all() == []
    merged = session.scalars(select(AuditEntry).where(AuditEntry.act == "people-merged")).one()
    assert (merged.subject_id, merged.reason) == (None, None)


def test_a_merge_that_was_taken_back_leaves_the_other_person_alone(
    session: Session, story: Story, keeper: Keeper
) -> None:
    actor, cohort_id = story.fatou, story.cohort.id
    people = story.awa.id, story.moussa.id
    with writing(session):
        merge = merging.merge(session, cohort_id, *people, actor=actor, reason="non", now=START)
    with writing(session):
        kinds = {merging.MERGED.name: merging.MERGED}
        undoing.undo(session, merge.id, cohort_id, kinds, actor=actor, now=START)
    assert gathering.merged(session, story.awa) == {story.awa.id}
    moussas = copied(session, story.moussa)
    assert str(story.awa.id) not in json.dumps(moussas)
    erased(session, story.awa, keeper)
    assert session.get_one(Person, people[1], populate_existing=True).deleted_at is None


def test_the_next_card_has_a_new_number_after_the_last_was_erased(
    session: Session, story: Story, keeper: Keeper
) -> None:
    erased(session, story.moussa, keeper)
    with writing(session):
        pins = accounts.new_pins(1, keeper, Random(3))
        made = enrolments.add_cards(session, story.cohort.id, pins, Random(4), START)
    assert [card.number for card in made] == [3]


def test_the_administrator_does_both_on_a_page(
    browser: Browser, story: Story, session: Session, awa: Person
) -> None:
    boubacar = browser.another()
    boubacar.sign_in_staff("boubacar", PASSWORD)
    area = "/en/administration/requests"
    boubacar.get(area)
    boubacar.get(area.replace("en", "fr", 1))
    answer = boubacar.client.post(
        f"{area}/copy", data={"code": awa.code}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["kept"]["person"][0]["code"] == awa.code
    for given in ({"erased": awa.code}, {"erased": "x", "sure": "y"}, {"sure": "y"}):
        page = boubacar.post(f"{area}/erase", given, expect=422)
        assert given.get("erased", "") in page.html
    boubacar.post(f"{area}/copy", {"code": "7777 7777 7"}, expect=422)
    page = boubacar.post(f"{area}/erase", {"erased": awa.code, "sure": "y"})
    assert "Erased." in page.text
    boubacar.post(f"{area}/copy", {"code": awa.code or ""}, expect=422)
    session.rollback()
    assert session.scalars(select(Attempt)).all() == []
    acts = session.scalars(select(AuditEntry.act)).all()
    assert (acts.count("person-erased"), acts.count("data-exported")) == (1, 1)


def test_a_card_number_that_was_left_behind_stays_given_after_its_holder_was_erased(
    session: Session, story: Story, keeper: Keeper
) -> None:
    own = enrolled(session, story)[1]
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    with writing(session):
        kita.programme_id = story.programme.id
        move = moving.move(session, own.id, kita.id, actor=story.fatou, reason="loin", now=START)
    erased(session, story.moussa, keeper)
    assert enrolments.next_card(session, story.cohort.id) == 3
    assert session.get_one(Change, move.id, populate_existing=True).reason is None
    kinds = {moving.MOVED.name: moving.MOVED}
    with pytest.raises(CannotUndo), writing(session):
        undoing.undo(session, move.id, story.cohort.id, kinds, actor=None, now=NOW)


def test_the_command_copies_and_erases(
    bare_database_url: str, tmp_path: Path, keeper: Keeper
) -> None:
    machine = Machine(tmp_path / "data", bare_database_url)
    machine.run("init")
    engine = connect(bare_database_url)
    with Session(engine) as session, writing(session):
        pin = accounts.new_pins(1, keeper, Random(1))[0]
        code = accounts.add_trainee(session, pin, Random(2), START).code or ""
    engine.dispose()
    file = tmp_path / "copy.json"
    machine.run("people", "export", code.lower(), "--to", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["kept"]["person"][0]["code"] == code
    assert code in machine.run("people", "export", code).output
    machine.run("people", "erase", code, expect=1, typed="n\n")
    assert "deleted" in machine.run("people", "erase", code, "--yes").output
    assert "Nobody here" in machine.run("people", "erase", code, "--yes", expect=1).output
    assert "wrong or missing" in machine.run("people", "export", "abc", expect=1).output
    machine.run("people", "export", expect=2)
    nobody = ("--session", str(uuid.UUID(int=7)), "--card", "1")
    assert "Nobody here" in machine.run("people", "erase", *nobody, "--yes", expect=1).output


def test_somebody_without_a_code_is_found_by_session_and_card(
    session: Session, story: Story, keeper: Keeper
) -> None:
    own = enrolled(session, story)[1]
    assert gathering.of_card(session, story.cohort.id, 2).id == own.person_id
    erased(session, story.moussa, keeper)
    for cohort_id, number in ((story.cohort.id, 2), (story.programme.id, 1)):
        with pytest.raises(NoSuchPerson):
            gathering.of_card(session, cohort_id, number)
