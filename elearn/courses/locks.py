"""The two lock files: the wording of each version, and the English accepted with each French.

`versions.lock` has a line for each question, case and survey: id, version, hash of the wording.
`parity.lock` has a line for each text: its name, hash of the French, hash of the English accepted
with it. Both are sorted, and made by `elearn content accept`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from elearn.courses.content import ModuleHead
from elearn.courses.library import Library
from elearn.courses.problems import Problem
from elearn.courses.texts import Record, Text, texts_in
from elearn.courses.wording import canonical, wording_hash

VERSIONS, PARITY = "versions.lock", "parity.lock"
# Hexadecimal digits kept of a hash: enough to notice any change, short enough to read a diff.
DIGITS = 16

# Whether a translation was accepted together with the French as it is now.
State = Literal["current", "outdated", "missing"]
# Name, then the two columns of the line.
Entries = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting did: the names of the lines added or changed, by lock file."""

    versions: tuple[str, ...]
    parity: tuple[str, ...]


class NotAccepted(Exception):
    """The locks were left alone: these wordings need a new version, these translations a look."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(len(problems))


def check(library: Library, folder: Path) -> tuple[Problem, ...]:
    """Every wording, translation or new text that the lock files do not know as it is now."""
    return (*_version_problems(library, folder), *_parity_problems(library, folder))


def accept(library: Library, folder: Path, *, translations_read: bool = False) -> Accepted:
    """Writes both locks as the content is now.

    A wording that changed under its old version is never accepted, and a translation older than
    its master only when somebody has read it again (`translations_read`): NotAccepted.
    """
    refused = [p for p in _version_problems(library, folder) if p.rule == "wording-changed"]
    if not translations_read:
        outdated = _parity_problems(library, folder)
        refused += [p for p in outdated if p.rule == "translation-outdated"]
    if refused:
        raise NotAccepted(tuple(refused))
    # A retired id keeps its line: it may not come back with another meaning.
    versions = read(folder / VERSIONS) | _versions(library)
    parity = _parity(library)
    accepted = Accepted(
        versions=_changed(read(folder / VERSIONS), versions),
        parity=_changed(read(folder / PARITY), parity),
    )
    _write(folder / VERSIONS, versions)
    _write(folder / PARITY, parity)
    return accepted


def outdated(library: Library, folder: Path) -> frozenset[str]:
    """The names of the texts whose English is older than their French, such as "item C2-S1-A"."""
    locked = read(folder / PARITY)
    return frozenset(
        name
        for name, (french, english) in _parity(library).items()
        if name in locked and locked[name][0] != french and locked[name][1] == english
    )


def parity(library: Library, folder: Path) -> dict[str, State]:
    """Each text by its name in the lock: "current", "outdated", or "missing" from the lock."""
    locked, older = read(folder / PARITY), outdated(library, folder)
    return {
        name: "outdated"
        if name in older
        else "current"
        if locked.get(name) == hashes
        else "missing"
        for name, hashes in sorted(_parity(library).items())
    }


def read(path: Path) -> Entries:
    """The lines of a lock file by name; none where the file does not exist yet."""
    if not path.exists():
        return {}
    rows = (line.rsplit(" ", 2) for line in path.read_text(encoding="utf-8").splitlines())
    return {name: (first, second) for name, first, second in rows}


def _write(path: Path, entries: Entries) -> None:
    lines = [f"{name} {first} {second}\n" for name, (first, second) in sorted(entries.items())]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _changed(before: Entries, after: Entries) -> tuple[str, ...]:
    return tuple(sorted(name for name in before | after if before.get(name) != after.get(name)))


def _version_problems(library: Library, folder: Path) -> Iterator[Problem]:
    file, locked = f"{folder.name}/{VERSIONS}", read(folder / VERSIONS)
    for name, (version, digest) in sorted(_versions(library).items()):
        accepted = locked.get(name)
        if accepted is None or int(accepted[0]) < int(version):
            yield Problem(file, _line(locked, name), "version-not-accepted", {"id": name})
        elif accepted != (version, digest):
            arguments = {"id": name, "version": int(accepted[0]), "next": int(accepted[0]) + 1}
            yield Problem(file, _line(locked, name), "wording-changed", arguments)


def _parity_problems(library: Library, folder: Path) -> Iterator[Problem]:
    file, locked = f"{folder.name}/{PARITY}", read(folder / PARITY)
    older = outdated(library, folder)
    for name, hashes in sorted(_parity(library).items()):
        if name in older:
            yield Problem(file, _line(locked, name), "translation-outdated", {"id": name})
        elif locked.get(name) != hashes:
            yield Problem(file, _line(locked, name), "translation-not-accepted", {"id": name})


def _line(locked: Mapping[str, object], name: str) -> int:
    return list(locked).index(name) + 1 if name in locked else 1


def _versions(library: Library) -> Entries:
    questions = {
        question.id: (str(question.version), wording_hash(question).hex()[:DIGITS])
        for question in library.questions.values()
    }
    cases = [module.case for module in library.modules.values()]
    surveys = {f"survey-{one.id}": one for one in library.surveys.values()}
    return (
        questions
        | {case.id: (str(case.version), _whole_hash(case)) for case in cases}
        | {name: (str(one.version), _whole_hash(one)) for name, one in surveys.items()}
    )


def _whole_hash(record: Record) -> str:
    return _digest(canonical(record.model_dump(mode="json")))


def _parity(library: Library) -> Entries:
    return {name: _hashes(record) for name, record in _texts(library)}


def _texts(library: Library) -> Iterator[tuple[str, Record]]:
    for slug, module in library.modules.items():
        fields = {name: getattr(module, name) for name in ModuleHead.model_fields}
        yield f"module {slug}", ModuleHead(**fields)
        yield from ((f"lesson {slug} {lesson.number}", lesson) for lesson in module.lessons)
        yield f"case {module.case.id}", module.case
        yield f"job-aid {slug}", module.job_aid
        if module.facilitator:
            yield f"facilitator {slug}", module.facilitator
        if module.handout:
            yield f"handout {slug}", module.handout
    yield from ((f"item {question.id}", question) for question in library.questions.values())
    yield from ((f"course {course.id}", course) for course in library.written_courses)
    yield from ((f"survey {survey.id}", survey) for survey in library.surveys.values())
    yield from ((f"parameter {p.id}", p) for p in library.parameters.values())
    yield from ((f"term {term.term}", term) for term in library.glossary)


def _hashes(record: Record) -> tuple[str, str]:
    texts: list[Text] = [text for _, text in texts_in(record)]
    french, english = ([text.in_(language) for text in texts] for language in ("fr", "en"))
    return _digest(canonical(french)), _digest(canonical(english))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
