"""The words of the glossary that a text uses."""

import pytest

from elearn.courses.content import GlossaryTerm
from elearn.courses.glossing import terms_in
from elearn.courses.texts import Text

MEANING = Text(fr="Ce que c’est.", en="What it is.")


def term(name: str, french: str, english: str, meaning: Text | None = MEANING) -> GlossaryTerm:
    return GlossaryTerm(term=name, fr=french, en=english, definition=meaning)


GLOSSARY = (
    term("registre", "registre", "register"),
    term("opj", "officier de police judiciaire (OPJ)", "judicial police officer"),
    term("garde", "garde à vue", "police custody"),
    term("juge", "juge", "judge", None),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Registre est ouvert.", ["registre"]),
        ("Deux registres, une garde\u00a0à\u00a0vue.", ["registre", "garde"]),
        ("La garde à vue, puis le registre.", ["garde", "registre"]),
        ("Prévenez l’OPJ.", ["opj"]),
        ("Prévenez l’officier de police judiciaire.", ["opj"]),
        ("Des officiers de police judiciaire.", ["opj"]),
        ("Il a enregistré l’heure.", []),
        ("Le juge attend.", []),
        ("", []),
    ],
)
def test_terms_stand_in_the_order_of_the_text(text: str, expected: list[str]) -> None:
    assert [found.term for found in terms_in(text, "fr", GLOSSARY)] == expected


def test_english_has_its_own_words() -> None:
    found = terms_in("Registers tell of police custody.", "en", GLOSSARY)
    assert [one.term for one in found] == ["registre", "garde"]
