"""What the content amounts to, in figures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from elearn.courses import locks, measures
from elearn.courses.content import Facilitator, Handout, JobAid, Lesson, Module, ModuleHead
from elearn.courses.item_rules import CHOSEN_FROM
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.module_rules import HIGHER_LEVELS
from elearn.courses.texts import COMPLETE, Record, texts_in


def figures(library: Library, folder: Path) -> dict[str, object]:
    """Counts of everything; shares are of 1, rounded to three digits; words by language."""
    modules = tuple(library.modules.values())
    items = [item for module in modules for item in module.items]
    states = Counter(locks.parity(library, folder).values())
    return {
        "modules": len(modules),
        "courses": len(library.written_courses),
        "lessons": sum(len(module.lessons) for module in modules),
        "bank_items": len(items),
        "practice_items": sum(len(module.practice) for module in modules),
        "cases": len(modules),
        "words": {lang: sum(words(module, lang) for module in modules) for lang in COMPLETE},
        "share_applied": share_applied(library, items),
        "parity": {state: states[state] for state in ("current", "outdated", "missing")},
        "longest_key_share": longest_key_share(items),
    }


def words(module: Module, language: str) -> int:
    """All the words of one module in a language, its citations left out."""
    head = {name: getattr(module, name) for name in ModuleHead.model_fields if name != "sources"}
    records: tuple[Record, ...] = (
        ModuleHead.model_construct(**head, sources=()),
        module.case,
        *module.items,
        *module.practice,
    )
    lines = (text.in_(language) for record in records for _, text in texts_in(record))
    return sum(map(measures.words, lines)) + sum(
        measures.words(page.title.in_(language)) + measures.prose_words(page.body.in_(language))
        for page in pages(module)
    )


def pages(module: Module) -> Iterator[Lesson | JobAid | Facilitator | Handout]:
    """A module's pages of prose: lessons, job aid, and its other sheets if there are any."""
    yield from module.lessons
    yield module.job_aid
    if module.facilitator:
        yield module.facilitator
    if module.handout:
        yield module.handout


def share_applied(library: Library, items: Iterable[Item]) -> float | None:
    """The share of graded items that ask to apply or more; None without items."""
    levels = [library.slot(item.slot).level in HIGHER_LEVELS for item in items]
    return round(sum(levels) / len(levels), 3) if levels else None


def longest_key_share(items: Iterable[Item]) -> float | None:
    """The share of single and multiple items whose key is the longest option, in any language."""
    longest = [
        any(_key_longest(item, language) for language in COMPLETE)
        for item in items
        if item.kind in CHOSEN_FROM
    ]
    return round(sum(longest) / len(longest), 3) if longest else None


def _key_longest(item: Item, language: str) -> bool:
    lengths = {option.id: len(option.text.in_(language)) for option in item.options}
    wrong = max(lengths[option.id] for option in item.distractors)
    return max(lengths[name] for name in item.key) >= wrong
