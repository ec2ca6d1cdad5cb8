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
from elearn.people import signing_in
from elearn.people.models import Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.programmes.models import Programme
from elearn.quizzes import mending
from elearn.quizzes.policies import Allowing
from elearn.quizzes.waves import Wave
from elearn.web import acts, programme_editing, undoing
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page

AREA = "/fr/administration"
PAGES = ("", "/people/new", "/programmes", "/acts")


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
    text = boubacar.get(AREA).text
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
    assert password not in boubacar.get(AREA).html


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
