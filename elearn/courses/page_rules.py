"""Rules for lessons and job aids: length, shape, and what a page may hold."""

import re
from collections.abc import Collection, Iterator

from elearn.courses import measures, prose
from elearn.courses.content import Facilitator, Handout, JobAid, Lesson, ModuleHead
from elearn.courses.problems import Finding
from elearn.courses.texts import Text

LESSON_WORDS = (300, 450)
JOB_AID_WORDS = 200
# Two A4 pages, for a session of an hour to an hour and a half.
FACILITATOR_WORDS = (600, 950)
FACILITATOR_MINUTES = (60, 90)
CONTAINERS = 3
SENTENCE_WORDS = 28
LAST_HEADING = Text(fr="À essayer cette semaine", en="To try this week")

# What both languages of a page must have as many of, by the sign an author writes.
_PARTS = {
    "##": r"^##+ ",
    "-": r"^(?:-|\d+\.) ",
    ":::timeline": r"^:::timeline",
    ":::register": r"^:::register",
    ":::callout": r"^:::callout",
    ":param": r":param\[",
}
_LESSON_NAMED = re.compile(
    r"\b(?:leçon|lesson)\s(?:n°\s)?(\d{1,2})\b(?!,? (?:du|d’un|of) )", re.IGNORECASE
)
_REFUSED = {
    "lesson-title": re.compile(r"^#(?!#)"),
    "lesson-image": re.compile(r"!\["),
    "lesson-link": re.compile(r"(?<!:param)\[[^\]]*\][(\[]|https?:|www\."),
    "lesson-html": re.compile(r"</?[a-zA-Z!]"),
}


Page = Lesson | JobAid | Facilitator | Handout


def findings(page: Page, files: dict[str, str]) -> Iterator[Finding]:
    """What a page breaks, in each language; `files` by language."""
    for language, file in files.items():
        body = page.body.in_(language)
        yield from _shape(body, file)
        if isinstance(page, Lesson):
            yield from _lesson_length(body, file)
            yield from _ending(body, language, file)
        elif isinstance(page, Facilitator):
            yield from _facilitator_length(page, body, file)
        elif isinstance(page, JobAid):
            yield from _job_aid_length(body, file)
    yield from _parity(page.body, files)


def _parity(body: Text, files: dict[str, str]) -> Iterator[Finding]:
    """Both languages of a page have the same headings, lists, containers and figures."""
    shapes = {language: _outline(body.in_(language)) for language in files}
    for part, count in shapes["fr"].items():
        if shapes["en"][part] != count:
            arguments = {"part": part, "fr": count, "en": shapes["en"][part]}
            yield Finding(files["en"], ("body", 1), "translation-shape", arguments)


def _outline(body: str) -> dict[str, int]:
    return {sign: len(re.findall(pattern, body, re.MULTILINE)) for sign, pattern in _PARTS.items()}


def parameter_findings(body: str, file: str, head: ModuleHead) -> Iterator[Finding]:
    """The figures that a page asks for without its module listing them."""
    for number, line in enumerate(body.split("\n"), 1):
        for name in prose.PARAMETER.findall(line):
            if name not in head.parameters:
                yield Finding(file, ("body", number), "unknown-parameter", {"id": name})


def lesson_findings(body: str, file: str, numbers: Collection[str]) -> Iterator[Finding]:
    """The lessons that a page speaks of and that its module does not have."""
    for number, line in enumerate(body.split("\n"), 1):
        for name in unknown_lessons(line, numbers):
            yield Finding(file, ("body", number), "unknown-lesson", {"id": name})


def unknown_lessons(text: str, numbers: Collection[str]) -> list[str]:
    """The lessons named in a text (“leçon 3”) that are not among these numbers (“03”)."""
    named = (f"{int(found):02}" for found in _LESSON_NAMED.findall(text))
    return [name for name in named if name not in numbers]


def _shape(body: str, file: str) -> Iterator[Finding]:
    for number, rule, arguments in prose.mistakes(body):
        yield Finding(file, ("body", number), rule, arguments)
    for number, line in enumerate(body.split("\n"), 1):
        for rule, pattern in _REFUSED.items():
            if pattern.search(line):
                yield Finding(file, ("body", number), rule, {"found": line.strip()[:40]})
        longest = measures.longest_sentence(line)
        if longest > SENTENCE_WORDS and not line.startswith(":::"):
            figures = {"words": longest, "most": SENTENCE_WORDS}
            yield Finding(file, ("body", number), "sentence-long", figures, "warning")


def _job_aid_length(body: str, file: str) -> Iterator[Finding]:
    count = measures.prose_words(body)
    if count > JOB_AID_WORDS:
        figures = {"words": count, "most": JOB_AID_WORDS}
        yield Finding(file, ("body", 1), "job-aid-words", figures)


def _facilitator_length(page: Facilitator, body: str, file: str) -> Iterator[Finding]:
    least, most = FACILITATOR_WORDS
    count = measures.prose_words(body)
    if not least <= count <= most:
        figures = {"words": count, "least": least, "most": most}
        yield Finding(file, ("body", 1), "facilitator-words", figures)
    least, most = FACILITATOR_MINUTES
    if not least <= page.minutes <= most:
        figures = {"count": page.minutes, "least": least, "most": most}
        yield Finding(file, ("minutes",), "facilitator-minutes", figures)


def _lesson_length(body: str, file: str) -> Iterator[Finding]:
    least, most = LESSON_WORDS
    count = measures.prose_words(body)
    if not least <= count <= most:
        figures = {"words": count, "least": least, "most": most}
        yield Finding(file, ("body", 1), "lesson-words", figures)
    containers = [block for block in prose.blocks(body) if block.kind != "prose"]
    if len(containers) > CONTAINERS:
        figures = {"count": len(containers), "most": CONTAINERS}
        yield Finding(file, ("body", containers[CONTAINERS].line), "lesson-containers", figures)


def _ending(body: str, language: str, file: str) -> Iterator[Finding]:
    headings = [line for line in body.split("\n") if line.startswith("## ")]
    expected = LAST_HEADING.in_(language)
    if not headings or headings[-1] != f"## {expected}":
        yield Finding(file, ("body", body.count("\n")), "lesson-ending", {"heading": expected})
