"""The tool that keeps the catalogues sees what it must see."""

from pathlib import Path

import pytest
from babel.messages import Catalog

from tools import catalogues


@pytest.fixture
def said(tmp_path: Path) -> Catalog:
    """What a small package says, in code and in a template."""
    package = tmp_path / "small"
    (package / "templates").mkdir(parents=True)
    (package / "page.py").write_text(
        'words.say("Hello %(name)s", name=1)\nwords.say_many("%(n)s day", "%(n)s days", 3)\n',
        encoding="utf-8",
    )
    (package / "templates" / "page.html").write_text(
        '{{ _("Plain") }} {{ words.say("By a method") }} {% trans %}In a block{% endtrans %}',
        encoding="utf-8",
    )
    return catalogues.sentences_of_code(package)


def french(said: Catalog, **changed: str | tuple[str, str]) -> Catalog:
    """A whole French catalogue of it, with some entries said otherwise."""
    catalogue = Catalog(locale="fr")
    words = {
        "Hello %(name)s": "Bonjour %(name)s",
        ("%(n)s day", "%(n)s days"): ("%(n)s jour", "%(n)s jours"),
        "Plain": "Simple",
        "By a method": "Par une méthode",
        "In a block": "Dans un bloc",
    }
    for message, text in words.items():
        key = message if isinstance(message, str) else message[0]
        catalogue.add(message, changed.get(key.split()[0], text))
    return catalogue


def mistakes(catalogue: Catalog, said: Catalog, *, complete: bool = True) -> list[str]:
    return list(catalogues.mistakes(catalogue, said, complete))


def test_it_finds_sentences_in_code_and_in_templates(said: Catalog):
    ids = {message.id for message in said if message.id}
    assert ids == {
        "Hello %(name)s",
        ("%(n)s day", "%(n)s days"),
        "Plain",
        "By a method",
        "In a block",
    }


def test_a_whole_catalogue_has_no_mistake(said: Catalog):
    assert mistakes(french(said), said) == []


def test_a_missing_translation_is_a_mistake_in_a_complete_language(said: Catalog):
    assert mistakes(french(said, Plain=""), said) == [
        "not translated: 'Plain' (small/templates/page.html)"
    ]


def test_a_draft_language_may_have_gaps(said: Catalog):
    assert mistakes(french(said, Plain=""), said, complete=False) == []


def test_a_lost_place_is_a_mistake(said: Catalog):
    assert mistakes(french(said, Hello="Bonjour"), said) == [
        "other %(places)s than in 'Hello %(name)s': name"
    ]


def test_a_place_that_english_does_not_have_is_a_mistake(said: Catalog):
    assert len(mistakes(french(said, Plain="Simple %(name)s"), said)) == 1


def test_one_plural_form_left_empty_is_a_mistake(said: Catalog):
    assert len(mistakes(french(said, **{"%(n)s": ("%(n)s jour", "")}), said)) == 1


def test_a_sentence_that_no_code_says_any_more_is_a_mistake(said: Catalog):
    catalogue = french(said)
    catalogue.add("Old", "Ancien")
    assert mistakes(catalogue, said) == ["no code says it any more: 'Old'"]


def test_a_fuzzy_entry_is_a_mistake(said: Catalog):
    catalogue = french(said)
    catalogue["Plain"].flags.add("fuzzy")
    assert mistakes(catalogue, said) == ["marked fuzzy: 'Plain'"]


def test_a_catalogue_is_written_the_same_way_twice(said: Catalog, tmp_path: Path):
    first, second = (
        tmp_path / "fr" / "LC_MESSAGES" / "a.po",
        tmp_path / "fr" / "LC_MESSAGES" / "b.po",
    )
    first.parent.mkdir(parents=True)
    catalogues.write(first, french(said))
    catalogues.write(second, catalogues.read(first))
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    assert "POT-Creation-Date" not in first.read_text(encoding="utf-8")
