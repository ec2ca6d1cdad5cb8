"""Each kind of question: what is an answer to it, what is right, and how it is shown."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.items import Question
from elearn.courses.library import Library
from elearn.quizzes.questions import (
    AnswerAndUnknown,
    Choice,
    Fields,
    ForeignOption,
    Match,
    NotAnAnswer,
    Order,
    TooMany,
    question,
)
from tests.quizzes.small_items import EACH, MATCH, MULTIPLE, ORDER, SINGLE, TRUE_FALSE

PAIRS = {"p1": "d", "p2": "a", "p3": "b"}


def named(wording: Question) -> str:
    return wording.kind


each_kind = pytest.mark.parametrize("wording", EACH, ids=named)


@pytest.mark.parametrize(
    ("wording", "choice", "points"),
    [
        (SINGLE, ["b"], 1),
        (SINGLE, ["a"], 0),
        (TRUE_FALSE, ["false"], 1),
        (TRUE_FALSE, ["true"], 0),
        (MULTIPLE, ["a", "c"], 1),
        (MULTIPLE, ["c", "a"], 1),
        (MULTIPLE, ["a"], 0),
        (MULTIPLE, ["a", "b"], 0),
        (ORDER, ["c", "a", "d", "b"], 1),
        (ORDER, ["c", "a", "b", "d"], 0),
        (MATCH, PAIRS, 1),
        (MATCH, {"p3": "b", "p1": "d", "p2": "a"}, 1),
        (MATCH, {"p1": "d", "p2": "a"}, 0),
        (MATCH, {**PAIRS, "p3": "c"}, 0),
    ],
)
def test_the_whole_right_answer_earns_one_point_and_half_of_it_none(
    wording: Question, choice: object, points: int
) -> None:
    kind = question(wording)
    assert kind.points(kind.checked(choice)) == points


@each_kind
def test_not_knowing_is_an_answer_without_a_point(wording: Question) -> None:
    kind = question(wording)
    assert kind.checked(None) is None
    assert kind.points(None) == 0
    assert kind.read({"unknown": ["1"]}) == (True, None)


@pytest.mark.parametrize(
    ("wording", "choice", "refusal"),
    [
        (SINGLE, ["a", "b"], TooMany),
        (TRUE_FALSE, ["true", "false"], TooMany),
        (MULTIPLE, ["a", "b", "c"], TooMany),
        (SINGLE, ["z"], ForeignOption),
        (SINGLE, ["unknown"], ForeignOption),
        (SINGLE, [], ForeignOption),
        (SINGLE, "b", ForeignOption),
        (SINGLE, {"a": "b"}, ForeignOption),
        (SINGLE, [["b"]], ForeignOption),
        (SINGLE, True, ForeignOption),
        (MULTIPLE, ["a", "a"], ForeignOption),
        (MULTIPLE, ["a", "z"], ForeignOption),
        (ORDER, ["c", "a", "d"], ForeignOption),
        (ORDER, ["c", "a", "d", "d"], ForeignOption),
        (ORDER, ["c", "a", "d", "b", "b"], ForeignOption),
        (MATCH, {}, ForeignOption),
        (MATCH, ["d", "a", "b"], ForeignOption),
        (MATCH, {"p9": "a"}, ForeignOption),
        (MATCH, {"p1": "z"}, ForeignOption),
        (MATCH, {"p1": ["d"]}, ForeignOption),
        (MATCH, {"p1": None}, ForeignOption),
    ],
)
def test_what_is_no_answer_says_why_and_of_which_item(
    wording: Question, choice: object, refusal: type[NotAnAnswer]
) -> None:
    with pytest.raises(refusal) as refused:
        question(wording).checked(choice)
    assert refused.value.item == wording.id


def test_without_a_number_said_every_option_may_be_ticked() -> None:
    free = question(MULTIPLE.model_copy(update={"choose": None}))
    assert free.checked(["d", "c", "b", "a"]) == ["a", "b", "c", "d"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["a", "b", "c", "d", "p1", "p2", "true", "unknown", ""])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.sampled_from(["p1", "p2", "p3"]) | st.text(max_size=3), inner)
    ),
    max_leaves=8,
)


@settings(database=None, deadline=None, max_examples=200)
@given(st.sampled_from(EACH), VALUES)
def test_anything_sent_is_a_choice_in_its_one_form_or_no_answer(
    wording: Question, sent: object
) -> None:
    kind = question(wording)
    try:
        choice = kind.checked(sent)
    except NotAnAnswer:
        return
    assert kind.checked(choice) == choice
    assert kind.points(choice) in (0, 1)
    json.dumps(choice)


FIELDS = st.dictionaries(
    st.sampled_from(["", "unknown", "p1", "p2", "p3", "p9", "move"]),
    st.lists(st.sampled_from(["a", "b", "c", "d", "true", "unknown", "", "1", "z"]), max_size=5),
)


@settings(database=None, deadline=None, max_examples=200)
@given(st.sampled_from(EACH), FIELDS)
def test_any_form_posted_holds_an_answer_or_none_or_is_refused(
    wording: Question, fields: Fields
) -> None:
    kind = question(wording)
    try:
        answered, choice = kind.read(fields)
    except NotAnAnswer:
        return
    assert kind.checked(choice) == choice
    assert answered or choice is None or wording.kind == "order"


@pytest.mark.parametrize(
    ("wording", "fields", "read"),
    [
        (SINGLE, {}, (False, None)),
        (SINGLE, {"": ["b"]}, (True, ["b"])),
        (SINGLE, {"": ["unknown"]}, (True, None)),
        (TRUE_FALSE, {"": ["unknown"]}, (True, None)),
        (MULTIPLE, {"": ["c", "a"]}, (True, ["a", "c"])),
        (MULTIPLE, {"": [""]}, (False, None)),
        (ORDER, {}, (False, None)),
        (ORDER, {"": ["a", "b", "c", "d"]}, (False, ["a", "b", "c", "d"])),
        (ORDER, {"": ["b", "a", "c", "d"]}, (True, ["b", "a", "c", "d"])),
        (ORDER, {"": ["b", "a", "c", "d"], "unknown": ["1"]}, (True, None)),
        (MATCH, {}, (False, None)),
        (MATCH, {"p1": [""], "p2": []}, (False, None)),
        (MATCH, {"p2": ["a"], "p1": ["d"], "p3": [""]}, (True, {"p1": "d", "p2": "a"})),
    ],
)
def test_a_form_is_read_as_the_page_wrote_it(
    wording: Question, fields: Fields, read: tuple[bool, Choice]
) -> None:
    assert question(wording).read(fields) == read


@pytest.mark.parametrize(
    ("wording", "chosen"), [(SINGLE, {"": ["b"]}), (MULTIPLE, {"": ["a"]}), (MATCH, {"p1": ["d"]})]
)
def test_an_answer_and_not_knowing_at_once_is_a_conflict(
    wording: Question, chosen: dict[str, list[str]]
) -> None:
    with pytest.raises(AnswerAndUnknown):
        question(wording).read({**chosen, "unknown": ["1"]})


@pytest.mark.parametrize(
    ("step", "by", "order"),
    [
        ("a", -1, "abcd"),
        ("a", 1, "bacd"),
        ("b", -1, "bacd"),
        ("d", 1, "abcd"),
        ("d", -1, "abdc"),
        ("b", 99, "acdb"),
    ],
)
def test_a_step_moves_up_or_down_and_stays_at_an_end(step: str, by: int, order: str) -> None:
    kind = question(ORDER)
    assert isinstance(kind, Order)
    assert kind.moved(None, step, by) == list(order)


def test_moves_go_on_from_the_order_so_far() -> None:
    kind = question(ORDER)
    assert isinstance(kind, Order)
    assert kind.moved(["c", "a", "b", "d"], "d", -1) == ["c", "a", "d", "b"]
    with pytest.raises(ForeignOption):
        kind.moved(None, "z", 1)


@each_kind
def test_options_are_shown_each_once(wording: Question) -> None:
    for seed in range(20):
        shown = question(wording).shown(Random(seed))
        assert sorted(shown) == sorted(option.id for option in wording.options)


def test_only_what_may_be_shuffled_is() -> None:
    assert len({tuple(question(SINGLE).shown(Random(seed))) for seed in range(30)}) == 6
    fixed = SINGLE.model_copy(update={"shuffle": False})
    for wording in (ORDER, TRUE_FALSE, fixed):
        own = [option.id for option in wording.options]
        assert all(question(wording).shown(Random(seed)) == own for seed in range(10))


def test_the_same_dice_show_the_same_order() -> None:
    kind = question(SINGLE)
    assert kind.shown(Random("11:awa:pre")) == kind.shown(Random("11:awa:pre"))


# ------------------------------------------------------------------ the real library


def test_in_the_library_each_key_scores_one_and_every_other_single_option_nothing(
    library: Library,
) -> None:
    asked = [
        item for module in library.modules.values() for item in (*module.items, *module.practice)
    ]
    assert len(asked) >= 30 * len(library.modules)
    for item in asked:
        kind = question(item)
        key = item.pairs if isinstance(kind, Match) else list(item.key)
        assert kind.points(kind.checked(key)) == 1, item.id
        for option in item.distractors:
            if item.kind in ("single", "truefalse"):
                assert kind.points(kind.checked([option.id])) == 0, item.id


def test_in_the_library_no_order_is_right_as_it_is_shown(library: Library) -> None:
    for item in library.questions.values():
        if item.kind == "order":
            kind = question(item)
            assert kind.points(kind.shown(Random(1))) == 0, item.id
