"""Fatou keys sheets on her pages: kept, refused with everything typed, keyed twice, corrected."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.people.models import AuditEntry
from elearn.quizzes.models import Attempt, ScoreChange
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, paper_totals, take
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page
from tests.quizzes.keyed import key_token, line, printed, questions, wrong_token


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def sheets(session: Session, story: Story, library: Library) -> dict[str, str]:
    """A printed first test: by version a line with six right answers."""
    printed(session, story, library, Wave.PRE)
    return {
        form: line(questions(session, story, library, Wave.PRE, form), 6) for form in ("A", "B")
    }


def address(story: Story, rest: str = "", wave: str = "pre", language: str = "fr") -> str:
    return f"/{language}/cohorts/{story.cohort.id}/keying/{wave}{rest}"


def fields(page: Page) -> tuple[str, str]:
    """The card and the version that the form of a page would send."""
    sent = page.values()
    return sent["card"][0], sent["form"][0]


def typed(page: Page) -> str:
    """What stands in the line."""
    return "".join(page.all("textarea")[0].itertext()).strip()


def key(fatou: Browser, story: Story, sheets: dict[str, str], **more: object) -> Page:
    """Key the sheet that the page offers."""
    card, form = fields(fatou.get(address(story)))
    return fatou.post(address(story), {"card": card, "form": form, "line": sheets[form], **more})


def points(session: Session) -> list[int]:
    session.expire_all()
    kept = select(Attempt.points).where(Attempt.deleted_at.is_(None)).order_by(Attempt.id)
    return list(session.scalars(kept))


@pytest.mark.parametrize(("name", "status"), [("charlie", 404), ("claire", 403), ("boubacar", 403)])
def test_only_the_trainers_of_the_session_key(
    browser: Browser, story: Story, name: str, status: int
) -> None:
    browser.sign_in_staff(name, PASSWORD)
    for rest in ("", "/again", "/correct", "/take-back", "/differences/1"):
        browser.get(address(story, rest), expect=status)
        browser.post(address(story, rest), {"card": "1"}, expect=status)


def test_without_a_booklet_there_is_nothing_to_key(
    fatou: Browser, story: Story, session: Session
) -> None:
    page = fatou.get(address(story))
    assert not page.all("textarea")
    fatou.post(address(story), {"card": "1", "form": "A", "line": "A"})
    assert points(session) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_next_sheet_is_offered_until_none_waits(
    fatou: Browser, story: Story, session: Session, sheets: dict[str, str], language: str
) -> None:
    offered = []
    page = fatou.get(address(story, language=language))
    while page.all("textarea"):
        card, form = fields(page)
        offered.append((int(card), form))
        page = fatou.post(
            address(story, language=language), {"card": card, "form": form, "line": sheets[form]}
        )
    assert [card for card, _ in offered] == [1, 2]
    assert {form for _, form in offered} == {"A", "B"}
    assert points(session) == [6, 6]


def test_the_version_really_used_can_be_chosen(
    fatou: Browser, story: Story, session: Session, sheets: dict[str, str]
) -> None:
    card, form = fields(fatou.get(address(story)))
    other = "B" if form == "A" else "A"
    page = fatou.get(address(story, f"?card={card}&form={other}"))
    assert fields(page) == (card, other)
    fatou.post(address(story), {"card": card, "form": other, "line": sheets[other]})
    assert session.scalars(select(Attempt)).one().form == other


def test_a_refused_line_stays_with_its_card_and_version(
    fatou: Browser, story: Story, session: Session, sheets: dict[str, str]
) -> None:
    card, form = fields(fatou.get(address(story)))
    wrong = "Z" + sheets[form][1:]
    page = fatou.post(address(story), {"card": card, "form": form, "line": wrong}, expect=422)
    assert typed(page) == wrong
    assert fields(page) == (card, form)
    assert "Question 1" in page.text
    page = fatou.post(address(story), {"card": card, "form": form, "line": "A B"}, expect=422)
    assert typed(page) == "A B"
    assert points(session) == []


def test_what_is_held_otherwise_is_named(
    fatou: Browser, story: Story, session: Session, library: Library, sheets: dict[str, str]
) -> None:
    paper_totals(session, story, [(4, None)], now=START)
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, enrolled(session, story)[1], Wave.PRE, right_on=(), now=START)
    for card in ("1", "2", "40", "x"):
        assert not fatou.get(address(story, f"?card={card}"), expect=422).all("textarea")
        fatou.post(address(story), {"card": card, "form": "A", "line": sheets["A"]}, expect=422)
    assert len(points(session)) == 2


def test_a_keyed_sheet_stops_a_paper_total(
    fatou: Browser, story: Story, session: Session, sheets: dict[str, str]
) -> None:
    key(fatou, story, sheets)
    scores = f"/en/cohorts/{story.cohort.id}/paper"
    assert "keyed from its sheet" in fatou.get(scores).text
    page = fatou.post(
        f"{scores}/correct",
        {"card": "1", "wave": "pre", "points": "3", "reason": "x"},
        expect=422,
    )
    assert "keyed answer by answer" in page.text


def test_the_same_version_twice_is_said(
    fatou: Browser, story: Story, library: Library, session: Session, sheets: dict[str, str]
) -> None:
    key(fatou, story, sheets)
    form = session.scalars(select(Attempt)).one().form
    printed(session, story, library, Wave.POST)
    page = fatou.get(address(story, f"?card=1&form={form}", "post", "en"))
    assert "stays out of the pairs" in page.text
    other = "B" if form == "A" else "A"
    page = fatou.get(address(story, f"?card=1&form={other}", "post", "en"))
    assert "stays out of the pairs" not in page.text


# ------------------------------------------------------------------ twice


def second(fatou: Browser, story: Story, line: str, card: int = 1, expect: int = 200) -> Page:
    return fatou.post(
        address(story, "/again", language="en"), {"card": str(card), "line": line}, expect=expect
    )


def test_the_second_entry_is_blind_and_two_that_agree_say_so(
    fatou: Browser, story: Story, sheets: dict[str, str], session: Session
) -> None:
    key(fatou, story, sheets)
    form = session.scalars(select(Attempt)).one().form
    page = fatou.get(address(story, "/again"))
    assert typed(page) == ""
    assert sheets[form] not in page.html
    page = second(fatou, story, sheets[form])
    assert "both entries say the same" in page.text
    assert "0.0% of the keystrokes differ" in page.text
    second(fatou, story, sheets[form])
    fatou.get(address(story, "/again?card=1"), expect=422)
    fatou.get(address(story, "/again?card=2"), expect=422)


def test_differences_are_decided_by_the_paper(
    fatou: Browser,
    story: Story,
    sheets: dict[str, str],
    session: Session,
    library: Library,
    clock: Clock,
) -> None:
    key(fatou, story, sheets)
    form = session.scalars(select(Attempt)).one().form
    asked = questions(session, story, library, Wave.PRE, form or "")
    page = second(fatou, story, line(asked, 7))
    assert page.response.request.path == address(story, "/differences/1", language="en")
    assert points(session) == [6]
    there = address(story, "/differences/1", language="en")
    fatou.post(there, {"q7": ""}, expect=422)
    page = fatou.post(there, {"q7": "Z"}, expect=422)
    assert page.values()["q7"] == ["Z"]
    clock.forward(minutes=1)
    page = fatou.post(there, {"q7": key_token(asked[6]).lower()})
    assert "both entries agree" in page.h1
    assert points(session) == [7]
    clock.forward(minutes=1)
    fatou.post(there, {"q7": "?"})
    assert points(session) == [7]
    fatou.get(address(story, "/differences/40"), expect=404)


def test_a_second_line_is_refused_like_the_first(
    fatou: Browser, story: Story, sheets: dict[str, str]
) -> None:
    key(fatou, story, sheets)
    page = second(fatou, story, "A B", expect=422)
    assert typed(page) == "A B"
    second(fatou, story, "A", card=40, expect=422)


# ------------------------------------------------------------------ corrections


def test_a_correction_needs_a_reason_and_stays_in_the_history(
    fatou: Browser, story: Story, sheets: dict[str, str], session: Session, library: Library
) -> None:
    key(fatou, story, sheets)
    form = session.scalars(select(Attempt)).one().form
    asked = questions(session, story, library, Wave.PRE, form or "")
    said = {"card": "1", "place": "1", "sign": wrong_token(asked[0]), "reason": ""}
    page = fatou.post(address(story, "/correct"), said, expect=422)
    assert page.values()["sign"] == [said["sign"]]
    fatou.post(address(story, "/correct"), {**said, "reason": "Mal lu"})
    assert points(session) == [5]
    assert session.scalars(select(ScoreChange)).one().reason == "Mal lu"
    assert "Mal lu" in fatou.get(f"/fr/cohorts/{story.cohort.id}/paper").text
    acts = set(session.scalars(select(AuditEntry.act)))
    assert "sheet-corrected" in acts


@pytest.mark.parametrize(
    "wrong", [{"card": "2"}, {"card": "x"}, {"place": "9"}, {"sign": "Z"}, {"reason": "x" * 301}]
)
def test_a_correction_that_fits_nothing_is_refused(
    fatou: Browser,
    story: Story,
    sheets: dict[str, str],
    session: Session,
    wrong: dict[str, str],
) -> None:
    key(fatou, story, sheets)
    said = {"card": "1", "place": "1", "sign": "?", "reason": "Mal lu", **wrong}
    page = fatou.post(address(story, "/correct"), said, expect=422)
    assert page.values()["place"] == [said["place"]]
    assert points(session) == [6]


def test_a_sheet_taken_back_waits_again(
    fatou: Browser, story: Story, sheets: dict[str, str], session: Session
) -> None:
    key(fatou, story, sheets)
    assert (
        "No names: the card says who." in fatou.get(address(story, "/correct", language="en")).text
    )
    there = address(story, "/take-back")
    fatou.post(there, {"back_card": "1", "back_reason": ""}, expect=422)
    fatou.post(there, {"back_card": "2", "back_reason": "Autre carte"}, expect=422)
    page = fatou.post(there, {"back_card": "1", "back_reason": "Autre carte"})
    assert fields(page)[0] == "1"
    assert points(session) == []
    fatou.get(there)


def test_awa_finds_her_own_result_and_does_not_answer_again(
    fatou: Browser, story: Story, sheets: dict[str, str]
) -> None:
    key(fatou, story, sheets)
    awa = fatou.another()
    awa.sign_in(story.awas_card.code, story.awas_card.pin)
    awa.get("/fr/result")
    awa.get("/fr/test/pre")
    awa.post("/fr/test/pre/start", expect=409)
