"""A lawyer's answers, as they come back: figures are signed in `parameters.yaml`, sentences in
`legal-answers.yaml`, by role and never by name.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

import yaml

from elearn.courses import files
from elearn.courses.problems import Finding
from elearn.courses.schema import record
from elearn.courses.texts import Filled, Record

FILE = "legal-answers.yaml"
_HEAD = (
    "# What lawyers answered about sentences, by the sentence's mark: new words, new question.\n"
)


class Answer(Record):
    """What a lawyer answered about one id: by role, never by name."""

    id: Filled
    confirmed: bool
    by: Literal["lawyer", "magistrate", "prosecutor", "legal-adviser"]
    on: date
    note: Filled | None = None


class NotAnswers(Exception):
    """The file holds no list of answers; `findings` say what is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(len(self.findings))


def read_answers(text: str, file: str) -> tuple[Answer, ...]:
    """The answers of a YAML list; raises NotAnswers with every mistake in it."""
    findings: list[Finding] = []
    try:
        values = files.values(text)
    except files.Unreadable as error:
        place = ("line", error.line)
        raise NotAnswers([Finding(file, place, error.rule, error.arguments)]) from None
    if not isinstance(values, list):
        raise NotAnswers([Finding(file, (), "not-a-list", {"key": file})])
    read = [
        record(Answer, _keyed(value), file, (position,), findings)
        for position, value in enumerate(values)
    ]
    if findings:
        raise NotAnswers(findings)
    return tuple(answer for answer in read if answer is not None)


def _keyed(value: object) -> object:
    # YAML reads the bare key `on` as the word for true.
    if not isinstance(value, dict):
        return value
    return {"on" if key is True else key: part for key, part in value.items()}


def confirmed(parameters: str, answers: Iterable[Answer]) -> str:
    """The text of `parameters.yaml` with what was confirmed written in; the rest stays as it is.

    A figure that was refused goes back to waiting, unsigned; the note says why.
    """
    given = {answer.id: answer for answer in answers}
    blocks = re.split(r"(?m)^(?=- id: )", parameters)
    return "".join(_signed(block, given) for block in blocks)


def _signed(block: str, given: dict[str, Answer]) -> str:
    named = re.match(r"- id: ([\w-]+)", block)
    answer = given.get(named[1]) if named else None
    if answer is None:
        return block
    values = {
        "status": "confirmed" if answer.confirmed else "to_be_confirmed",
        "confirmed_by": answer.by if answer.confirmed else "null",
        "confirmed_on": answer.on.isoformat() if answer.confirmed else "null",
    }
    for key, value in values.items():
        block = re.sub(rf"(?m)^  {key}: .*$", f"  {key}: {value}", block, count=1)
    return block


def kept(before: Iterable[Answer], given: Iterable[Answer], asked: set[str]) -> tuple[Answer, ...]:
    """The answers to sentences that are still asked, the newest of each, in the order of marks."""
    newest = {answer.id: answer for answer in (*before, *given) if answer.id in asked}
    return tuple(newest[mark] for mark in sorted(newest))


def written(answers: Iterable[Answer]) -> str:
    """The text of `legal-answers.yaml`, which `read_answers` reads back."""
    rows = [answer.model_dump(mode="json", exclude_none=True) for answer in answers]
    return _HEAD + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100)
