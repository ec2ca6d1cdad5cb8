"""The exact wording of a question: its hash, and a form to keep it in for good."""

import hashlib
import json

from elearn.courses.items import Item, PracticeItem, Question


def wording_hash(question: Question) -> bytes:
    """SHA-256 of all that the person sees and all that scores it; 32 bytes.

    The explanation, the feedback and the tags of misconceptions are left out: mending one of them
    changes neither what was asked nor the mark.
    """
    return hashlib.sha256(canonical(asked(question)).encode()).digest()


def asked(question: Question) -> dict[str, object]:
    """What the hash is made of, as values of JSON."""
    return {
        "id": question.id,
        "version": question.version,
        "kind": question.kind,
        "choose": question.choose,
        "stem": question.stem.model_dump(),
        "exhibit": [row.model_dump() for row in question.exhibit],
        "prompts": [[prompt.id, prompt.text.model_dump()] for prompt in question.prompts],
        "options": [[option.id, option.text.model_dump()] for option in question.options],
        "key": list(question.key),
    }


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same value is always the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def wording_json(question: Question) -> str:
    """The whole question as canonical JSON; `read_wording` makes it again."""
    return canonical(question.model_dump(mode="json", exclude_none=True))


def read_wording(text: str) -> Item | PracticeItem:
    """The question that `wording_json` wrote; pydantic's ValidationError for anything else."""
    values = json.loads(text)
    return Item.model_validate(values) if "slot" in values else PracticeItem.model_validate(values)
