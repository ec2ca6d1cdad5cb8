"""The wording of a question, kept for good."""

import pytest
from pydantic import ValidationError

from elearn.courses import library
from elearn.courses.items import Question
from elearn.courses.reading import Reader
from elearn.courses.wording import read_wording, wording_hash, wording_json
from tests.courses.small_content import ITEMS, SCENES, SmallContent


def question(content: SmallContent, question_id: str = "H1-S1-A") -> Question:
    return library.load(content.folder).question(question_id)


def test_every_question_is_made_again_from_its_json(content: SmallContent) -> None:
    for asked in library.load(content.folder).questions.values():
        again = read_wording(wording_json(asked))
        assert again == asked
        assert wording_hash(again) == wording_hash(asked)
        assert wording_json(again) == wording_json(asked)


def test_no_two_questions_share_a_hash(content: SmallContent) -> None:
    questions = library.load(content.folder).questions.values()
    assert len({wording_hash(asked) for asked in questions}) == len(questions)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Elle attend depuis midi.", "Elle attend depuis hier."),
        ("She has been waiting since noon.", "She has been waiting since nine."),
        ("Tidy the old station", "Tidy the big station"),
        ('fr: "midi 0,', 'fr: "midi 9,'),
        ("version: 1", "version: 2"),
    ],
)
def test_what_the_person_sees_changes_the_hash(content: SmallContent, old: str, new: str) -> None:
    before = wording_hash(question(content))
    content.change(ITEMS, old, new)
    assert wording_hash(question(content)) != before


def test_a_new_key_changes_the_hash(content: SmallContent) -> None:
    before = question(content, "H1-P3")
    content.change(ITEMS, "key: [b, a, d, c]", "key: [b, d, a, c]")
    assert wording_hash(question(content, "H1-P3")) != wording_hash(before)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Le motif vient tôt.", "Le motif vient vite."),
        ("misconception: later", "misconception: papers"),
        ("sources: [cat-11]", "sources: [cat-11, cat-11]"),
    ],
)
def test_what_was_not_asked_leaves_the_hash_alone(
    content: SmallContent, old: str, new: str
) -> None:
    before = wording_hash(question(content))
    content.change(ITEMS, old, new)
    assert wording_hash(question(content)) == before


def test_the_hash_is_for_good(content: SmallContent) -> None:
    # Answers are kept by it: a change of how it is made would orphan them.
    content.change(ITEMS, SCENES[0], "midi 0")
    kept = Reader(content.folder).shelf().modules[0].items[0]
    assert wording_hash(kept).hex()[:16] == "b683f323b5599066"


def test_a_wording_of_another_shape_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_wording('{"id": "H1-S1-A"}')
