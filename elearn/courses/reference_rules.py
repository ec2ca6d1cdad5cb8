"""Rules for references: whatever a file names stands in the module's own lists."""

import re
from collections.abc import Iterable, Iterator

from elearn.courses.cases import Case
from elearn.courses.content import Facilitator, Handout, JobAid, Lesson, ModuleHead, Parameter
from elearn.courses.items import Item, PracticeItem, Question
from elearn.courses.problems import Finding
from elearn.courses.texts import Place, texts_in

# What a graded item may rest on: the law of treaties and the standards of the UN and the AU.
GRADED_FORCES = ("treaty", "standard")
_UNITS = {
    "hours": "heures?|hours?",
    "days": "jours?|days?",
    "months": "mois|months?",
    "years": "ans?|years?",
}


class References:
    """What one module declares, and the mistakes of those that name something else."""

    def __init__(self, head: ModuleHead) -> None:
        self.sources = {source.id: source for source in head.sources}
        self.objectives = {objective.id for objective in head.objectives}
        self.misconceptions = {misconception.id for misconception in head.misconceptions}
        self.slots = {slot.id for slot in head.slots}
        self.head = head

    def head_findings(self, file: str) -> Iterator[Finding]:
        """The slots' objectives and misconceptions."""
        for position, slot in enumerate(self.head.slots):
            place = ("slots", position)
            yield from self._objectives([slot.objective], file, (*place, "objective"))
            yield from self._misconception(slot.misconception, file, place)

    def parameter_findings(self, file: str, parameters: Iterable[Parameter]) -> Iterator[Finding]:
        """The module's figures of national procedure."""
        known = {parameter.id for parameter in parameters}
        for name in self.head.parameters:
            if name not in known:
                yield Finding(file, ("parameters",), "unknown-parameter", {"id": name})

    def page_findings(
        self, page: Lesson | JobAid | Facilitator | Handout, file: str
    ) -> Iterator[Finding]:
        """The front matter of a page."""
        yield from self._sources(page.sources, file, ("sources",))
        if isinstance(page, Lesson):
            yield from self._objectives(page.objectives, file, ("objectives",))

    def case_findings(self, case: Case, file: str) -> Iterator[Finding]:
        """The case's objectives, and the sources and tags of its choices and endings."""
        yield from self._objectives(case.objectives, file, ("objectives",))
        for position, decision in enumerate(case.decisions):
            for number, choice in enumerate(decision.choices):
                place = ("decisions", position, "choices", number)
                yield from self._sources(choice.sources, file, (*place, "sources"))
                yield from self._misconception(choice.misconception, file, place)
        for position, ending in enumerate(case.endings):
            yield from self._sources(ending.sources, file, ("endings", position, "sources"))

    def item_findings(self, item: Item, file: str, place: Place) -> Iterator[Finding]:
        """A graded item's slot and tags, and the weight of its sources."""
        yield from self._question(item, file, place)
        if item.slot not in self.slots:
            yield Finding(file, (*place, "slot"), "unknown-slot", {"id": item.slot})
        cited = [self.sources[name] for name in item.sources if name in self.sources]
        if not any(s.status == "seen" and s.force in GRADED_FORCES for s in cited):
            yield Finding(file, (*place, "sources"), "graded-source")
        for source in cited:
            if source.force == "national":
                yield Finding(file, (*place, "sources"), "graded-national", {"id": source.id})

    def figure_findings(
        self, item: Item, file: str, place: Place, parameters: Iterable[Parameter]
    ) -> Iterator[Finding]:
        """A figure of the module's national procedure that a graded item writes out."""
        own = [parameter for parameter in parameters if parameter.id in self.head.parameters]
        for inner, text in texts_in(item):
            for parameter in own:
                written = rf"\b{parameter.value}\s(?:{_UNITS[parameter.unit]})\b"
                if re.search(written, f"{text.fr} {text.en}"):
                    arguments = {"id": parameter.id}
                    yield Finding(file, (*place, *inner), "graded-figure", arguments, "warning")

    def practice_findings(self, item: PracticeItem, file: str, place: Place) -> Iterator[Finding]:
        """A practice item's objective and tags."""
        yield from self._question(item, file, place)
        yield from self._objectives([item.objective], file, (*place, "objective"))

    def _question(self, question: Question, file: str, place: Place) -> Iterator[Finding]:
        yield from self._sources(question.sources, file, (*place, "sources"))
        for position, option in enumerate(question.options):
            here = (*place, "options", position)
            yield from self._misconception(option.misconception, file, here)

    def _sources(self, names: Iterable[str], file: str, place: Place) -> Iterator[Finding]:
        for name in names:
            if name not in self.sources:
                yield Finding(file, place, "unknown-source", {"id": name})

    def _objectives(self, names: Iterable[str], file: str, place: Place) -> Iterator[Finding]:
        for name in names:
            if name not in self.objectives:
                yield Finding(file, place, "unknown-objective", {"id": name})

    def _misconception(self, name: str | None, file: str, place: Place) -> Iterator[Finding]:
        if name is not None and name not in self.misconceptions:
            place = (*place, "misconception")
            yield Finding(file, place, "unknown-misconception", {"id": name})
