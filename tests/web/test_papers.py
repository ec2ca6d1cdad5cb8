"""A module away from the screen: its printout, its book, its sources, the trainer's sheet."""

import shutil
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from elearn.config import BUNDLE
from elearn.courses import library as libraries
from elearn.courses.library import Library
from tests.conftest import PASSWORD, Story
from tests.courses.mistakes import TIMETABLE
from tests.courses.small_content import FACILITATOR
from tests.pages import Browser

SLUG = "garanties-premieres-heures"
COURSE = "tronc-commun"
READ = f"/read/{SLUG}/module/1"
OWN = "/course/module/1"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Our content, with a facilitator's sheet and a timetable of its own."""
    folder = tmp_path_factory.mktemp("papers") / "content"
    shutil.copytree(BUNDLE / "content", folder)
    for language, line in (("fr", "Vous dites le motif."), ("en", "You say the reason.")):
        text = FACILITATOR.format(title="Pages", heading="Midi", text="\n".join([line] * 200))
        sheet = text.replace("cat-11", "gc2-13")
        path = folder / "modules" / SLUG / f"facilitator.{language}.md"
        path.write_text(sheet, encoding="utf-8")
    course = folder / "courses" / f"{COURSE}.yaml"
    told = course.read_text(encoding="utf-8")
    if "timetable:" not in told:
        course.write_text(told.replace("standard:", TIMETABLE, 1), encoding="utf-8")
    return libraries.load(folder)


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa, who follows without being tested: her modules are open."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    browser.post("/fr/test/pre/decline")
    return browser


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.mark.parametrize("language", ["fr", "en"])
def test_awa_prints_her_whole_module_without_a_question_of_the_tests(
    awa: Browser, library: Library, language: str
) -> None:
    page = awa.get(f"/{language}{OWN}/print")
    module = library.modules[SLUG]
    assert page.h1 == " ".join(module.title.in_(language).split())
    for lesson in module.lessons:
        assert " ".join(lesson.title.in_(language).split()) in page.text
    for ending in module.case.endings:
        assert " ".join(ending.title.in_(language).split()) in page.text
    for item in module.items:
        assert " ".join(item.stem.in_(language).split()) not in page.text
    assert "juriste malien" in page.text or "Malian lawyer" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_book_opens_and_says_nothing_by_its_name(
    awa: Browser, library: Library, language: str
) -> None:
    answer = awa.client.get(f"/{language}{OWN}/module.epub")
    assert answer.status_code == 200
    assert answer.mimetype == "application/epub+zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="module-1.epub"'
    archive = zipfile.ZipFile(BytesIO(answer.data))
    pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
    text = ""
    for name in pages:
        text += "".join(ElementTree.fromstring(archive.read(name)).itertext())
    assert len(pages) == 1 + 6 + len(library.modules[SLUG].lessons)
    assert " ".join(library.modules[SLUG].summary.in_(language).split()) in " ".join(text.split())


def test_an_unchanged_page_is_not_sent_again(awa: Browser) -> None:
    for name in ("print", "module.epub"):
        first = awa.client.get(f"/fr{OWN}/{name}")
        headers = {"If-None-Match": first.headers["ETag"]}
        assert awa.client.get(f"/fr{OWN}/{name}", headers=headers).status_code == 304


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sources_stand_by_force(awa: Browser, library: Library, language: str) -> None:
    page = awa.get(f"/{language}{OWN}/sources")
    for source in library.modules[SLUG].sources:
        assert " ".join(source.in_(language).split()) in page.text


@pytest.mark.parametrize("name", ["sources", "print", "module.epub"])
def test_modules_wait_for_the_first_test(browser: Browser, online_story: Story, name: str) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    assert browser.get(f"/fr{OWN}/{name}").response.request.path == "/fr/course"


@pytest.mark.parametrize("name", ["sources", "print", "module.epub", "facilitator"])
def test_a_stranger_signs_in_first_and_a_place_that_is_none_is_missing(
    browser: Browser, story: Story, name: str
) -> None:
    assert browser.client.get(f"/fr{READ}/{name}").status_code == 303
    browser.sign_in_staff("fatou", PASSWORD)
    browser.get(f"/fr/read/{SLUG}/module/9/{name}", expect=404)
    browser.get(f"/fr/read/nowhere/module/1/{name}", expect=404)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fatou_reads_her_sheet_and_finds_it_from_the_module(fatou: Browser, language: str) -> None:
    sheet = f"/{language}{READ}/facilitator"
    assert sheet in fatou.get(f"/{language}{READ}").links()
    assert fatou.get(sheet).h1 == "Pages"


def test_the_sheet_is_not_for_trainees(awa: Browser) -> None:
    awa.get(f"/fr{READ}/facilitator", expect=403)
    assert "facilitator" not in awa.get(f"/fr{OWN}").html


@pytest.mark.parametrize(("language", "time"), [("fr", "8 h 30"), ("en", "08:30")])
def test_fatou_sees_the_three_days(fatou: Browser, language: str, time: str) -> None:
    page = fatou.get(f"/{language}/read/{COURSE}")
    assert time in page.text
    assert len(page.all("table")) == 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_glossary_is_for_everybody_and_marks_its_bambara(
    browser: Browser, story: Story, library: Library, language: str
) -> None:
    page = browser.get(f"/{language}/glossary")
    for term in library.glossary:
        assert term.in_("fr") in page.text
        assert term.in_("en") in page.text
    assert "danbe" in [e.text for e in page.all("span") if e.get("lang") == "bm"]
    assert [e for e in page.all("p") if e.get("class") == "draft"]


def test_a_lesson_says_what_its_words_mean(awa: Browser) -> None:
    page = awa.get(f"/fr{OWN}/lesson/01")
    (words,) = page.all("details")
    assert len(list(words.iter("{http://www.w3.org/1999/xhtml}dt"))) >= 3


def test_commitments_are_a_list_that_a_script_turns_into_boxes(awa: Browser) -> None:
    page = awa.get(f"/fr{OWN}")
    (promises,) = [e for e in page.all("ul") if e.get("data-commitments")]
    assert len(promises) == 4
    assert "module.js" in page.html
    assert awa.client.get("/static/0/module.js").status_code == 200


def test_bambara_is_shown_as_a_draft_when_the_administrator_wants_it(
    browser: Browser, story: Story, library: Library
) -> None:
    draft = library.modules[SLUG].key_messages[0].bm
    assert draft
    boubacar, fatou = browser, browser.another()
    for someone, name in ((boubacar, "boubacar"), (fatou, "fatou")):
        someone.client.post(
            "/fr/staff",
            data={"username": name, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    assert "Bamanankan" not in fatou.get(f"/fr{READ}").text
    shown = {"key": "bambara-shown", "bambara-shown-to": "yes"}
    boubacar.post("/fr/administration/settings", shown)
    assert draft in fatou.get(f"/fr{READ}").text
    boubacar.post("/fr/administration/settings", {**shown, "bambara-shown-to": "no"})
    assert "Bamanankan" not in fatou.get(f"/fr{READ}").text
    fatou.post("/fr/administration/settings", shown, expect=403)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_for_victims_is_read_without_an_account(
    browser: Browser, story: Story, library: Library, language: str
) -> None:
    module = library.modules["droits-des-victimes"]
    assert module.handout is not None
    page = browser.get(f"/{language}/sheet/v1")
    assert page.h1 == " ".join(module.handout.title.in_(language).split())
    assert "victim" not in page.title.lower()
    assert f"/{language}/sheet/v1" in browser.get(f"/{language}/help").links()


def test_a_module_without_such_a_sheet_has_none(browser: Browser, story: Story) -> None:
    browser.get("/fr/sheet/c2", expect=404)
