"""Professions mix: Fatou offers further courses, takes it back, offers them, and Awa chooses."""

import pytest

from elearn.courses.library import Library
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import PASSWORD, Story

pytestmark = pytest.mark.browser

OWN = "police-gendarmerie"


def offer(fatou: Phone) -> None:
    """From the room: offer the police's course beside the tests' own."""
    fatou.press("Change name, dates, place, courses")
    fatou.page.locator("summary").click()
    fatou.page.locator(f"input[value={OWN}]").check()
    fatou.press("Keep")


# On one database alone: the pages' own tests run on both.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_fatou_offers_courses_undoes_it_offers_again_and_awa_chooses_hers(
    new_phone: NewPhone, story: Story, library: Library
) -> None:
    fatou = new_phone("en", width=1280)
    fatou.sign_in_staff("fatou", PASSWORD)
    fatou.open(f"/cohorts/{story.cohort.id}")
    offer(fatou)
    fatou.press("Undo")
    assert fatou.path.startswith(f"/cohorts/{story.cohort.id}/history")
    assert "Taken back on" in fatou.page.locator("main").inner_text()
    fatou.press("Back to the room")
    offer(fatou)

    awa = new_phone("en")
    awa.sign_in(story.awas_card)
    awa.press("Choose those of your work")
    awa.page.locator(f"input[value={OWN}]").check()
    awa.press("Choose these modules")
    assert awa.reads("These are the modules of your work.")
    titles = awa.page.locator(".steps h3").all_inner_texts()
    own = library.modules_of(library.courses[OWN])
    assert titles[1 : len(own) + 1] == [
        f"{place}. {one.title.en}" for place, one in enumerate(own, 1)
    ]
