"""One small question of each kind, so that a test shows what it marks."""

from typing import Any

from elearn.courses.items import Item, Option, PracticeItem, Prompt, Question
from elearn.courses.texts import Text


def said(words: str) -> Text:
    return Text(fr=words, en=words)


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id=one, text=said(f"option {one}")) for one in ids)


def item(kind: str, ids: str, key: object, **more: Any) -> Item:
    """A graded question with an option for each letter of `ids`."""
    return Item.model_validate(
        {
            "id": f"S1-{kind}",
            "version": 1,
            "kind": kind,
            "stem": said("What do you do?"),
            "options": options(*ids),
            "key": key,
            "sources": (),
            "lesson": "01",
            "slot": "S1",
            "form": "A",
            "explanation": said("Because."),
            **more,
        }
    )


SINGLE = item("single", "abc", ["b"])
MULTIPLE = item("multiple", "abcd", ["c", "a"], choose=2)
ORDER = item("order", "abcd", ["c", "a", "d", "b"], shuffle=False)
MATCH = item(
    "match",
    "abcd",
    ["d", "a", "b"],
    prompts=tuple(Prompt(id=one, text=said(one)) for one in ("p1", "p2", "p3")),
)
TRUE_FALSE = PracticeItem.model_validate(
    {
        **SINGLE.model_dump(exclude={"slot", "form", "explanation"}),
        "id": "P1",
        "kind": "truefalse",
        "options": options("true", "false"),
        "key": ["false"],
        "objective": "O1",
    }
)
EACH: tuple[Question, ...] = (SINGLE, MULTIPLE, ORDER, MATCH, TRUE_FALSE)
