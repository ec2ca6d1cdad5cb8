"""What a loaded library answers."""

from time import process_time

import pytest
from pydantic import ValidationError

from elearn.config import BUNDLE
from elearn.courses import library
from elearn.courses.content import Course, Module
from elearn.courses.library import Library
from elearn.courses.problems import ContentRefused
from tests.courses.small_content import (
    CASE,
    COURSE,
    FACILITATOR_EN,
    FACILITATOR_FR,
    ITEMS,
    LESSON_EN,
    LESSON_FR,
    MODULE,
    PARAMETERS,
    SmallContent,
)


@pytest.fixture
def small(content: SmallContent) -> Library:
    return library.load(content.folder)


@pytest.fixture
def halte(small: Library) -> Module:
    return small.modules["halte"]


@pytest.fixture
def essai(small: Library) -> Course:
    return small.courses["essai"]


def test_a_form_holds_one_twin_of_each_slot(small: Library, essai: Course) -> None:
    assert [item.id for item in small.form(essai, "A")] == ["H1-S1-A"]
    assert [item.id for item in small.follow_up(essai, "C")] == ["H1-S1-C"]


def test_the_items_of_a_module_follow_its_slots(halte: Module) -> None:
    assert [item.id for item in halte.items_of("B")] == ["H1-S1-B"]


def test_a_course_gives_its_modules_in_order(small: Library, essai: Course) -> None:
    assert small.modules_of(essai) == (small.modules["halte"],)


def test_things_are_found_by_their_ids(small: Library, halte: Module) -> None:
    assert small.slot("H1-S1").critical
    assert small.question("H1-P1").choose == 2
    assert halte.lesson("01").name == "le-motif"
    assert halte.source("cat-11").force == "treaty"
    assert halte.case.node("d1") is halte.case.decisions[0]
    assert halte.case.node("e2") is halte.case.endings[1]
    assert halte.case.decisions[0].choice("c").next == "e1"
    assert halte.item("H1-S1", "A").option("a").text.in_("en") == "Give her the reason"


def test_what_is_not_there_raises_key_error(small: Library, halte: Module) -> None:
    question = small.question("H1-P1")
    for missing in (
        lambda: small.slot("H1-S9"),
        lambda: small.question("H1-P9"),
        lambda: small.lesson_html("halte", "09", "fr"),
        lambda: small.job_aid_html("halte", "de"),
        lambda: halte.lesson("09"),
        lambda: halte.source("x"),
        lambda: halte.slot("x"),
        lambda: halte.item("H1-S9", "A"),
        lambda: halte.case.node("x"),
        lambda: halte.case.decisions[0].choice("x"),
        lambda: question.option("x"),
        lambda: halte.title.in_("de"),
    ):
        with pytest.raises(KeyError):
            missing()


def test_a_match_gives_its_pairs_in_the_order_of_the_prompts(small: Library) -> None:
    match = small.question("H1-P4")
    assert match.key == ("b", "a", "c")
    assert match.pairs == {"p1": "b", "p2": "a", "p3": "c"}
    assert [option.id for option in match.distractors] == ["d"]
    assert small.question("H1-P1").pairs == {}


def test_bambara_falls_back_to_french_where_it_has_no_words(halte: Module) -> None:
    assert halte.key_messages[0].in_("bm") == "Kun fɔ."
    assert halte.key_messages[1].in_("bm") == "Écrivez midi."


def test_content_cannot_be_changed(halte: Module) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        halte.minutes = 1  # type: ignore[misc]


def test_the_standard_is_provisional_until_five_judges_have_set_it(
    content: SmallContent, essai: Course
) -> None:
    assert essai.standard.provisional
    content.change(COURSE, "judges: 0, date: null", "judges: 5, date: 2027-02-01")
    assert not library.load(content.folder).courses["essai"].standard.provisional


def test_a_figure_of_national_law_waits_for_a_lawyer(content: SmallContent, small: Library) -> None:
    assert "à confirmer par un juriste" in small.lesson_html("halte", "01", "fr")
    english = small.lesson_html("halte", "01", "en")
    assert '<strong class="param">to be confirmed by a lawyer</strong>' in english
    assert "48" not in english


def confirm(content: SmallContent) -> None:
    content.change(PARAMETERS, "to_be_confirmed", "confirmed")
    content.change(PARAMETERS, "confirmed_by: null", 'confirmed_by: "Me D."')
    content.change(PARAMETERS, "confirmed_on: null", "confirmed_on: 2027-01-04")


@pytest.mark.parametrize(
    ("value", "language", "figure"),
    [
        (48, "fr", "48&nbsp;heures"),
        (48, "en", "48&nbsp;hours"),
        (1, "fr", "1&nbsp;heure<"),
        (1, "en", "1&nbsp;hour<"),
        (0, "fr", "0&nbsp;heure<"),
        (0, "en", "0&nbsp;hours"),
    ],
)
def test_a_confirmed_figure_is_printed_with_unit_and_source(
    content: SmallContent, value: int, language: str, figure: str
) -> None:
    confirm(content)
    content.change(PARAMETERS, "value: 48", f"value: {value}")
    html = library.load(content.folder).lesson_html("halte", "01", language)
    assert figure in html
    assert "<cite>(Mali, Code, 2024)</cite>" in html


def test_the_fingerprint_changes_with_any_file(content: SmallContent, small: Library) -> None:
    assert library.load(content.folder).fingerprint == small.fingerprint
    content.change(CASE, "Elle sait.", "Elle le sait.")
    assert library.load(content.folder).fingerprint != small.fingerprint


def test_a_folder_with_nothing_in_it_names_what_it_lacks(content: SmallContent) -> None:
    with pytest.raises(ContentRefused) as refused:
        library.load(content.folder / "empty")
    assert {problem.rule for problem in refused.value.problems} == {"missing-file"}


def test_the_projects_own_content_loads_with_no_mistake() -> None:
    library.load(BUNDLE / "content")


def test_fourteen_modules_load_in_little_time(content: SmallContent) -> None:
    own = {name: content.files[name] for name in (MODULE, ITEMS, CASE, LESSON_FR, LESSON_EN)}
    aids = {name: content.files[name] for name in content.files if "job-aid" in name}
    for number in range(10, 23):
        for name, text in (own | aids).items():
            renamed = text.replace("H1", f"M{number}").replace("slug: halte", f"slug: m{number}")
            content.write(name.replace("halte", f"m{number}"), renamed)
    began = process_time()
    assert len(library.load(content.folder).modules) == 14
    # The bar is 1.5 seconds for modules ten times this size: these must not come near it.
    assert process_time() - began < 1.5


def test_the_facilitators_sheet_is_html_where_it_is_written(
    content: SmallContent, small: Library
) -> None:
    assert "<h2>Noon</h2>" in small.facilitator_html("halte", "en")
    content.remove(FACILITATOR_FR)
    content.remove(FACILITATOR_EN)
    with pytest.raises(KeyError):
        library.load(content.folder).facilitator_html("halte", "en")


def test_each_module_has_its_key_messages_in_draft_bambara(library: Library) -> None:
    drafts = [m.bm for module in library.modules.values() for m in module.key_messages]
    assert len(drafts) == 3 * len(library.modules)
    assert all(drafts)
    assert len(set(drafts)) == len(drafts)
