"""The wall and the room's board follow what happens, and nobody touches them."""

import pytest
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.waves import Wave
from tests.browser.conftest import NewPhone
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Clock, Story

pytestmark = pytest.mark.browser

SENT = "document.querySelector('.figs .n').textContent"


@pytest.mark.parametrize("where", ["", "/projection"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a page, whatever keeps it
def test_a_test_that_was_sent_appears_by_itself(
    new_phone: NewPhone, session: Session, story: Story, library: Library, clock: Clock, where: str
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    fatou = new_phone("fr", width=1280)
    fatou.sign_in_staff("fatou", PASSWORD)
    fatou.open(f"/cohorts/{story.cohort.id}{where}")
    assert fatou.page.evaluate(SENT) == "0"
    own = enrolled(session, story)[0]
    take(session, library, story, own, Wave.PRE, right_on=range(3), now=clock())
    # Looked at again, a page asks at once; else it would ask every twenty seconds.
    fatou.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    fatou.page.wait_for_function(f"() => {SENT} === '1'")
