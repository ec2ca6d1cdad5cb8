"""One whole walk in a real browser: the card, the first test, the module, the gain."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from tests.browser.answering import answer, answer_all, asked, key
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import Story

pytestmark = pytest.mark.browser

MODULE = "garanties-premieres-heures"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_awa_walks_from_her_printed_card_to_her_gain(
    new_phone: NewPhone,
    javascript: bool,
    online_story: Story,
    library: Library,
    session: Session,
    language: str,
) -> None:
    phone = new_phone(language, javascript=javascript)
    phone.open("/")
    phone.press("Come in with your card")
    assert phone.path == "/sign-in"
    phone.sign_in(online_story.awas_card)
    take_a_test(phone, library, right=3)
    assert phone.reads("Your first test is sent.")

    study(phone, library)
    assert phone.reads("Module finished.")

    take_a_test(phone, library, right=6)
    gain = "%(n)s right answer more than at the start", "%(n)s right answers more than at the start"
    assert phone.heading == phone.say_many(*gain, 3)
    rows = {attempt.wave: attempt for attempt in session.scalars(select(Attempt))}
    assert (rows[Wave.PRE].points, rows[Wave.POST].points) == (3, 6)
    assert (rows[Wave.PRE].unknown, rows[Wave.POST].unknown) == (5, 2)
    assert {rows[Wave.PRE].form, rows[Wave.POST].form} == {"A", "B"}


def take_a_test(phone: Phone, library: Library, right: int) -> None:
    """From the course page through a test to what follows it."""
    phone.press("Begin" if phone.say("Begin") in phone.page.content() else "Go on")
    phone.press("Take the test")
    answer_all(phone, library, right)
    assert phone.heading == phone.say("All questions are answered")
    phone.press("Send my test")


def study(phone: Phone, library: Library) -> None:
    """Every lesson, the case to an ending, every practice question."""
    module = library.modules[MODULE]
    phone.press("Go on")
    for lesson in module.lessons:
        assert phone.heading == " ".join(lesson.title.in_(phone.language).split())
        phone.press("Read, go on")
    decide(phone)
    for number, item in enumerate(module.practice, 1):
        assert [one.id for one in asked(phone, library)] == [item.id]
        answer(phone, item, key(item))
        phone.press("See the answer")
        assert phone.reads("Right.")
        last = number == len(module.practice)
        phone.press("Practice finished, go on" if last else "Next question")


def decide(phone: Phone) -> None:
    """The first choice of every decision, until the case ends."""
    while phone.page.locator('input[name="choice"]').count():
        phone.page.locator('input[name="choice"]').first.check()
        phone.press("Decide")
    phone.press("Case finished, go on")
