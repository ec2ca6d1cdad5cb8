"""What is printed fits its paper; what is ticked stays on the phone."""

import re

import pytest

from elearn.courses.library import Library
from tests.browser.conftest import NewPhone
from tests.conftest import PASSWORD, Story

pytestmark = [
    pytest.mark.browser,
    # Paper does not depend on the database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

PAGE = re.compile(rb"/Type\s*/Page\b")
SHEETS = {"card": 1, "facilitator": 2}
"""How many pages each sheet may fill: one of A5, two of A4."""


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_sheet_of_each_module_fits_its_paper(
    new_phone: NewPhone, story: Story, library: Library, language: str
) -> None:
    fatou = new_phone(language, width=1280)
    fatou.sign_in_staff("fatou", PASSWORD)
    too_long = []
    for slug, module in library.modules.items():
        for sheet, most in SHEETS.items():
            if sheet == "facilitator" and module.facilitator is None:
                continue
            fatou.open(f"/read/{slug}/module/1/{sheet}")
            pages = len(PAGE.findall(fatou.page.pdf(prefer_css_page_size=True)))
            if pages > most:
                too_long.append(f"{module.code} {sheet}: {pages} pages")
    assert too_long == []


def test_commitments_are_ticked_on_this_phone_alone(
    new_phone: NewPhone, online_story: Story
) -> None:
    phone = new_phone()
    phone.sign_in(online_story.awas_card)
    phone.open("/test/pre")
    phone.press("Follow without being tested")
    phone.open("/course/module/1")
    first = phone.page.locator("[data-commitments] input").first
    first.check()
    phone.open("/course/module/1")
    assert first.is_checked()
    assert phone.page.locator("[data-commitments] input:checked").count() == 1
    first.uncheck()
    phone.open("/course/module/1")
    assert phone.page.locator("[data-commitments] input:checked").count() == 0


def test_without_script_commitments_are_a_list(new_phone: NewPhone, online_story: Story) -> None:
    phone = new_phone(javascript=False)
    phone.sign_in(online_story.awas_card)
    phone.open("/test/pre")
    phone.press("Follow without being tested")
    phone.open("/course/module/1")
    assert phone.page.locator("[data-commitments] li").count() == 4
    assert phone.page.locator("[data-commitments] input").count() == 0
