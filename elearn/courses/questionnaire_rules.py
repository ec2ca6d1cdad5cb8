"""Rules for the questionnaires: each question can be shown, counted and compared."""

from collections.abc import Iterator, Mapping

from elearn.courses.problems import Finding
from elearn.courses.questionnaires import Opinion, Questionnaire
from elearn.courses.texts import Place

POINTS = 5
LEAST_OPTIONS = 2


def findings(surveys: Mapping[str, Questionnaire]) -> Iterator[Finding]:
    """What the questionnaires break; by file name."""
    taken: set[str] = set()
    for name, survey in surveys.items():
        file = f"surveys/{name}"
        if f"{survey.id}.yaml" != name:
            yield Finding(file, ("id",), "survey-id", {"id": survey.id})
        for position, moment in enumerate(survey.moments):
            if moment in taken:
                yield Finding(file, ("moments", position), "survey-twice", {"moment": moment})
            taken.add(moment)
        yield from _scales(survey, file)
        yield from _questions(survey, file)


def _scales(survey: Questionnaire, file: str) -> Iterator[Finding]:
    for position, scale in enumerate(survey.scales):
        if len(scale.points) != POINTS:
            figures = {"count": len(scale.points), "wanted": POINTS}
            yield Finding(file, ("scales", position, "points"), "survey-points", figures)


def _questions(survey: Questionnaire, file: str) -> Iterator[Finding]:
    yield from _unique([one.id for one in survey.questions], file, ("questions",))
    for position, question in enumerate(survey.questions):
        place = ("questions", position)
        yield from _answers(survey, question, file, place)
        for at, moment in enumerate(question.moments):
            if moment not in survey.moments:
                here = (*place, "moments", at)
                yield Finding(file, here, "survey-moment", {"moment": moment})


def _answers(
    survey: Questionnaire, question: Opinion, file: str, place: Place
) -> Iterator[Finding]:
    options = [option.id for option in question.options]
    yield from _unique(options, file, (*place, "options"))
    if question.kind == "scale":
        if question.scale not in {scale.id for scale in survey.scales}:
            yield Finding(file, (*place, "scale"), "unknown-scale", {"id": question.scale or ""})
        if options:
            yield Finding(file, (*place, "options"), "survey-options-here")
    elif len(options) < LEAST_OPTIONS:
        figures = {"count": len(options), "least": LEAST_OPTIONS}
        yield Finding(file, (*place, "options"), "survey-options", figures)


def _unique(names: list[str], file: str, place: Place) -> Iterator[Finding]:
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Finding(file, (*place, position, "id"), "duplicate-id", {"id": name})
