"""What the form of a question tells a guesser, and that our bank tells little."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pytest

from elearn.config import BUNDLE
from elearn.courses import cues, guessing, library
from elearn.courses.cues import Sheet
from elearn.courses.guessing import Guess, Seen
from elearn.courses.library import Library
from tests.courses.small_content import SmallContent

WIDTH = len(cues.names())


@pytest.fixture(scope="module")
def real() -> Library:
    return library.load(BUNDLE / "content")


def shown(cue: str, *options: str, stem: str = "", language: str = "en") -> list[float]:
    column = cues.names().index(cue)
    return [row[column] for row in cues.table(Sheet(stem, options), language)]


def most(values: list[float]) -> int:
    return values.index(max(values))


def test_a_cue_is_measured_beside_the_other_options() -> None:
    for row in zip(*cues.table(Sheet("Why?", ("Wait", "Ask him", "Leave")), "en"), strict=True):
        assert sum(row) == pytest.approx(0)


@pytest.mark.parametrize(
    ("cue", "options", "expected"),
    [
        ("longest", ("Go home now", "Go", "Stay in"), 0),
        ("shortest", ("Go home now", "Go", "Stay in"), 1),
        ("length", ("Go", "Stay in", "Go home right now"), 2),
        ("words", ("Go", "Go on a bit", "Leave"), 1),
        ("first", ("Go", "Stay", "Leave"), 0),
        ("last", ("Go", "Stay", "Leave"), 2),
        ("same opening", ("Go", "Wait for him", "Wait here"), 1),
        ("opens alone", ("Wait here", "Wait for him", "Go"), 2),
        ("shared", ("Ring the doctor", "Go", "A doctor now"), 0),
        ("commas", ("Go", "Go, then", "Leave"), 1),
        ("two acts", ("Go", "Go and see", "Leave"), 1),
        ("negation", ("Go", "Leave", "Do not go"), 2),
        ("quotation", ("Go", "“Go”", "Leave"), 1),
        ("care", ("Go", "Leave", "Call the doctor"), 2),
    ],
)
def test_each_cue_sees_its_option(cue: str, options: tuple[str, ...], expected: int) -> None:
    assert most(shown(cue, *options)) == expected


def test_words_of_the_question_are_seen_and_those_of_somebody_quoted_apart() -> None:
    stem = "The doctor is away. “Write Monday,” says a colleague."
    options = ("Find the doctor", "Write it on Monday", "Go")
    assert most(shown("echo", *options, stem=stem)) == 1
    assert shown("echo of a voice", *options, stem=stem)[0] < 0


def test_each_language_has_its_own_words_for_the_same_cues() -> None:
    assert most(shown("waiting", "Partir", "Attendre", "Écrire", language="fr")) == 1
    assert most(shown("writing", "Partir", "Attendre", "Écrire", language="fr")) == 2


def test_a_difference_that_no_eye_sees_is_none() -> None:
    assert shown("length", "a" * 40, "b" * 42, "c" * 43) == [0, 0, 0]
    assert shown("longest", "a" * 40, "b" * 42, "c" * 43) == [0, 0, 0]
    assert cues.letters(Sheet("", ("aa", "bbb"))) == [2, 3]


def test_an_item_is_met_without_its_key_and_its_document_belongs_to_the_question(
    content: SmallContent,
) -> None:
    item = library.load(content.folder).modules["halte"].items[0]
    sheet = cues.sheet(item, "fr")
    assert sheet.options == tuple(option.text.fr for option in item.options)
    assert sheet.stem.startswith(item.stem.fr)
    assert cues.guessable(item)


def planted(name: str, number: int, group: str) -> Seen:
    """An item whose key alone shows one cue."""
    rows = np.zeros((3, WIDTH))
    key = number % 3
    rows[key, cues.names().index(name)] = 1.0
    return Seen(f"{group}{number}", group, rows, (5, 5, 6), frozenset({key}))


def test_a_habit_of_the_other_modules_is_found_in_this_one() -> None:
    items = [planted("echo", number, group) for group in "AB" for number in range(9)]
    made = guessing.guesses(items)
    assert all(guess.right and guess.cue == "echo" for guess in made)
    assert guessing.by_one_cue(items)["most echo"] == 1
    assert guessing.by_one_cue(items)["least echo"] == 0


def test_a_module_alone_teaches_nothing_about_itself() -> None:
    items = [planted("echo", number, "A") for number in range(9)]
    assert sum(guess.right for guess in guessing.guesses(items)) == 3


def test_two_keys_are_found_only_together() -> None:
    rows = np.zeros((4, WIDTH))
    rows[:, cues.names().index("echo")] = [1, 1, 0, 0]
    both = Seen("A1", "A", rows, (5, 5, 5, 6), frozenset({0, 1}))
    assert both.chance == pytest.approx(1 / 6)
    assert guessing.by_one_cue([both])["most echo"] == 1
    one = Seen("A2", "A", rows, (5, 5, 5, 6), frozenset({0, 2}))
    assert guessing.by_one_cue([one])["most echo"] == 0
    assert guessing.by_one_cue([one])["most care"] == pytest.approx(1 / 6)


def test_who_counts_letters_leaves_the_longest_out() -> None:
    items = [planted("echo", number, "A") for number in (0, 1)]
    assert guessing.by_counting_letters(items) == pytest.approx(1 / 2)
    assert guessing.by_counting_letters([planted("echo", 2, "A")]) == 0


def test_no_question_gives_nothing_away() -> None:
    assert guessing.guesses([]) == []
    assert guessing.found([]) is None
    assert set(guessing.by_one_cue([]).values()) == {0.0}
    assert guessing.by_counting_letters([]) == 0.0


def test_what_was_found_stands_beside_chance_with_its_interval() -> None:
    made = [
        Guess(str(number), "A", 0.25, frozenset({0}), number < 4, "echo") for number in range(8)
    ]
    found = guessing.found(made)
    assert found is not None
    assert (found.items, found.right, found.chance) == (8, 4, 0.25)
    assert found.above_chance == pytest.approx(0.25)
    assert found.share.lo < 0.5 < found.share.hi


def table(made: list[Guess]) -> Iterator[str]:
    for group, guesses in groupby(made, key=lambda guess: guess.group):
        found = guessing.found(list(guesses))
        assert found is not None
        yield f"{group} {found.right}/{found.items} ({found.share.value:.0%}, {found.chance:.0%})"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_form_of_our_questions_gives_at_most_ten_points_away(
    real: Library, language: str
) -> None:
    made = guessing.guesses(guessing.bank(real.modules.values(), language))
    found = guessing.found(made)
    assert found is not None
    print(f"\n{language}: {found.share.value:.1%}, chance {found.chance:.1%}:", *table(made))
    assert found.above_chance <= guessing.MOST_ABOVE_CHANCE
