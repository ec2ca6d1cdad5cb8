"""Fatou reads what her session gained, and nothing that so few people cannot tell."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import accounts
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.quizzes import attempts
from elearn.quizzes.waves import Wave
from elearn.web.database import database
from tests.cohort_life import (
    close_for_all,
    enrolled,
    hci_pairs,
    open_for_all,
    paper_total,
    paper_totals,
    right,
    take,
)
from tests.conftest import PASSWORD, START, Clock, Story, tell
from tests.pages import Browser, Page
from tests.reports.scored import TWELVE, new_session, take_part

TOTALS = [(4, 9), (6, 8), (10, 10), (12, 11), (5, 12), (8, 15), (9, 14), (11, 17)]


def gain_page(browser: Browser, story: Story, language: str = "en") -> Page:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser.get(f"/{language}/cohorts/{story.cohort.id}/gain")


def both_tests(
    session: Session, library: Library, story: Story, *, closed: bool, spread: bool = True
) -> None:
    """Everybody right on more after than before, each a little differently."""
    people = enrolled(session, story)
    open_for_all(session, story, Wave.PRE, START)
    for place, who in enumerate(people):
        before = range(2 + place % 3 if spread else 2)
        take(session, library, story, who, Wave.PRE, right_on=before, unknown_on=(7,), now=START)
    open_for_all(session, story, Wave.POST, START)
    for place, who in enumerate(people):
        after = range(4 + place % 2 if spread else 4)
        take(session, library, story, who, Wave.POST, right_on=after, now=START)
    if closed:
        for wave in (Wave.PRE, Wave.POST):
            close_for_all(session, story, wave, START)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_pair_the_page_says_so(browser: Browser, story: Story, language: str) -> None:
    page = gain_page(browser, story, language)
    assert page.tree.get("lang") == language
    assert not re.search(r"\d\s?%", page.h1)


def test_under_five_pairs_there_is_no_average(
    browser: Browser, session: Session, story: Story
) -> None:
    paper_totals(session, story, TOTALS[:2], now=START)
    page = gain_page(browser, story)
    assert page.h1 == "Too few to conclude: 2 people have both tests"
    # The axis, the standard and the interval of the study quoted: none is about these people.
    assert set(re.findall(r"(?<!\d)\d{1,3}(?=\s?%)", page.text)) <= {"60", "95"}
    assert "+5" in page.text  # the two people's own scores, which she holds anyway


def test_under_ten_pairs_averages_are_counts(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=8)
    paper_totals(session, story, TOTALS, now=START)
    page = gain_page(browser, story)
    assert page.h1 == (
        "From 8.1 to 12.0 right answers of 20 on average: too few people to conclude"
    )
    assert "points (" not in page.text
    assert "shown from 10 pairs on" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_real_pairs_show_the_published_gain(
    browser: Browser, session: Session, keeper: Keeper, language: str
) -> None:
    try:
        pairs = hci_pairs()
    except FileNotFoundError:
        pytest.skip("the validation data are not beside the checkout")
    story = tell(session, keeper, Mode.ROOM, cards=16)
    paper_totals(session, story, pairs, now=START)
    page = gain_page(browser, story, language)
    for figure in ("11.6", "3.2", "20.0"):
        assert figure.replace(".", "," if language == "fr" else ".") in page.text
    assert re.search(r"53\s?%.*65\s?%", page.h1)
    assert re.search(r"60\s?%", page.text)  # the course's standard, for a test of 20
    if language == "en":
        assert "+11.6 points (3.2 to 20.0), n = 16" in page.text
        assert page.h1 == ("The session gains 12 points: from 53% to 65% right answers on average")
        assert "of 16 reached it: 50%" in page.text
        assert "Provisional standard" in page.text


def test_a_session_may_lose(browser: Browser, session: Session, keeper: Keeper) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    paper_totals(session, story, [(10 + n % 3, 8) for n in range(12)], now=START)
    page = gain_page(browser, story)
    assert page.h1.startswith("The session loses 15 points")


def test_a_session_may_stay_where_it_was(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    paper_totals(session, story, [(n, n) for n in range(12)], now=START)
    page = gain_page(browser, story)
    assert page.h1.startswith("The session stays where it was")
    assert "there is no interval" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_tests_on_screen_show_what_to_take_up_again(
    browser: Browser, session: Session, keeper: Keeper, library: Library, language: str
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    both_tests(session, library, story, closed=True)
    page = gain_page(browser, story, language)
    module = library.modules["garanties-premieres-heures"]
    slot = module.slot("C2-S8")
    belief = next(one for one in module.misconceptions if one.id == slot.misconception)
    assert belief.in_(language) in page.text
    assert any("/lesson/" in link for link in page.links())
    if language == "en":
        assert "too short to say who reached a standard" in page.text
        assert "An error here puts someone in danger." in page.text
        assert "guessing alone could make" in page.text


def test_no_key_is_said_while_the_post_test_is_open(
    browser: Browser, session: Session, keeper: Keeper, library: Library, clock: Clock
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=13)
    both_tests(session, library, story, closed=False)
    with writing(session):
        late = attempts.attempt_of(session, enrolled(session, story)[12].id, Wave.POST)
        assert late is not None
        late.submitted_at = None
    running = gain_page(browser, story)
    assert "The right one" not in running.text
    assert "still answering" in running.text
    for item in library.form(library.courses["garanties-premieres-heures"], "A"):
        if item.kind == "single":
            key = item.option(str(right(item)[0])).text.in_("en")  # type: ignore[index]
            assert key not in running.text
    close_for_all(session, story, Wave.POST, START)
    clock.now = START + timedelta(hours=1)
    assert "The right one" in gain_page(browser.another(), story).text


def test_paper_that_asked_the_same_questions_says_what_memory_may_do(
    browser: Browser, session: Session, story: Story
) -> None:
    paper_totals(session, story, TOTALS[:2], same_questions=True, now=START)
    page = gain_page(browser, story)
    assert "memory may explain part of the gain" in page.text


def test_who_has_left_is_counted_and_never_zero(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=20)
    gone = [(6, None), (5, None), (7, None), (4, None), (8, None)]
    paper_totals(session, story, [*TOTALS, (7, 9), (9, 12), *gone, (None, 12)], now=START)
    page = gain_page(browser, story)
    assert "20 people enrolled, 10 pairs." in page.text
    assert "had 6.0 of 20 right before" in page.text
    assert "If nobody without both tests had moved" in page.text
    assert "had then had nothing right, or everything" in page.text


def test_no_page_says_effect_or_names_a_card(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    both_tests(session, library, story, closed=True)
    page = gain_page(browser, story)
    walk_words(page)
    for card in story.cards:
        assert card.code not in page.html


# What stands on the page of at least and at most so many pairs, by phrases of its own.
FROM = {
    (0, 4): ("Too few to conclude: ",),
    (5, 9): ("right answers of 20 on average: too few",),
    (5, 30): ("Those with the pre-test alone had",),
    (10, 29): ("Under 30 pairs these figures are rough",),
    (10, 30): ("The 95% interval goes from", "reached it:", "g_av =", "If nobody without both"),
}


def test_what_so_many_pairs_may_tell_stands_on_the_page_and_no_more(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=36)
    totals = [(8 + place % 6, 11 + place % 7) for place in range(30)]
    # Six have the pre-test alone: enough for their average, beside five pairs or more.
    paper_totals(session, story, [*totals[:4], *((9, None),) * 32], now=START)
    browser.sign_in_staff("fatou", PASSWORD)
    for pairs in (4, 9, 10, 29, 30):
        _have_both(session, story, totals[:pairs])
        page = browser.get(f"/en/cohorts/{story.cohort.id}/gain")
        for (least, most), phrases in FROM.items():
            for phrase in phrases:
                assert (phrase in page.text) is (least <= pairs <= most), (pairs, phrase)
        if pairs < 10:
            # The axis, the standard and the study's interval: none is about these people.
            assert set(re.findall(r"(?<!\d)\d{1,3}(?=\s?%)", page.text)) <= {"60", "95"}
        walk_words(page)


def _have_both(session: Session, story: Story, totals: list[tuple[int, int]]) -> None:
    """The people of the first cards have these totals after."""
    with writing(session):
        for who, (_, after) in zip(enrolled(session, story), totals, strict=False):
            if attempts.attempt_of(session, who.id, Wave.POST) is None:
                session.add(paper_total(who, Wave.POST, after, 20, START))


def test_single_points_need_five_sheets_and_what_was_chosen_ten(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=10)
    people = enrolled(session, story)
    browser.sign_in_staff("fatou", PASSWORD)
    for first, pairs in ((0, 4), (4, 9), (9, 10)):
        for wave, correct in ((Wave.PRE, 2), (Wave.POST, 4)):
            open_for_all(session, story, wave, START)
            for place, who in enumerate(people[first:pairs]):
                points = range(correct + place % (2 if wave is Wave.PRE else 3))
                take(session, library, story, who, wave, right_on=points, now=START)
            close_for_all(session, story, wave, START)
        page = browser.get(f"/en/cohorts/{story.cohort.id}/gain")
        assert ("Where an error puts someone in danger" in page.text) is (pairs >= 5)
        assert ("Every point of the test" in page.text) is (pairs >= 5)
        # Of nine four or five took each version at the end, and all of them chose alike.
        assert ("The wrong answer most chosen" in page.text) is (pairs >= 5)
        assert "(2 people)" not in page.text
        assert "(1 person)" not in page.text
        assert ("Wrong answers that were chosen" in page.text) is (pairs >= 10)
        assert ("Chosen by" in page.text) is (pairs >= 10)
        assert ("Exact McNemar" in page.text) is (pairs >= 10)
        walk_words(page)
    assert_figures(page)


def walk_words(page: Page) -> None:
    """No word that a page about so few people must not say."""
    said = r"\b(p[- ]?values?|p\s*[<=]|stars?|effects?|impacts?|effets?|significant\w*|étoiles?)\b"
    assert not re.findall(said, page.text, re.IGNORECASE)
    assert "***" not in page.text


def assert_figures(page: Page) -> None:
    """Every marked number stands alone in its element, and says the same wherever it stands."""
    marked: dict[str, str] = {}
    for element in page.tree.iter():
        name = element.get("data-figure")
        if name is not None:
            text = "".join(element.itertext())
            assert re.fullmatch(r"[+−]?\d+(\.\d+)?%?", text), (name, text)
            assert marked.setdefault(name, text) == text
    wanted = {
        *("gain.mean", "gain.low", "gain.high", "pairs", "enrolled", "mean.before", "mean.after"),
        *("slot.C2-S8.right-right", "slot.C2-S8.wrong-right", "slot.C2-S8.after", "annex.g-av"),
    }
    assert wanted <= set(marked)


def test_a_test_too_easy_before_is_said_to_leave_little_room(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    easy = [(18, 19), (19, 20), *((10, 13 + place % 3) for place in range(10))]
    paper_totals(session, story, easy, now=START)
    page = gain_page(browser, story)
    assert "17% of the scores before were at 90 % of the maximum or more" in page.text
    assert "Change: +83 percentage points (95% interval" in page.text


def test_with_earlier_sessions_stands_one_difference_and_no_name_of_them(
    browser: Browser, session: Session, story: Story
) -> None:
    take_part(session, story.cohort, TWELVE)
    for name in ("Mopti", "Gao"):
        cohort = new_session(session, story.programme, name)
        with writing(session):
            cohort.starts_on = cohort.ends_on = date(2026, 10, 5)
            accounts.grant(session, story.fatou, Role.TRAINER, START, cohort_id=cohort.id)
        take_part(session, cohort, TWELVE)
    page = gain_page(browser, story)
    assert "This session’s gain minus that of your 2 earlier ones together: 0.0 points" in page.text
    assert "It holds zero: these scores cannot tell this session from the others." in page.text
    assert "the true interval is wider" in page.text
    assert "Mopti" not in page.text
    assert "Gao" not in page.text
    walk_words(page)


def test_a_course_of_several_modules_shows_each(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=10)
    with writing(session):
        session.get_one(Cohort, story.cohort.id).course_id = "tronc-commun"
    both_tests(session, library, story, closed=True)
    page = gain_page(browser, story)
    course = library.courses["tronc-commun"]
    for module in library.modules_of(course):
        assert module.title.in_("en") in page.text
        assert f'data-figure="module.{module.slug}.before"' in page.html
    assert "On average +" in page.text


def test_a_full_session_costs_as_many_queries_as_a_small_one(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    both_tests(session, library, story, closed=True)
    browser.sign_in_staff("fatou", PASSWORD)
    said: list[str] = []
    with browser.app.app_context():
        engine = database.engine

    def hear(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", hear)
    browser.get(f"/fr/cohorts/{story.cohort.id}/gain")
    event.remove(engine, "before_cursor_execute", hear)
    # Who, the cohort, the people, rulings, what was shown, the responses, the paper imports, and
    # the earlier sessions. In French: another language asks once a minute whether it is on.
    assert len(said) == 8
