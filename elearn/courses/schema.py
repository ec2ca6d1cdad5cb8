"""Values into records, each refusal as a finding with its place and a rule of our own."""

from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from elearn.courses import cases, content, items, questionnaires, timetable
from elearn.courses.problems import Arguments, Finding
from elearn.courses.texts import COMPLETE, Place, Record, Text

RecordType = TypeVar("RecordType", bound=Record)

# Pydantic's names of a kind of value, by the beginning of its error type.
KINDS = {
    "string": "text",
    "int": "number",
    "tuple": "list",
    "bool": "boolean",
    "date": "date",
    "model": "mapping",
}


def _known_keys() -> tuple[str, ...]:
    records = {
        value
        for part in (cases, content, items, questionnaires, timetable)
        for value in vars(part).values()
        if isinstance(value, type) and issubclass(value, Record)
    }
    return tuple(sorted({name for record in records | {Text} for name in record.model_fields}))


KEYS = _known_keys()


def record(
    kind: type[RecordType], value: object, file: str, place: Place, findings: list[Finding]
) -> RecordType | None:
    """The value as a record, or None with its refusals added to the findings."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        for refusal in error.errors(include_url=False):
            whole = (*place, *refusal["loc"])
            names = [step for step in whole if isinstance(step, str)]
            rule, arguments = _rule(refusal, names[-1] if names else file)
            findings.append(Finding(file, whole, rule, arguments))
        return None


def _rule(refusal: ErrorDetails, key: str) -> tuple[str, Arguments]:
    """The rule that a refusal of Pydantic's breaks, and its arguments."""
    name, found, context = refusal["type"], str(refusal["input"]), refusal.get("ctx", {})
    match name:
        case "missing":
            return ("missing-language" if key in COMPLETE else "missing-key"), {"key": key}
        case "extra_forbidden":
            return _unknown_key(key)
        case "literal_error":
            return "not-one-of", {"key": key, "found": found, "expected": context["expected"]}
        case "string_pattern_mismatch":
            return _pattern(key, found)
        case "match-key":
            return name, {}
        case "greater_than_equal" | "less_than_equal":
            limit = context.get("ge", context.get("le"))
            return name.replace("_", "-"), {"key": key, "limit": limit}
    return f"not-a-{KINDS.get(name.split('_')[0], 'value')}", {"key": key}


def _unknown_key(key: str) -> tuple[str, Arguments]:
    near = get_close_matches(key, KEYS, n=1)
    if near:
        return "unknown-key-near", {"key": key, "near": near[0]}
    return "unknown-key", {"key": key}


def _pattern(key: str, found: str) -> tuple[str, Arguments]:
    # The patterns of content: some text at all, a time of the day, or an id.
    if key == "time":
        return "malformed-time", {"found": found}
    if found.strip():
        return "malformed-id", {"key": key, "found": found}
    return "empty-text", {"key": key}
