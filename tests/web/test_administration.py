"""The administration: people, roles, programmes, what was done."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import elearn
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.installation import settings
from elearn.installation.identity import installed
from elearn.people import accounts, audit, decisions, looking, signing_in, staff
from elearn.people.looking import Reason
from elearn.people.models import Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.privacy import forgetting
from elearn.programmes import merging
from elearn.programmes.models import Programme
from elearn.quizzes import mending
from elearn.quizzes.policies import Allowing
from elearn.quizzes.waves import Wave
from elearn.web import acts, programme_editing, undoing
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page

AREA = "/fr/administration"
PAGES = ("", "/people", "/people/new", "/programmes", "/acts", "/settings", "/jobs", "/requests")


@pytest.fixture
def boubacar(browser: Browser, story: Story) -> Browser:
    """The administrator's browser, signed in."""
    browser.client.post(
        "/fr/staff",
        data={"username": "boubacar", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return browser


def shown_password(page: Page) -> str:
    """The password that a page shows once."""
    found = re.search(r"[2-9a-z]{5}(-[2-9a-z]{5}){2}", page.text)
    assert found is not None, page.text
    return found.group()


def add(browser: Browser, expect: int = 200, **given: str) -> Page:
    return browser.post(f"{AREA}/people/new", given, expect=expect)


def scope(of: Programme) -> str:
    return f"programme:{of.id.hex}"


def test_boubacar_reads_every_page_in_both_languages(boubacar: Browser, story: Story) -> None:
    for language in ("fr", "en"):
        for path in (*PAGES, f"/people/{story.fatou.id}"):
            page = boubacar.get(f"/{language}/administration{path}")
            assert page.tree.get("lang") == language


def test_other_staff_are_turned_away(browser: Browser, story: Story) -> None:
    someone = f"/people/{story.fatou.id}"
    for username in ("fatou", "claire", "charlie"):
        other = browser.another()
        other.client.post(
            "/fr/staff",
            data={"username": username, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        for path in (*PAGES, someone):
            other.get(AREA + path, expect=403)
        for act in ("grants", "password", f"grants/{story.cohort.id}/revoke"):
            other.post(f"{AREA}{someone}/{act}", expect=403)


def test_a_trainee_is_turned_away_and_a_stranger_signs_in_first(
    browser: Browser, story: Story
) -> None:
    assert browser.get(AREA).response.request.path == "/fr/sign-in"
    browser.client.post(
        "/fr/sign-in",
        data={"code": story.awas_card.code, "pin": story.awas_card.pin},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    browser.get(AREA, expect=403)


def test_everybody_with_a_username_is_listed_with_their_roles(
    boubacar: Browser, story: Story
) -> None:
    text = boubacar.get(f"{AREA}/people").text
    for name in ("fatou", "claire", "boubacar", "charlie", "Ségou", "Premières heures"):
        assert name in text
    assert story.awas_card.code not in text


def test_a_new_trainer_comes_in_with_the_password_shown_once(
    boubacar: Browser, story: Story, session: Session, keeper: Keeper
) -> None:
    page = add(boubacar, username=" Trainer-Kayes ", role="trainer", scope=scope(story.programme))
    password = shown_password(page)
    assert page.response.headers["Cache-Control"] == "no-store"
    person = signing_in.check(session, "trainer-kayes", password, keeper, START)
    assert person is not None
    held = session.scalars(select(Grant).where(Grant.person_id == person.id)).one()
    assert (held.role, held.programme_id) == (Role.TRAINER, story.programme.id)
    assert password not in boubacar.get(f"{AREA}/people").html


# Username, role and what it is for ("programme" stands for the story's own).
REFUSED = (
    ("fatou", "trainer", "programme"),
    ("", "trainer", "programme"),
    ("ab", "trainer", "programme"),
    ("x" * 5000, "trainer", "programme"),
    ("K7P4QX2M5é", "trainer", "programme"),
    ("new-one", "", "programme"),
    ("new-one", "superuser", "programme"),
    ("new-one", "trainer", ""),
    ("new-one", "donor", ""),
    ("new-one", "administrator", "programme"),
    ("new-one", "trainer", "nonsense"),
    ("new-one", "trainer", "programme:nonsense"),
)


def test_a_person_who_cannot_be_added_is_refused_and_what_was_typed_stays(
    boubacar: Browser, story: Story, session: Session
) -> None:
    before = session.scalar(select(func.count()).select_from(Person))
    for username, role, of in REFUSED:
        given = scope(story.programme) if of == "programme" else of
        page = add(boubacar, 422, username=username, role=role, scope=given)
        assert page.values()["username"] == [username.lower()]
    assert session.scalar(select(func.count()).select_from(Person)) == before


def test_adding_the_same_person_twice_adds_one(boubacar: Browser, story: Story) -> None:
    given = {"username": "trainer-gao", "role": "donor", "scope": scope(story.programme)}
    add(boubacar, 200, **given)
    add(boubacar, 422, **given)


def test_a_new_password_ends_the_old_one_and_the_wait(
    boubacar: Browser, story: Story, clock: Clock
) -> None:
    fatou = boubacar.another()
    for _ in range(6):
        fatou.client.post(
            "/fr/staff",
            data={"username": "fatou", "password": "wrong"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    page = boubacar.post(f"{AREA}/people/{story.fatou.id}/password")
    password = shown_password(page)
    clock.forward(seconds=1)
    fatou.post("/fr/staff", {"username": "fatou", "password": PASSWORD}, expect=403)
    answer = fatou.client.post(
        "/fr/staff",
        data={"username": "fatou", "password": password},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 303
    assert "boubacar" in boubacar.get(f"{AREA}/acts").text


def test_trainees_have_no_page_here(boubacar: Browser, story: Story) -> None:
    boubacar.get(f"{AREA}/people/{story.awa.id}", expect=404)
    boubacar.post(f"{AREA}/people/{story.awa.id}/password", expect=404)
    boubacar.post(f"{AREA}/people/{story.cohort.id}/grants", expect=404)


def test_a_role_given_twice_is_one_and_can_be_taken_back_twice(
    boubacar: Browser, story: Story, session: Session
) -> None:
    person = f"{AREA}/people/{story.claire.id}"
    given = {"role": "trainer", "scope": f"cohort:{story.cohort.id.hex}"}
    boubacar.post(f"{person}/grants", given)
    boubacar.post(f"{person}/grants", given)
    held = select(Grant).where(Grant.person_id == story.claire.id, Grant.role == Role.TRAINER)
    grant = session.scalars(held).one()
    boubacar.post(f"{person}/grants/{grant.id}/revoke")
    boubacar.post(f"{person}/grants/{grant.id}/revoke")
    session.rollback()
    assert session.scalars(held).all() == []


def test_a_role_that_does_not_fit_is_refused(boubacar: Browser, story: Story) -> None:
    person = f"{AREA}/people/{story.claire.id}"
    boubacar.post(f"{person}/grants", {"role": "donor", "scope": ""}, expect=422)
    boubacar.post(f"{person}/grants", {}, expect=422)


def test_nobody_takes_a_role_back_through_another_persons_page(
    boubacar: Browser, story: Story, session: Session
) -> None:
    grant = session.scalars(select(Grant).where(Grant.person_id == story.fatou.id)).one()
    boubacar.post(f"{AREA}/people/{story.claire.id}/grants/{grant.id}/revoke", expect=404)


def test_the_last_administrator_stays(boubacar: Browser, story: Story, session: Session) -> None:
    grant = session.scalars(select(Grant).where(Grant.role == Role.ADMINISTRATOR)).one()
    path = f"{AREA}/people/{story.boubacar.id}/grants/{grant.id}/revoke"
    boubacar.post(path, expect=422)
    boubacar.post(f"{AREA}/people/{story.claire.id}/grants", {"role": "administrator", "scope": ""})
    boubacar.post(path, expect=403)


def test_a_programme_is_added_once(boubacar: Browser, story: Story, session: Session) -> None:
    given = {"name": "  Deuxième   programme ", "time_zone": "Africa/Bamako"}
    boubacar.post(f"{AREA}/programmes", given)
    page = boubacar.post(f"{AREA}/programmes", given, expect=422)
    assert page.values()["time_zone"] == ["Africa/Bamako"]
    found = session.scalars(select(Programme).where(Programme.name == "Deuxième programme")).one()
    assert found.time_zone == "Africa/Bamako"


def test_a_partner_may_still_be_given_an_archived_programme(
    boubacar: Browser, story: Story, session: Session
) -> None:
    with writing(session):
        session.get_one(Programme, story.programme.id).archived_at = START
    page = boubacar.get(f"{AREA}/people/new")
    assert f"{story.programme.name} (archi" in page.text
    assert scope(story.programme) in {one.get("value") for one in page.all("option")}


def test_a_programme_that_cannot_be_is_refused(boubacar: Browser, session: Session) -> None:
    for name, time_zone in (
        ("", "Africa/Bamako"),
        ("   ", "Africa/Bamako"),
        ("x" * 121, "Africa/Bamako"),
        ("Neuf", ""),
        ("Neuf", "Africa/Tombouctou"),
        ("Neuf", "../../etc/passwd"),
        ("Neuf", "x" * 5000),
    ):
        given = {"name": name, "time_zone": time_zone}
        boubacar.post(f"{AREA}/programmes", given, expect=422)
    assert session.scalar(select(Programme).where(Programme.name == "Neuf")) is None


def test_the_acts_say_who_did_what_but_never_name_a_trainee(
    boubacar: Browser, story: Story, session: Session, keeper: Keeper, clock: Clock
) -> None:
    boubacar.post(f"{AREA}/people/{story.fatou.id}/password")
    clock.now += timedelta(minutes=1)
    boubacar.post(f"{AREA}/programmes", {"name": "Autre", "time_zone": "Africa/Bamako"})
    page = boubacar.get("/en/administration/acts")
    assert page.text.index("added a programme") < page.text.index("set a new password")
    assert "fatou" in page.text
    assert story.awas_card.code not in page.html


LATE = (Allowing.LATE_COUNTED, Allowing.LATE_EXCLUDED)
EACH = {"pre", "post"}
# Acts that code puts together: what each can be.
UNDOABLE = set(undoing.KINDS | undoing.OF_THE_PROGRAMME | programme_editing.KINDS)
MADE = {
    "kind.name": UNDOABLE,
    "undone-{kind.name}": {f"undone-{name}" for name in UNDOABLE},
    "granted-{role}": {f"granted-{role}" for role in Role},
    "revoked-{found.role}": {f"revoked-{role}" for role in Role},
    "answers-seen-{test}": {f"answers-seen-{wave}" for wave in Wave},
    "printed-{wave}": {f"printed-{wave}" for wave in Wave},
    "excused-{wave}": {f"excused-{wave}" for wave in EACH},
    "rules-{wave}": {f"rules-{wave}" for wave in EACH},
    "{kind}-{wave}": {f"{kind}-{wave}" for kind in Allowing if kind not in LATE for wave in EACH}
    | {f"{kind}-{wave}" for kind in LATE for wave in Wave},
    "ACTS[wanted.kind]": set(mending.ACTS.values()),
}


def recorded(tree: ast.AST) -> Iterator[ast.expr]:
    """What a file's code gives as an act: to `audit.record`, or kept as `act` before."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
            yield node.args[2]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "act":
            either = node.value
            yield from [either.body, either.orelse] if isinstance(either, ast.IfExp) else [either]
        elif isinstance(node, ast.FunctionDef):
            given = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            yield from (value for name, value in given if name.arg == "act" and value)


def test_every_act_that_is_recorded_has_words(browser: Browser) -> None:
    found: set[str] = set()
    for file in Path(elearn.__file__).parent.rglob("*.py"):
        for act in recorded(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(act, ast.Constant):
                found.add(str(act.value))
            elif not isinstance(act, ast.Name | ast.Call):
                found |= MADE[ast.unparse(act).removeprefix("f").strip("'")]
    assert "sheet-corrected" in found
    with browser.client.application.test_request_context("/en/"):
        assert [act for act in sorted(found) if acts.sentence(act) == act] == []


def test_people_are_found_by_a_part_of_their_username(boubacar: Browser, story: Story) -> None:
    text = boubacar.get("/en/administration/people?q=OUB").text
    assert "1 person found for" in text
    assert "fatou" not in text
    assert "0 people" in boubacar.get("/en/administration/people?q=%25").text


def test_a_long_list_of_people_has_pages(
    boubacar: Browser, session: Session, keeper: Keeper
) -> None:
    with writing(session):
        for n in range(60):
            session.add(
                Person(username=f"trainer-{n:02}", made_at=START, origin=installed(session).id)
            )
    first = boubacar.get("/en/administration/people")
    assert "trainer-40" in first.text
    assert "trainer-59" not in first.text
    assert "trainer-59" in boubacar.get("/en/administration/people?page=2").text


def test_whoever_is_switched_off_is_out_at_once_and_comes_back_as_before(
    boubacar: Browser, story: Story, session: Session
) -> None:
    fatou = boubacar.another()
    fatou.sign_in_staff("fatou", PASSWORD)
    page = f"/en/administration/people/{story.fatou.id}"
    for _ in range(2):
        boubacar.post(f"{page}/off", expect=200 if _ == 0 else 404)
    assert fatou.get("/fr/cohorts").response.request.path == "/fr/sign-in"
    fatou.post("/fr/staff", {"username": "fatou", "password": PASSWORD}, expect=403)
    assert "fatou" not in boubacar.get("/en/administration/people").text
    assert "fatou" in boubacar.get("/en/administration/people?off=1").text
    boubacar.post(f"{page}/password", expect=404)
    assert "Let this person in again" in boubacar.get(page).text
    boubacar.post(f"{page}/on")
    fatou.sign_in_staff("fatou", PASSWORD)
    assert "Ségou" in fatou.get("/fr/cohorts").text
    assert "switched a person off" in boubacar.get("/en/administration/acts?kind=accounts").text


def test_nobody_switches_off_themselves_or_the_last_administrator(
    boubacar: Browser, story: Story, session: Session
) -> None:
    boubacar.post(f"{AREA}/people/{story.boubacar.id}/off", expect=422)
    last = session.get_one(Person, story.boubacar.id)
    with pytest.raises(staff.LastAdministrator), writing(session):
        staff.switch_off(session, last, actor=story.fatou, now=START)


def test_the_log_is_found_by_kind_person_and_day_and_names_card_and_session(
    boubacar: Browser, story: Story, session: Session, clock: Clock
) -> None:
    own = session.scalars(select(Enrolment).order_by(Enrolment.card_number)).all()[0]
    with writing(session):
        looking.record(session, story.fatou, own.id, "post", Reason.OTHER, "bilan", clock.now)
        audit.record(session, story.fatou, "team-figures-taken-out", story.cohort.id, clock.now)
        audit.record(session, story.fatou, "undone-trainer-added", story.cohort.id, clock.now)
    acts_of = "/en/administration/acts"
    looks = boubacar.get(f"{acts_of}?kind=looks&by=Fatou&since=2026-11-16&until=2026-11-16").text
    assert "looked at one person’s answers to the test after – Ségou, card 1" in looks
    assert "another reason (bilan)" in looks
    assert story.awas_card.code not in looks
    taken_out = boubacar.get(f"{acts_of}?kind=downloads").text
    assert "took out figures for the training team alone – Ségou" in taken_out
    assert "took back: let someone train" in boubacar.get(f"{acts_of}?kind=accounts").text
    for nothing in ("kind=looks&by=claire", "until=2026-11-15", "since=2026-11-17", "kind=data"):
        assert "Nothing of this kind" in boubacar.get(f"{acts_of}?{nothing}").text
    for odd in ("kind=x", "since=x", "page=-3", "page=99999999999", "by=%00"):
        boubacar.get(f"{acts_of}?{odd}")
    home = boubacar.get("/en/administration").text
    assert "1 look at one person’s answers" in home
    assert "1 download for the training team" in home


def test_the_log_says_what_was_set_released_and_joined(
    boubacar: Browser, story: Story, session: Session, clock: Clock
) -> None:
    older, newer = session.scalars(select(Enrolment).order_by(Enrolment.card_number)).all()
    with writing(session):
        told = {"actor": story.fatou, "now": clock.now}
        people = (older.person_id, newer.person_id)
        merging.merge(session, story.cohort.id, *people, reason="deux cartes", **told)
        decisions.decide(session, "retention-months", 9, "moins", story.boubacar, clock.now)
        name = settings.head_counts(story.programme.id)
        clock.now += timedelta(seconds=1)
        decisions.decide(session, name, True, "accord", story.boubacar, clock.now)
        audit.record(session, story.fatou, "programme-renamed", story.programme.id, clock.now)
    log = boubacar.get("/en/administration/acts").text
    assert f"merged two codes of one person – {story.cohort.name}" in log
    assert "changed a setting – How long single answers stay: 9" in log
    assert f"changed a setting – Head counts: {story.programme.name}: yes" in log
    assert f"renamed a programme – {story.programme.name}" in log


def test_a_long_log_has_pages_that_keep_what_was_asked(
    boubacar: Browser, story: Story, session: Session
) -> None:
    with writing(session):
        for n in range(55):
            audit.record(session, story.fatou, "cards-printed", None, START + timedelta(minutes=n))
    page = boubacar.get("/en/administration/acts?by=fatou")
    assert page.text.count("printed the cards") == 50
    earlier = next(link for link in page.links() if "page=2" in link)
    assert "by=fatou" in earlier
    assert boubacar.get(earlier).text.count("printed the cards") == 5


def test_the_home_says_what_wants_attention(
    boubacar: Browser, story: Story, session: Session, clock: Clock
) -> None:
    home = boubacar.get("/en/administration").text
    assert "the only administrator" in home
    assert "have not been deleted" in home
    with writing(session):
        forgetting.forget(session, clock.now)
        accounts.grant(session, story.claire, Role.ADMINISTRATOR, START)
    assert boubacar.get("/en/administration").h1 == "Nothing wants your attention"
    assert "16 November" in boubacar.get("/en/administration/jobs").text
    clock.forward(days=9)
    jobs = boubacar.another()
    jobs.sign_in_staff("boubacar", PASSWORD)
    assert "more than a week" in jobs.get("/en/administration/jobs").h1
    clock.forward(days=9)
    jobs.sign_in_staff("boubacar", PASSWORD)
    assert "is still open" in jobs.get("/en/administration").text or (
        "are still open" in jobs.get("/en/administration").text
    )
