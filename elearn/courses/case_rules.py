"""Rules for a case: every path ends, every node is reached, some choice really matters."""

from collections import Counter
from collections.abc import Iterator

from elearn.courses import measures
from elearn.courses.cases import Case, Decision
from elearn.courses.problems import Finding
from elearn.courses.texts import COMPLETE, Place, Text

CHOICES = 3
SITUATION_WORDS, FEEDBACK_WORDS = 60, 50
LONGEST_PATH = 5
FEWEST_ENDINGS = 2
# Between the longest and the shortest choice, in characters.
CHOICE_RATIO = 1.25


def findings(case: Case, file: str) -> Iterator[Finding]:
    """What one case breaks."""
    for position, decision in enumerate(case.decisions):
        yield from _decision(decision, file, ("decisions", position))
    if len(case.endings) < FEWEST_ENDINGS:
        yield Finding(file, ("endings",), "case-endings", {"count": len(case.endings)})
    unknown = list(_unknown(case, file))
    yield from unknown
    if not unknown:
        yield from _graph(case, file)


def _decision(decision: Decision, file: str, place: Place) -> Iterator[Finding]:
    if len(decision.choices) != CHOICES:
        figures = {"count": len(decision.choices), "wanted": CHOICES}
        yield Finding(file, (*place, "choices"), "case-choices", figures)
    situation = (*place, "situation")
    yield from _words(decision.situation, SITUATION_WORDS, "situation-words", file, situation)
    for position, choice in enumerate(decision.choices):
        here = (*place, "choices", position, "feedback")
        yield from _words(choice.feedback, FEEDBACK_WORDS, "feedback-words", file, here)
    yield from _choice_lengths(decision, file, (*place, "choices"))


def _choice_lengths(decision: Decision, file: str, place: Place) -> Iterator[Finding]:
    for language in COMPLETE:
        lengths = [len(choice.text.in_(language)) for choice in decision.choices]
        if lengths and max(lengths) > CHOICE_RATIO * min(lengths):
            figures = {"language": language, "longest": max(lengths), "shortest": min(lengths)}
            yield Finding(file, place, "choice-lengths", figures, "warning")


def _words(text: Text, most: int, rule: str, file: str, place: Place) -> Iterator[Finding]:
    for language in COMPLETE:
        count = measures.words(text.in_(language))
        if count > most:
            yield Finding(file, (*place, language), rule, {"words": count, "most": most})


def _unknown(case: Case, file: str) -> Iterator[Finding]:
    ids = Counter([d.id for d in case.decisions] + [ending.id for ending in case.endings])
    for name, count in ids.items():
        if count > 1:
            yield Finding(file, ("decisions",), "duplicate-id", {"id": name})
    if case.start not in ids:
        yield Finding(file, ("start",), "unknown-node", {"id": case.start})
    for position, decision in enumerate(case.decisions):
        for number, choice in enumerate(decision.choices):
            if choice.next not in ids:
                place = ("decisions", position, "choices", number, "next")
                yield Finding(file, place, "unknown-node", {"id": choice.next})


def _graph(case: Case, file: str) -> Iterator[Finding]:
    following = {d.id: tuple(choice.next for choice in d.choices) for d in case.decisions}
    depths, loops = _walk(case.start, following)
    for name in sorted(loops):
        yield Finding(file, _place(case, name), "case-loop", {"id": name})
    nodes: tuple[str, ...] = (*following, *(ending.id for ending in case.endings))
    for name in nodes:
        if name not in depths:
            yield Finding(file, _place(case, name), "case-unreachable", {"id": name})
    longest = max(depths.values())
    if not loops and longest > LONGEST_PATH:
        yield Finding(file, ("decisions",), "case-path", {"count": longest, "most": LONGEST_PATH})
    if all(len(set(nexts)) < 2 for nexts in following.values()):
        yield Finding(file, ("decisions",), "case-no-branch")


def _walk(start: str, following: dict[str, tuple[str, ...]]) -> tuple[dict[str, int], set[str]]:
    """How many decisions the longest way to each reached node takes, and where ways turn back."""
    depths: dict[str, int] = {}
    loops: set[str] = set()
    ways: list[tuple[str, ...]] = [(start,)]
    while ways:
        way = ways.pop()
        node, depth = way[-1], len(way) - 1
        if node in way[:-1]:
            loops.add(node)
        elif depth > depths.get(node, -1):
            depths[node] = depth
            ways.extend((*way, step) for step in set(following.get(node, ())))
    return depths, loops


def _place(case: Case, name: str) -> Place:
    places = {d.id: ("decisions", position) for position, d in enumerate(case.decisions)}
    places.update({e.id: ("endings", position) for position, e in enumerate(case.endings)})
    return places[name]
