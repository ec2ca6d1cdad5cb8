"""How often a test-wise guesser finds the key by form alone, who never read the module. Pure.

A conditional logistic choice (McFadden 1974) of the cues of `cues`, with a ridge, is fitted to the
other modules and guesses this one: what it finds is what the bank's habits give away. It sees no
matter: good sense may find more. Beside it stand guessers of one cue each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from elearn.courses import cues
from elearn.courses.content import Module
from elearn.courses.items import Item
from elearn.results.proportions import Estimate, wilson

# A bank gives itself away when its guesser finds this much more than chance, in shares of 1.
MOST_ABOVE_CHANCE = 0.10
# One standard unit of a cue is worth this many items of evidence against it.
RIDGE = 4.0
STEPS = 12

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as a guesser meets it: a row of cues an option; then the key, to fit and to score."""

    id: str
    group: str
    cues: Numbers
    letters: tuple[int, ...]
    key: frozenset[int]

    @property
    def chance(self) -> float:
        """The share of blind choices that are right."""
        return 1 / comb(len(self.cues), len(self.key))


@dataclass(frozen=True, slots=True)
class Guess:
    """What was chosen of one item, whether it was the key, and the cue that weighed most."""

    id: str
    group: str
    chance: float
    chosen: frozenset[int]
    right: bool
    cue: str


@dataclass(frozen=True, slots=True)
class Found:
    """How many of some items a guesser found; shares of 1. `share` has Wilson's interval."""

    items: int
    right: int
    chance: float
    share: Estimate

    @property
    def above_chance(self) -> float:
        """How much more than chance, in shares of 1."""
        return self.share.value - self.chance


def seen(item: Item, group: str, language: str) -> Seen:
    """An item of a choosing kind as a guesser of this language meets it."""
    printed = cues.sheet(item, language)
    rows = np.array(cues.table(printed, language))
    places = {option.id: place for place, option in enumerate(item.options)}
    key = frozenset(places[name] for name in item.key)
    return Seen(item.id, group, rows, tuple(cues.letters(printed)), key)


def bank(modules: Iterable[Module], language: str) -> list[Seen]:
    """Every graded item whose options are chosen from, grouped by its module's code."""
    return [
        seen(item, module.code, language)
        for module in modules
        for item in module.items
        if cues.guessable(item)
    ]


def guesses(items: Sequence[Seen]) -> list[Guess]:
    """A guess for each item, by habits learnt from the other groups alone."""
    found = []
    for group in dict.fromkeys(one.group for one in items):
        others = [one for one in items if one.group != group]
        weights = _weights(others)
        found += [_guess(one, weights) for one in items if one.group == group]
    return found


def found(made: Sequence[Guess]) -> Found | None:
    """How many of these guesses were right beside chance; None of no guess."""
    right = sum(guess.right for guess in made)
    share = wilson(right, len(made))
    if share is None:
        return None
    return Found(len(made), right, sum(guess.chance for guess in made) / len(made), share)


def by_one_cue(items: Sequence[Seen]) -> dict[str, float]:
    """The share found by always choosing the most, or the least, of one cue; ties are shared."""
    shares = {}
    for column, name in enumerate(cues.names()):
        for sign, most in ((1, "most"), (-1, "least")):
            scores = [_one_cue(one, sign * one.cues[:, column]) for one in items]
            shares[f"{most} {name}"] = sum(scores) / len(scores) if scores else 0.0
    return shares


def by_counting_letters(items: Sequence[Seen]) -> float:
    """The share found by a program that never chooses the longest option, and else by chance.

    The checker refuses a key that is the longest by a letter, so this is about one in two of three
    options. It says what that rule costs against programs; people do not count letters.
    """
    scores = [
        _one_cue(one, np.array([float(length < max(one.letters)) for length in one.letters]))
        for one in items
    ]
    return sum(scores) / len(scores) if scores else 0.0


def _one_cue(one: Seen, score: Numbers) -> float:
    """The probability of the whole key where the highest scores are chosen, ties by chance."""
    edge = np.sort(score)[-len(one.key)]
    sure = {int(place) for place in np.flatnonzero(score > edge)}
    tied = {int(place) for place in np.flatnonzero(score == edge)}
    if not (sure <= one.key <= sure | tied):
        return 0.0
    return 1 / comb(len(tied), len(one.key) - len(sure))


def _guess(one: Seen, weights: Numbers) -> Guess:
    score = one.cues @ weights
    chosen = frozenset(int(place) for place in np.argsort(-score, kind="stable")[: len(one.key)])
    pull = weights * one.cues[sorted(chosen)].sum(axis=0)
    cue = cues.names()[int(np.argmax(pull))]
    return Guess(one.id, one.group, one.chance, chosen, chosen == one.key, cue)


def _weights(items: Sequence[Seen]) -> Numbers:
    """The weight of each cue, by Newton's steps on the penalised likelihood; zeros of nothing."""
    width = len(cues.names())
    if not items:
        return np.zeros(width)
    scale = np.concatenate([one.cues for one in items]).std(axis=0)
    scale[scale == 0] = 1.0
    choices = [rows / scale for one in items for rows in _choices(one)]
    weights = np.zeros(width)
    for _ in range(STEPS):
        slope, bend = -RIDGE * weights, RIDGE * np.eye(width)
        for rows in choices:
            share = np.exp(rows @ weights - (rows @ weights).max())
            share /= share.sum()
            mean = share @ rows
            slope += rows[0] - mean
            bend += (rows.T * share) @ rows - np.outer(mean, mean)
        weights = weights + np.linalg.solve(bend, slope)
    return np.asarray(weights / scale, dtype=np.float64)


def _choices(one: Seen) -> list[Numbers]:
    """Each right option first, before all the wrong ones: what one choice was made from."""
    wrong = [place for place in range(len(one.cues)) if place not in one.key]
    return [one.cues[[right, *wrong]] for right in sorted(one.key)]
