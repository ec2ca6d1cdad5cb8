"""The case and the practice of a module: answered at once, and nothing of it kept."""

from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import StepDone
from elearn.courses.cases import Case, Decision
from elearn.courses.content import Module
from elearn.courses.items import PracticeItem
from elearn.courses.library import Library
from elearn.quizzes.models import Answer, Attempt
from tests.conftest import PASSWORD, Story
from tests.pages import Browser, Page

CASE = "/fr/course/module/1/case"
PRACTICE = "/fr/course/module/1/practice"


@pytest.fixture
def module(library: Library) -> Module:
    return library.modules["garanties-premieres-heures"]


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa, who follows without being tested: her modules are open."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    browser.post("/fr/test/pre/decline")
    return browser


def place_of(module: Module, kind: str) -> tuple[int, PracticeItem]:
    """The first practice question of a kind, and its number."""
    return next((n, item) for n, item in enumerate(module.practice, 1) if item.kind == kind)


def fields(item: PracticeItem, *, right: bool) -> dict[str, object]:
    """What a form sends for a right or a wrong answer."""
    if item.kind == "match":
        prompts = list(item.pairs)
        options = list(item.pairs.values())
        chosen = options if right else options[1:] + options[:1]
        return {f"{item.id}.{p}": option for p, option in zip(prompts, chosen, strict=True)}
    if item.kind == "order":
        return {item.id: list(item.key) if right else list(reversed(item.key))}
    if right:
        return {item.id: list(item.key)}
    return {item.id: [item.distractors[0].id]}


def told(page: Page) -> str | None:
    """The heading of what is said about the answer, if anything is."""
    for section in page.all("section"):
        if section.get("id") == "answer":
            return next(section.iter("{http://www.w3.org/1999/xhtml}h2")).text
    return None


def nothing_kept(session: Session) -> bool:
    session.rollback()
    tables = (Answer.id, Attempt.id, StepDone.step)
    return not any(session.scalar(select(func.count(column))) for column in tables)


# ------------------------------------------------------------------ practice


@pytest.mark.parametrize("kind", ["single", "truefalse", "multiple", "order", "match"])
def test_a_right_and_a_wrong_answer_are_told_at_once_and_not_kept(
    awa: Browser, module: Module, session: Session, kind: str
) -> None:
    number, item = place_of(module, kind)
    assert told(awa.get(f"{PRACTICE}/{number}")) is None
    right = told(awa.post(f"{PRACTICE}/{number}", fields(item, right=True)))
    wrong = told(awa.post(f"{PRACTICE}/{number}", fields(item, right=False)))
    assert right
    assert wrong
    assert right != wrong
    assert nothing_kept(session)


def test_not_knowing_shows_the_answer(awa: Browser, module: Module) -> None:
    for kind in ["single", "truefalse", "multiple", "order", "match"]:
        number, item = place_of(module, kind)
        button = kind in ("single", "truefalse")
        sent = {item.id: "unknown"} if button else {f"{item.id}.unknown": "1"}
        page = awa.post(f"{PRACTICE}/{number}", sent)
        assert told(page)
        assert told(page) != told(awa.post(f"{PRACTICE}/{number}", fields(item, right=True)))


def test_without_a_choice_nothing_is_told(awa: Browser, module: Module) -> None:
    for kind in ("single", "truefalse", "multiple", "match"):
        number, _ = place_of(module, kind)
        assert told(awa.post(f"{PRACTICE}/{number}", {})) is None


def test_arrows_move_a_step_without_telling_the_answer(awa: Browser, module: Module) -> None:
    number, item = place_of(module, "order")
    ids = [option.id for option in item.options]
    page = awa.post(f"{PRACTICE}/{number}", {item.id: ids, "move": f"{item.id}.{ids[1]}.-1"})
    assert page.values()[item.id] == [ids[1], ids[0], *ids[2:]]
    assert told(page) is None
    page = awa.post(f"{PRACTICE}/{number}", {item.id: ids, "move": f"{item.id}.{ids[0]}.-1"})
    assert page.values()[item.id] == ids


def test_an_arrow_that_does_not_exist_is_no_error_of_ours(awa: Browser, module: Module) -> None:
    for button in ["{item}.zz.1", "{item}", "x.a.1", "", "....", "{item}.a.99"]:
        number, item = place_of(module, "order")
        response = awa.client.post(
            f"{PRACTICE}/{number}",
            data={
                item.id: [option.id for option in item.options],
                "move": button.format(item=item.id),
            },
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert response.status_code in (200, 422)


def test_a_refused_answer_stays_as_it_was_ticked(awa: Browser, module: Module) -> None:
    number, item = place_of(module, "multiple")
    every = [option.id for option in item.options]
    page = awa.post(f"{PRACTICE}/{number}", {item.id: every}, expect=422)
    assert sorted(page.values()[item.id]) == sorted(every)
    assert told(page) is None
    number, item = place_of(module, "match")
    chosen = fields(item, right=True)
    page = awa.post(f"{PRACTICE}/{number}", {**chosen, f"{item.id}.unknown": "1"}, expect=422)
    assert {name: page.values()[name][0] for name in chosen} == chosen


def test_a_practice_question_that_does_not_exist_is_not_there(awa: Browser) -> None:
    for number in ["0", "7", "99999", "9" * 30, "x"]:
        awa.get(f"{PRACTICE}/{number}", expect=404)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_practice_question_has_its_page_in_both_languages(
    awa: Browser, module: Module, language: str
) -> None:
    for number in range(1, len(module.practice) + 1):
        awa.get(f"/{language}/course/module/1/practice/{number}")


# ------------------------------------------------------------------ the case


def endings_reached(awa: Browser, told_case: Case) -> set[str]:
    """The headings of every ending, by pressing every choice at every decision."""
    found: set[str] = set()
    waiting, seen = [told_case.start], {told_case.start}
    while waiting:
        decision = told_case.node(waiting.pop())
        assert isinstance(decision, Decision)
        for choice in decision.choices:
            page = awa.get(f"{CASE}?at={decision.id}&choice={choice.id}")
            if not isinstance(told_case.node(choice.next), Decision):
                found.add(page.h1)
            elif choice.next not in seen:
                seen.add(choice.next)
                waiting.append(choice.next)
    return found


def test_every_path_through_the_case_ends_and_nothing_of_it_is_kept(
    awa: Browser, module: Module, session: Session
) -> None:
    endings = {" ".join(ending.title.fr.split()) for ending in module.case.endings}
    assert endings_reached(awa, module.case) == endings
    assert nothing_kept(session)


def test_deciding_without_a_choice_asks_again(awa: Browser) -> None:
    first = awa.get(CASE)
    again = awa.get(f"{CASE}?at=")
    assert again.h1 == first.h1
    assert [part for part in again.all("p") if part.get("role") == "alert"]
    assert not [part for part in first.all("p") if part.get("role") == "alert"]


def test_a_choice_that_does_not_exist_is_as_if_not_made(awa: Browser) -> None:
    for name in ["zz", "...", "a." * 500, "é", "\0", "../..", "<script>alert(1)</script>"]:
        page = awa.get(f"{CASE}?choice={quote(name)}")
        assert page.h1 == awa.get(CASE).h1
        assert "<script>alert" not in awa.get(f"{CASE}?at={quote(name)}").html


# ------------------------------------------------------------------ who may


def test_before_the_first_test_both_wait(browser: Browser, online_story: Story) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    for address in (CASE, f"{PRACTICE}/1"):
        assert browser.get(address).response.request.path == "/fr/course"


def test_fatou_reads_them_without_a_session_and_awa_only_her_own_course(
    browser: Browser, awa: Browser, online_story: Story
) -> None:
    for part in ("case", "practice/1"):
        awa.get(f"/fr/read/garanties-premieres-heures/module/1/{part}", expect=404)
        fatou = browser.another()
        fatou.client.post(
            "/fr/staff",
            data={"username": "fatou", "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        fatou.get(f"/fr/read/garanties-premieres-heures/module/1/{part}")
        fatou.get(f"/fr/read/no-such-course/module/1/{part}", expect=404)
        fatou.get(f"/fr/course/module/1/{part}", expect=404)
        stranger = browser.another()
        asked = stranger.get(f"/fr/course/module/1/{part}")
        assert asked.response.request.path == "/fr/sign-in"
