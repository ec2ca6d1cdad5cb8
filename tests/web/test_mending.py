"""Boubacar rules on a question; Awa and Fatou read it beside their scores."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.people.passwords import Keeper
from elearn.quizzes.models import Attempt, Ruling
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import MODULE, PASSWORD, START, Story, tell
from tests.pages import Browser, Page
from tests.quizzes.ruled import keyed, rule, void
from tests.quizzes.test_mending import wrong_key
from tests.web.walk import answer_all, begin, hand_in

AREA = "/en/administration/questions"
WHY = "The text of the law has changed"


@pytest.fixture
def boubacar(browser: Browser, story: Story) -> Browser:
    """The administrator's browser, signed in."""
    browser.sign_in_staff("boubacar", PASSWORD)
    return browser


def of_kind(library: Library, kind: str) -> Item:
    return next(item for item in library.modules[MODULE].items if item.kind == kind)


def address(item: Item, language: str = "en") -> str:
    return f"/{language}/administration/questions/{MODULE}/{wording_hash(item).hex()}"


def key_fields(item: Item) -> dict[str, object]:
    choice = wrong_key(item)
    if isinstance(choice, dict):
        return {f"{item.id}.{prompt}": option for prompt, option in choice.items()}
    return {item.id: choice}


def decide(browser: Browser, item: Item, act: str, **more: object) -> Page:
    """See who changes, then say yes to what that page holds."""
    sent = {"act": act, "reason": WHY, **key_fields(item), **more}
    seen = browser.post(address(item), sent)
    assert "nothing is ruled yet" in seen.h1
    return browser.post(address(item), seen.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_boubacar_reads_every_page_in_both_languages(
    boubacar: Browser, library: Library, language: str
) -> None:
    area = f"/{language}/administration/questions"
    for path in (area, f"{area}/{MODULE}", address(of_kind(library, "single"), language)):
        assert boubacar.get(path).tree.get("lang") == language
    assert any(
        link.endswith("/administration/questions")
        for link in boubacar.get(f"/{language}/administration/content").links()
    )


def test_the_modules_stand_in_the_order_of_their_codes(boubacar: Browser) -> None:
    titles = ["".join(heading.itertext()) for heading in boubacar.get(AREA).all("h3")]
    codes = [title.partition(".")[0] for title in titles]
    assert codes[:3] == ["C1", "C2", "C3"]
    assert codes[-1] == "V1"


def test_nobody_else_may_rule(browser: Browser, story: Story, library: Library) -> None:
    item = of_kind(library, "single")
    for username in ("fatou", "claire", "charlie"):
        other = browser.another()
        other.sign_in_staff(username, PASSWORD)
        for path in (AREA, f"{AREA}/{MODULE}", address(item)):
            other.get(path, expect=403)
        other.post(address(item), {"act": "void", "reason": "x", "seen": "0"}, expect=403)


def test_there_is_no_page_for_what_is_no_question(boubacar: Browser, library: Library) -> None:
    item = of_kind(library, "single")
    other = next(slug for slug in library.modules if slug != MODULE)
    for path in ("nothing", f"{MODULE}/00", f"{MODULE}/xyz", f"{MODULE}/{'0' * 64}"):
        boubacar.get(f"{AREA}/{path}", expect=404)
    boubacar.get(f"{AREA}/{other}/{wording_hash(item).hex()}", expect=404)


@pytest.mark.parametrize("kind", ["single", "multiple", "order", "match"])
def test_a_key_of_every_kind_is_corrected_without_script(
    boubacar: Browser, library: Library, session: Session, kind: str
) -> None:
    found = [one for one in library.questions.values() if isinstance(one, Item)]
    items = [one for one in found if one.kind == kind]
    item = next((one for one in items if one.id.startswith("C2-")), None)
    if item is None:
        pytest.skip("the story's module has no such question")
    page = decide(boubacar, item, "key")
    assert "another key" in page.h1
    assert WHY in page.text
    kept = session.scalars(select(Ruling)).one()
    assert kept.key is not None
    assert tuple(kept.key) == keyed(item, wrong_key(item)).key
    page = boubacar.post(address(item), {"act": "key", "reason": WHY, **key_fields(item)})
    page = boubacar.post(address(item), page.values())
    assert "ruled already" in page.text


def test_taken_out_and_back_again_each_with_its_reason(
    boubacar: Browser, library: Library, session: Session
) -> None:
    item = of_kind(library, "single")
    assert "counts for nobody" in decide(boubacar, item, "void").h1
    listed = boubacar.get(f"{AREA}/{MODULE}")
    assert "Taken out: it counts for nobody." in listed.text
    assert boubacar.get(AREA).h1.startswith("1 question is marked otherwise")
    page = decide(boubacar, item, "restored", reason="The text is right after all")
    assert "counts as it was written" in page.h1
    assert WHY in page.text
    assert "The text is right after all" in page.text
    assert len(session.scalars(select(Ruling)).all()) == 2
    told = boubacar.get("/en/administration/acts").text
    assert "took a question out of the scores" in told


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"act": "void", "reason": ""}, "Write why you decide this."),
        ({"act": "void", "reason": "   "}, "Write why you decide this."),
        ({"act": "void", "reason": "x" * 301}, "at most 300 signs"),
        ({"act": "other", "reason": WHY}, "Choose what happens"),
        ({"reason": WHY}, "Choose what happens"),
        ({"act": "key", "reason": WHY}, "choose all of it"),
        ({"act": "key", "reason": WHY, "KEY": "nonsense"}, "does not belong"),
    ],
)
def test_what_is_missing_or_unknown_is_said_and_what_was_typed_stays(
    boubacar: Browser, library: Library, session: Session, sent: dict[str, str], sentence: str
) -> None:
    item = of_kind(library, "single")
    sent = {(item.id if name == "KEY" else name): value for name, value in sent.items()}
    page = boubacar.post(address(item), {**sent, "seen": "0"}, expect=422)
    assert sentence in page.text
    assert page.values()["reason"] == [sent["reason"]]
    assert session.scalars(select(Ruling)).all() == []


def test_the_key_of_the_text_is_told_so(boubacar: Browser, library: Library) -> None:
    item = of_kind(library, "single")
    sent = {"act": "key", "reason": WHY, item.id: list(item.key)}
    assert "by itself" in boubacar.post(address(item), sent, expect=422).text


def test_an_order_is_moved_without_script(boubacar: Browser, library: Library) -> None:
    item = of_kind(library, "order")
    first, second = item.options[0].id, item.options[1].id
    sent = {item.id: [one.id for one in item.options], "move": f"{item.id}.{first}.1"}
    page = boubacar.post(address(item), sent)
    assert page.values()[item.id][:2] == [second, first]


def test_who_ruled_in_between_is_told_and_the_page_is_made_anew(
    boubacar: Browser, library: Library, session: Session, story: Story
) -> None:
    item = of_kind(library, "single")
    seen = boubacar.post(address(item), {"act": "void", "reason": WHY}).values()
    rule(session, keyed(item, wrong_key(item)), story.boubacar)
    again = boubacar.post(address(item), seen, expect=409)
    assert "Somebody else has ruled" in again.text
    assert "counts for nobody" in boubacar.post(address(item), again.values()).h1
    for nonsense in ("", "x", "9" * 9):
        boubacar.post(address(item), {**seen, "act": "restored", "seen": nonsense}, expect=409)


def test_figures_about_fewer_than_ten_people_are_not_shown(
    boubacar: Browser, library: Library, session: Session, story: Story
) -> None:
    everybody(session, library, story, Wave.PRE)
    item = next(one for one in library.form(library.courses[MODULE], "A"))
    assert isinstance(item, Item)
    assert "Fewer than ten answers." in boubacar.get(f"{AREA}/{MODULE}").text
    page = boubacar.post(address(item), {"act": "void", "reason": WHY})
    assert "Fewer than ten people were asked" in page.text
    assert not page.all("dd")
    unasked = of_form(library, "C")
    page = boubacar.post(address(unasked), {"act": "void", "reason": WHY})
    assert "Nobody has been asked" in page.text


def of_form(library: Library, form: str) -> Item:
    return next(one for one in library.modules[MODULE].items if one.form == form)


def everybody(
    session: Session, library: Library, story: Story, wave: Wave, right: range = range(4)
) -> None:
    open_for_all(session, story, wave, START)
    for who in enrolled(session, story):
        take(session, library, story, who, wave, right_on=right, now=START)


def big_session(session: Session, keeper: Keeper, library: Library) -> Story:
    story = tell(session, keeper, Mode.ROOM, cards=24)
    everybody(session, library, story, Wave.PRE)
    everybody(session, library, story, Wave.POST, range(2, 8))
    return story


def test_from_ten_people_on_the_figures_stand_there_and_the_trainer_reads_both_gains(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = big_session(session, keeper, library)
    browser.sign_in_staff("boubacar", PASSWORD)
    course = library.courses[MODULE]
    item = library.form(course, "A")[0]
    assert isinstance(item, Item)
    assert "24 answers." in browser.get(f"{AREA}/{MODULE}").text
    page = browser.post(address(item), {"act": "void", "reason": WHY})
    assert "24 people were asked this question. Sessions concerned: 1." in page.text
    counts = [cell.text for cell in page.all("dd")]
    assert counts == ["12", "0", "12"]  # right before, wrong after
    browser.post(address(item), page.values())
    trainer = browser.another()
    trainer.sign_in_staff("fatou", PASSWORD)
    gain = trainer.get(f"/en/cohorts/{story.cohort.id}/gain")
    assert "A question was taken out of the score on" in gain.text
    assert WHY in gain.text
    assert "Average gain without these rulings: +25.0 points. With them: +" in gain.text
    assert "points of 100" in gain.text


def test_awa_reads_what_was_ruled_and_both_of_her_scores(
    browser: Browser, online_story: Story, library: Library, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre", "en")
    answer_all(browser, library, "pre", right=4, language="en")
    hand_in(browser, "pre", "en")
    asked = pre_items(session, online_story, library)
    rule(session, void(asked[0]), online_story.boubacar, WHY)
    early = browser.get("/en/result")
    assert "A question was taken out of the score on" in early.text
    assert "Without that" not in early.text  # no score is shown before the final test
    open_for_all(session, online_story, Wave.POST, START)
    begin(browser, "post", "en")
    answer_all(browser, library, "post", right=6, language="en")
    hand_in(browser, "post", "en")
    page = browser.get("/en/result")
    assert page.h1 == "3 right answers of 7, then 6 of 8"
    assert "Without that: 4 right of 8. Now: 3 right of 7." in page.text
    assert WHY in page.text


def pre_items(session: Session, story: Story, library: Library) -> list[Item]:
    from_first = enrolled(session, story)[0]
    shown = attempt_shown(session, from_first.id)
    items = [library.question(row["item"]) for row in shown]
    return [item for item in items if isinstance(item, Item)]


def attempt_shown(session: Session, enrolment_id: object) -> list[dict[str, object]]:
    from_rows = session.scalars(select(Attempt.shown).where(Attempt.enrolment_id == enrolment_id))
    return list(from_rows.one())
