"""Fatou keys a pile of sheets by keyboard: how many keystrokes, and how long the machine takes."""

import time
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import booklets
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Source, Wave
from elearn.quizzes.wordings import Wordings, remember
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.browser.test_every_page import barriers, overflowing
from tests.conftest import PASSWORD, START, Story, tell
from tests.quizzes.keyed import key_token, wrong_token

pytestmark = [
    pytest.mark.browser,
    # What a keyboard does depends on no database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

COURSE = "tronc-commun"
SHEETS = 13
ANSWERED = 27
READY = "() => document.activeElement.id === 'sign-1'"


@pytest.fixture
def pile(session: Session, keeper: Keeper, library: Library) -> Story:
    """A session of thirteen people with 28 questions each, printed."""
    story = tell(session, keeper, Mode.ROOM, cards=SHEETS)
    course = library.courses[COURSE]
    items = {form: library.form(course, form) for form in ("A", "B")}
    with writing(session):
        story.cohort.course_id = COURSE
        remember(session, (one for form in items.values() for one in form), START)
        cards = range(1, SHEETS + 1)
        booklets.prepare(session, story.cohort, Wave.PRE, cards, items.__getitem__, START)
    return story


def sheets(session: Session, story: Story, library: Library) -> dict[int, Sequence[Printed]]:
    """What stands on each card's sheet."""
    items = (one for module in library.modules.values() for one in module.items)
    wordings = Wordings(items)
    kept = booklets.booklets(session, story.cohort, Wave.PRE)
    asked = {
        form: booklets.questions(session.connection(), one, wordings) for form, one in kept.items()
    }
    found = booklets.sheets(session, story.cohort, Wave.PRE)
    return {sheet.card: asked[sheet.form] for sheet in found}


def tokens_of(asked: Sequence[Printed], right: int) -> list[str]:
    """A sheet: so many right answers, two « Je ne sais pas », wrong ones, and one left out."""
    return [
        *map(key_token, asked[:right]),
        *("?", "?"),
        *map(wrong_token, asked[right + 2 : -1]),
        "-",
    ]


def desk(new_phone: NewPhone, width: int, *, javascript: bool = True) -> Phone:
    fatou = new_phone(width=width, javascript=javascript)
    fatou.sign_in_staff("fatou", PASSWORD)
    return fatou


def points(session: Session, story: Story) -> dict[int, tuple[int, int]]:
    session.expire_all()
    rows = session.execute(
        select(Enrolment.card_number, Attempt.points, Attempt.answered)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == story.cohort.id, Attempt.source == Source.PAPER_ITEMS)
    )
    return {card: (right, answered) for card, right, answered in rows}


def test_thirteen_sheets_are_keyed_without_the_mouse(
    new_phone: NewPhone, pile: Story, session: Session, library: Library
) -> None:
    fatou = desk(new_phone, 1280)
    fatou.open(f"/cohorts/{pile.cohort.id}/keying/pre")
    expected, pressed = {}, []
    began = time.perf_counter()
    for card, asked in sheets(session, pile, library).items():
        fatou.page.wait_for_function(READY)
        typed = "".join(tokens_of(asked, right=5 + card)).lower()
        fatou.page.keyboard.type(typed)
        with fatou.page.expect_navigation(wait_until="domcontentloaded"):
            fatou.page.keyboard.press("Enter")
        pressed.append(len(typed) + 1)
        expected[card] = (5 + card, ANSWERED)
    seconds = time.perf_counter() - began
    assert points(session, pile) == expected
    print(
        f"\n{SHEETS} sheets of 28 questions: {seconds:.1f} s of machine time, "
        f"{min(pressed)} to {max(pressed)} keystrokes a sheet (a person's time is not measured)"
    )


def test_a_wrong_letter_is_refused_at_once_and_nothing_is_lost(
    new_phone: NewPhone, pile: Story, session: Session, library: Library
) -> None:
    fatou = desk(new_phone, 360)
    fatou.open(f"/cohorts/{pile.cohort.id}/keying/pre")
    asked = sheets(session, pile, library)[1]
    single = next(at for at, one in enumerate(asked) if one.width == 1) + 1
    field = fatou.page.locator(f"#sign-{single}")
    field.press("z")
    look = f"""() => {{
        const field = document.querySelector('#sign-{single}');
        return [field.value, field.getAttribute('aria-invalid'),
            document.querySelector('[role=status]').textContent.includes('{single}')];
    }}"""
    assert fatou.page.evaluate(look) == ["", "true", True]
    fatou.page.keyboard.press("b")
    after = f"""() => [document.querySelector('#sign-{single}').value,
        document.querySelector('#sign-{single} + span').textContent,
        document.activeElement.id]"""
    assert fatou.page.evaluate(after) == ["B", "B", f"sign-{single + 1}"]
    # Sent too early: the first empty field has the cursor, and the page stays.
    fatou.page.locator("form[data-asked] button").click()
    first = 1 if single > 1 else 2
    assert fatou.page.evaluate("() => document.activeElement.id") == f"sign-{first}"
    assert points(session, pile) == {}


def test_without_script_the_line_is_typed(
    new_phone: NewPhone, pile: Story, session: Session, library: Library
) -> None:
    fatou = desk(new_phone, 360, javascript=False)
    fatou.open(f"/cohorts/{pile.cohort.id}/keying/pre")
    tokens = tokens_of(sheets(session, pile, library)[1], right=9)
    fatou.page.locator("#line").fill("".join(tokens))
    fatou.send("/keying/pre")
    assert points(session, pile) == {1: (9, ANSWERED)}
    wide = fatou.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 360


@pytest.mark.axe
def test_no_page_of_keying_shuts_anybody_out(
    new_phone: NewPhone, pile: Story, session: Session, library: Library
) -> None:
    fatou = desk(new_phone, 320)
    here = f"/cohorts/{pile.cohort.id}"
    asked = sheets(session, pile, library)
    fatou.open(f"{here}/keying/pre")
    fatou.page.wait_for_function(READY)
    found = {"sheet": barriers(fatou) + overflowing(fatou)}
    for right, path in ((9, "/keying/pre"), (10, "/keying/pre/again")):
        fatou.open(here + path)
        fatou.page.wait_for_function(READY)
        fatou.page.keyboard.type("".join(tokens_of(asked[1], right)))
        with fatou.page.expect_navigation(wait_until="domcontentloaded"):
            fatou.page.keyboard.press("Enter")
    found["differences"] = barriers(fatou) + overflowing(fatou)
    for path in ("/booklets/pre", "/keying/pre/correct", "/keying/pre"):
        fatou.open(here + path)
        found[path] = barriers(fatou) + overflowing(fatou)
    assert {page: faults for page, faults in found.items() if faults} == {}
