"""What the form of the questions gives away, as lines for their authors."""

from collections import Counter
from collections.abc import Iterator, Sequence

from elearn.courses import guessing
from elearn.courses.guessing import Found, Guess, Seen
from elearn.documents.cue_sentences import CUES
from elearn.documents.words import Words

# The cues that found most, named beside each module.
NAMED = 3


def lines(items: Sequence[Seen], words: Words) -> Iterator[str]:
    """A line a module, one for all, and what guessers of a single cue would find."""
    made = guessing.guesses(items)
    for group, guesses in _by_group(made).items():
        yield _line(group, guesses, words)
    yield _line(words.say("All"), made, words)
    yield words.say("By one cue alone, at most: %(shares)s.", shares=_single(items, words))
    yield words.say(
        "A program that counts letters and never takes the longest: %(share)s.",
        share=words.percent(guessing.by_counting_letters(items)),
    )


def figures(items: Sequence[Seen]) -> dict[str, object]:
    """The same as figures by name; shares are of 1, rounded to three digits."""
    made = guessing.guesses(items)
    return {
        **_found(made),
        "modules": {group: _found(guesses) for group, guesses in _by_group(made).items()},
        "one_cue": {name: round(share, 3) for name, share in guessing.by_one_cue(items).items()},
        "counting_letters": round(guessing.by_counting_letters(items), 3),
    }


def _by_group(made: Sequence[Guess]) -> dict[str, list[Guess]]:
    groups: dict[str, list[Guess]] = {}
    for guess in made:
        groups.setdefault(guess.group, []).append(guess)
    return groups


def _found(made: Sequence[Guess]) -> dict[str, object]:
    found = guessing.found(made)
    if found is None:
        return {"items": 0}
    return {
        "items": found.items,
        "found": found.right,
        "chance": round(found.chance, 3),
        "share": round(found.share.value, 3),
        "interval": [round(found.share.lo, 3), round(found.share.hi, 3)],
        "cues": dict(_cues(made).most_common()),
    }


def _cues(made: Sequence[Guess]) -> Counter[str]:
    return Counter(guess.cue for guess in made if guess.right)


def _line(group: str, made: Sequence[Guess], words: Words) -> str:
    found = guessing.found(made)
    if found is None:
        return words.say("There is no question to choose from.")
    most = _cues(made).most_common(NAMED)
    named = ", ".join(f"{words.say(CUES[cue])} {words.number(count)}" for cue, count in most)
    return words.say(
        "%(group)s: %(share)s found of %(items)s (%(low)s to %(high)s), by chance %(chance)s. "
        "%(cues)s",
        group=group,
        items=words.number(found.items),
        cues=named,
        **_shares(found, words),
    ).rstrip()


def _shares(found: Found, words: Words) -> dict[str, str]:
    return {
        "share": words.percent(found.share.value),
        "low": words.percent(found.share.lo),
        "high": words.percent(found.share.hi),
        "chance": words.percent(found.chance),
    }


def _single(items: Sequence[Seen], words: Words) -> str:
    shares = guessing.by_one_cue(items)
    best = sorted(shares, key=lambda name: -shares[name])[:NAMED]
    return ", ".join(_named(name, shares[name], words) for name in best)


def _named(name: str, share: float, words: Words) -> str:
    most, cue = name.split(" ", 1)
    said = words.say("most") if most == "most" else words.say("least")
    return f"{said} – {words.say(CUES[cue])} {words.percent(share)}"
