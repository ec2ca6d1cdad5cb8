"""Rules for a module as a whole: its plan, its twins, and whether all it names is used."""

from collections import Counter
from collections.abc import Iterator

from elearn.courses import twin_rules
from elearn.courses.content import Facilitator, Handout, JobAid, Lesson, Module, ModuleHead, Slot
from elearn.courses.items import FORMS
from elearn.courses.problems import Finding, Severity
from elearn.courses.prose import PARAMETER
from elearn.courses.texts import COMPLETE, Text

MINUTES = (35, 50)
KEY_MESSAGES = 3
CRITICAL_SLOTS = (1, 3)
# Of the slots, in percent, at least this many ask for more than memory and understanding.
HIGHER_SHARE = 60
HIGHER_LEVELS = ("apply", "analyse", "evaluate", "create")
REVIEWERS = ("lawyer", "former_officer", "native_reader")
# domain-facts 8.1: every module opens with this notice, unchanged.
NOTICE = Text(
    fr="Ce module évoque la torture et les mauvais traitements, sans images ni description "
    "détaillée. Vous pouvez faire une pause, passer un écran ou quitter\N{NARROW NO-BREAK SPACE}; "
    "votre progression est gardée.",
    en="This module mentions torture and ill-treatment, without images or detailed description. "
    "You may pause, skip a screen or leave; your progress is kept.",
)


def head_findings(head: ModuleHead, folder: str, file: str) -> Iterator[Finding]:
    """What `module.yaml` breaks, seen alone."""
    if head.slug != folder:
        yield Finding(file, ("slug",), "slug-differs", {"slug": head.slug, "folder": folder})
    least, most = MINUTES
    if not least <= head.minutes <= most:
        figures = {"count": head.minutes, "least": least, "most": most}
        yield Finding(file, ("minutes",), "module-minutes", figures)
    if (head.notice.fr, head.notice.en) != (NOTICE.fr, NOTICE.en):
        yield Finding(file, ("notice",), "notice-changed")
    if len(head.key_messages) != KEY_MESSAGES:
        figures = {"count": len(head.key_messages), "wanted": KEY_MESSAGES}
        yield Finding(file, ("key_messages",), "key-messages", figures)
    for field in ("objectives", "misconceptions", "slots", "sources"):
        counts = Counter(entry.id for entry in getattr(head, field))
        for name in (name for name, count in counts.items() if count > 1):
            yield Finding(file, (field,), "duplicate-id", {"id": name})
    yield from _plan(head, file)
    yield from _reviews(head, file)


def _plan(head: ModuleHead, file: str) -> Iterator[Finding]:
    critical = sum(slot.critical for slot in head.slots)
    least, most = CRITICAL_SLOTS
    if not least <= critical <= most:
        figures = {"count": critical, "least": least, "most": most}
        yield Finding(file, ("slots",), "critical-slots", figures)
    higher = sum(slot.level in HIGHER_LEVELS for slot in head.slots)
    if higher * 100 < HIGHER_SHARE * len(head.slots):
        figures = {"count": higher, "slots": len(head.slots), "share": HIGHER_SHARE}
        yield Finding(file, ("slots",), "slot-levels", figures)


def _reviews(head: ModuleHead, file: str) -> Iterator[Finding]:
    signed = {review.role for review in head.reviews}
    for role in REVIEWERS:
        if head.status != "draft" and role not in signed:
            yield Finding(file, ("status",), f"unread-by-{role.replace('_', '-')}")


def whole_findings(module: Module, file: str, items_file: str) -> Iterator[Finding]:
    """What only the whole module shows."""
    for position, slot in enumerate(module.slots):
        yield from _twins(module, slot, position, file, items_file)
    yield from _objectives(module, file)
    yield from _facilitator(module, file)
    yield from _unused(module, file)


def _objectives(module: Module, file: str) -> Iterator[Finding]:
    """Every objective is measured; one of memory alone may be left to practice, and is said."""
    measured = {slot.objective for slot in module.slots}
    practised = {question.objective for question in module.practice}
    for position, objective in enumerate(module.objectives):
        if objective.id in measured:
            continue
        only_memory = objective.bloom == "remember" and objective.id in practised
        severity: Severity = "warning" if only_memory else "error"
        place = ("objectives", position)
        yield Finding(file, place, "objective-unmeasured", {"id": objective.id}, severity)


def _facilitator(module: Module, file: str) -> Iterator[Finding]:
    if module.facilitator is None:
        severity: Severity = "warning" if module.status == "draft" else "error"
        yield Finding(file, ("status",), "facilitator-missing", {}, severity)


def _twins(
    module: Module, slot: Slot, position: int, file: str, items_file: str
) -> Iterator[Finding]:
    twins = [item for item in module.items if item.slot == slot.id]
    if sorted(item.form for item in twins) != list(FORMS):
        arguments = {"id": slot.id, "found": ", ".join(item.form for item in twins) or "–"}
        yield Finding(file, ("slots", position), "slot-twins", arguments)
        return
    first = module.items.index(twins[0])
    yield from twin_rules.findings(twins, slot, items_file, first)


def _unused(module: Module, file: str) -> Iterator[Finding]:
    choices = [choice for d in module.case.decisions for choice in d.choices]
    questions = (*module.items, *module.practice)
    pages: list[Lesson | JobAid | Facilitator | Handout] = [*module.lessons, module.job_aid]
    pages += [page for page in (module.facilitator, module.handout) if page]
    endings = module.case.endings
    lists = [part.sources for group in (pages, choices, endings, questions) for part in group]
    cited = {name for names in lists for name in names}
    tagged = {o.misconception for q in questions for o in q.options}
    tagged |= {choice.misconception for choice in choices}
    for position, source in enumerate(module.sources):
        if source.id not in cited:
            yield Finding(file, ("sources", position), "source-unused", {"id": source.id})
    for position, entry in enumerate(module.misconceptions):
        if entry.id not in tagged:
            place = ("misconceptions", position)
            yield Finding(file, place, "misconception-untagged", {"id": entry.id})
    bodies = "".join(page.body.in_(language) for page in pages for language in COMPLETE)
    printed = set(PARAMETER.findall(bodies))
    for position, name in enumerate(module.parameters):
        if name not in printed:
            place = ("parameters", position)
            yield Finding(file, place, "parameter-unused", {"id": name}, "warning")
