"""What is done on a phone whose network fails: begin a test, answer its pages, hand it in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.models import Answer, Response
from tests.browser.answering import Choice, answer, asked, key
from tests.browser.phone import Phone

Given = dict[str, Choice]
"""An answer to each question."""


def begin(phone: Phone) -> None:
    """Begin the first test, and wait until its pages are kept, where they can be."""
    phone.open("/test/pre")
    phone.press("Take the test")
    if phone.page.evaluate("() => isSecureContext"):
        phone.wait_until_kept()


def give(phone: Phone, library: Library, given: Given) -> None:
    """Answer the page by its key, and wait until the phone has written it down."""
    phone.settled()
    items = asked(phone, library)
    for item in items:
        choice = key(item)
        answer(phone, item, choice)
        given[item.id] = choice
    phone.page.wait_for_function("() => danbe.pending === 0")


def finish(phone: Phone, library: Library, given: Given) -> None:
    """From this page to the last, and send."""
    while True:
        give(phone, library, given)
        if not phone.button("Next page").count():
            break
        phone.press("Next page")
    phone.press("Look over and send")
    phone.button("Send my test").click()


def back(phone: Phone) -> None:
    """The phone notices that its network is back; else it tries again after its pause."""
    phone.page.evaluate("() => { dispatchEvent(new Event('online')); }")


def held(session: Session) -> Given:
    """What the server has, item by item."""
    rows = session.execute(select(Response.item, Response.choice)).all()
    return {row.item: row.choice for row in rows}


def rows(session: Session) -> int:
    """To how many questions of how many tests the server has an answer."""
    return len(session.execute(select(Answer.attempt_id, Answer.item).distinct()).all())


def unsent(phone: Phone, n: int) -> str:
    """What the bar says."""
    return phone.say("Not sent: %(n)s", n=n)
