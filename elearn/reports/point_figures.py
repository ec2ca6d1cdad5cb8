"""The figures of what a test is about: modules, objectives, and the points of the test."""

from collections.abc import Iterator

from elearn.reports.cohort_report import CohortReport
from elearn.reports.figures import (
    FEWEST,
    SMALL,
    Figure,
    Tail,
    Unit,
    part,
    share,
)
from elearn.reports.movement import ModuleMovement, ObjectiveMovement, SlotMovement, Together
from elearn.reports.slot_annex import SlotAnnex
from elearn.results.proportions import Estimate

LEAST = 0.001
"""Below this a figure of chance would pretend to be exact."""


def of_points(report: CohortReport) -> Iterator[Figure]:
    """Modules where there are several, then objectives, then slots; none under five sheets."""
    if len(report.modules) > 1:
        for module in report.modules:
            yield from _module(module, report.sheets)
    for objective in report.objectives:
        yield from _objective(objective, report.sheets)
    annex = {one.slot.id: one for one in report.annex}
    for slot in report.slots:
        yield from _slot(slot)
        if slot.slot.id in annex:
            yield from _annex(annex[slot.slot.id])


def _module(one: ModuleMovement, n: int) -> Iterator[Figure]:
    stem, gain = f"module.{one.module}", one.gain
    yield from _answers(stem, one.answers, n)
    if n >= FEWEST and gain.ci_lo is not None:
        bounds, mean = (gain.ci_lo, gain.ci_hi), gain.mean_diff or 0
        yield Figure(f"{stem}.gain", Unit.POINTS, mean, gain.n, *bounds, digits=1)


def _objective(one: ObjectiveMovement, n: int) -> Iterator[Figure]:
    found = Together(one.slots, one.asked, one.before, one.after)
    yield from _answers(f"objective.{one.objective}", found, n)


def _answers(stem: str, one: Together, n: int) -> Iterator[Figure]:
    yield Figure(f"{stem}.questions", Unit.QUESTIONS, one.slots)
    yield Figure(f"{stem}.asked", Unit.ANSWERS, one.asked, n)
    for name, right in (("before", one.before), ("after", one.after)):
        yield part(f"{stem}.{name}", Unit.ANSWERS, right, n)
        if n >= FEWEST:
            yield share(f"{stem}.{name}-share", n, right / one.asked)


def _slot(one: SlotMovement) -> Iterator[Figure]:
    stem, pairs = f"slot.{one.slot.id}", one.pairs
    for name, count in (
        ("before", pairs.before),
        ("after", pairs.after),
        ("right-right", pairs.both),
        ("wrong-right", pairs.gained),
        ("right-wrong", pairs.lost),
        ("wrong-wrong", pairs.neither),
    ):
        yield part(f"{stem}.{name}", Unit.PEOPLE, count, pairs.n)


def _annex(one: SlotAnnex) -> Iterator[Figure]:
    stem = f"slot.{one.slot.id}"
    yield _right(f"{stem}.before-share", one.n, one.before)
    yield _right(f"{stem}.after-share", one.n, one.after)
    yield chance(f"{stem}.mcnemar", one.mcnemar, one.n)
    yield chance(f"{stem}.mcnemar-all", one.together, one.n)


def _right(name: str, n: int, found: Estimate) -> Figure:
    # What so few did on one question is for their own trainer (statistics, section 1.4).
    return share(name, n, found, inside=n < SMALL)


def chance(name: str, probability: float, n: int) -> Figure:
    """A figure of McNemar's, for the team alone, to three decimals."""
    least = probability < LEAST
    value, tail = (LEAST, Tail.AT_MOST) if least else (probability, Tail.NONE)
    return Figure(name, Unit.SIZE, value, n, digits=3, tail=tail, inside=True)
