"""A trainer takes the results of her session out of a real browser, and they are the page's."""

import pytest
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.documents.words import words
from elearn.people.passwords import Keeper
from tests import figure_files
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import PASSWORD, Clock
from tests.figure_files import Cells
from tests.web.test_agreement import FORMATS, READERS, on_screen

pytestmark = [pytest.mark.browser, pytest.mark.agreement]

MARKED = """() => [...document.querySelectorAll("[data-figure]")].map(
    (each) => [each.dataset.figure, each.textContent])"""


def test_what_fatou_takes_out_is_what_she_read(
    new_phone: NewPhone, session: Session, library: Library, keeper: Keeper, clock: Clock
) -> None:
    story = on_screen(session, library, keeper)
    for language, javascript in (("fr", True), ("en", False)):
        fatou = new_phone(language, javascript=javascript, width=1280)
        fatou.sign_in_staff("fatou", PASSWORD)
        fatou.open(f"/cohorts/{story.cohort.id}/attendance")
        page = on_the_page(fatou)
        assert "half-day.2026-11-16-morning.present" in page
        fatou.open(f"/cohorts/{story.cohort.id}/gain")
        page |= on_the_page(fatou)
        assert len(page) > 20
        fatou.press("Take the results out")
        fatou.page.get_by_label(fatou.say("I keep this file within the training team.")).check()
        files = {kind: taken(fatou, f'button[value="{kind}"]', kind) for kind in FORMATS}
        for kind, cells in files.items():
            assert cells == files["csv"], kind
            assert {name: cells.get(name) for name in page} == page, kind
        open_to_all = taken(fatou, 'a[href$="/danbe.csv"]', "csv")
        assert set(open_to_all) < set(files["csv"])
        assert {name: files["csv"][name] for name in open_to_all} == open_to_all


def on_the_page(fatou: Phone) -> Cells:
    """The figures of the page as the browser has them."""
    # A look from outside runs even where the page itself may run no script.
    return figure_files.of_page(fatou.page.evaluate(MARKED))


def taken(fatou: Phone, button: str, kind: str) -> Cells:
    """The file that this button sends."""
    with fatou.page.expect_download() as coming:
        fatou.page.locator(button).click()
    return READERS[kind](coming.value.path().read_bytes(), words(fatou.language))
