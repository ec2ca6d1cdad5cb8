"""What may be ruled on a question of each kind."""

import pytest

from elearn.courses.items import Item
from elearn.quizzes.marking import Score, counting, marked_by
from elearn.quizzes.questions import Choice, ForeignOption, TooMany
from elearn.quizzes.rulings import KeyOfTheText, NotAKey, RulingKind, Verdict, key_of
from tests.quizzes.ruled import keyed, restored, void
from tests.quizzes.small_items import MATCH, MULTIPLE, ORDER, SINGLE

PAIRS = {"p1": "a", "p2": "b", "p3": "c"}
OTHERS: list[tuple[Item, Choice]] = [
    (SINGLE, ["c"]),
    (MULTIPLE, ["d", "b"]),
    (ORDER, ["d", "c", "b", "a"]),
    (MATCH, PAIRS),
]


def own_key(item: Item) -> Choice:
    return item.pairs if item.kind == "match" else list(item.key)


@pytest.mark.parametrize(("item", "choice"), OTHERS, ids=lambda it: getattr(it, "kind", ""))
def test_a_corrected_key_makes_that_answer_right_and_the_old_one_wrong(
    item: Item, choice: Choice
) -> None:
    verdict = keyed(item, choice)
    given = sorted(choice) if item.kind == "multiple" else choice  # as a choice is kept
    assert (verdict.points(given), verdict.points(sorted_key(item))) == (1, 0)
    assert restored(item).points(sorted_key(item)) == 1
    assert verdict.mends
    assert not restored(item).mends


def sorted_key(item: Item) -> Choice:
    return sorted(item.key) if item.kind == "multiple" else own_key(item)


def test_a_question_taken_out_earns_nothing() -> None:
    assert void(SINGLE).points(["b"]) == 0
    assert void(SINGLE).item is None


@pytest.mark.parametrize(
    ("item", "choice"), [(SINGLE, None), (MULTIPLE, ["a"]), (MATCH, {"p1": "a"})]
)
def test_half_an_answer_is_no_key(item: Item, choice: Choice) -> None:
    with pytest.raises(NotAKey):
        key_of(item, choice)


@pytest.mark.parametrize(
    ("item", "choice", "why"),
    [
        (SINGLE, ["z"], ForeignOption),
        (SINGLE, ["a", "b"], TooMany),
        (MULTIPLE, ["a", "z"], ForeignOption),
        (ORDER, ["a", "b"], ForeignOption),
        (MATCH, {"p9": "a"}, ForeignOption),
    ],
)
def test_a_key_of_unknown_options_is_refused(
    item: Item, choice: Choice, why: type[Exception]
) -> None:
    with pytest.raises(why):
        key_of(item, choice)


@pytest.mark.parametrize("item", [SINGLE, MULTIPLE, ORDER, MATCH], ids=lambda item: item.kind)
def test_the_key_of_the_text_corrects_nothing(item: Item) -> None:
    with pytest.raises(KeyOfTheText):
        key_of(item, own_key(item))


def test_a_score_counts_what_is_left_by_what_was_ruled() -> None:
    asked = [(one.id, one.id.encode()) for one in (SINGLE, ORDER, MATCH)]
    wordings = {one.id.encode(): one for one in (SINGLE, ORDER, MATCH)}
    choices: dict[str, Choice] = {SINGLE.id: ["b"], ORDER.id: None}
    assert marked_by(asked, choices, wordings, {}) == Score(1, 1, 2, 3)
    out = {ORDER.id.encode(): void(ORDER), SINGLE.id.encode(): keyed(SINGLE, ["c"])}
    assert marked_by(asked, choices, wordings, out) == Score(0, 0, 1, 2)
    back = {ORDER.id.encode(): Verdict(ORDER, RulingKind.RESTORED)}
    assert marked_by(asked, choices, wordings, back) == Score(1, 1, 2, 3)
    assert counting([]) == {}
