"""The figures of a test's items in plain words, the finding first."""

from collections.abc import Iterator, Sequence

from elearn.documents.analysis import number, share
from elearn.documents.words import Words
from elearn.results.item_analysis import ItemAnalysis, ItemLine
from elearn.results.items import Flag
from elearn.results.proportions import Estimate, wilson
from elearn.results.thresholds import Certainty, Threshold


def item_report(analysis: ItemAnalysis, words: Words) -> str:
    """What right and wrong answers say of a test, as a text for the trainer of these people.

    Reliability and discrimination from 50 people on, provisional under 100; shares from 10 on.
    """
    lines = [_finding(analysis, words), *_totals(analysis, words), *_left_out(analysis, words)]
    if analysis.threshold >= Threshold.STATISTICS:
        lines += ["", *_aligned([_head(words, analysis), *_table(analysis, words)])]
        if analysis.certainty is not Certainty.NONE:
            lines += ["", *_reading(words)]
    return "\n".join(lines) + "\n"


def _finding(analysis: ItemAnalysis, words: Words) -> str:
    n, k = words.number(analysis.n), words.number(analysis.k)
    if analysis.certainty is Certainty.NONE:
        return words.say(
            "%(k)s questions, n = %(n)s: too few people for reliability and discrimination (50 are "
            "needed).",
            k=k,
            n=n,
        )
    if analysis.alpha is None:
        return words.say("%(k)s questions, n = %(n)s: all totals are the same.", k=k, n=n)
    finding = words.say(
        "Reliability (alpha): %(alpha)s, n = %(n)s, %(k)s questions",
        alpha=_decimals(analysis.alpha, words),
        n=n,
        k=k,
    )
    if analysis.certainty is Certainty.FIRM:
        return finding
    return finding + "\n" + words.say("Provisional: fewer than 100 people.")


def _totals(analysis: ItemAnalysis, words: Words) -> Iterator[str]:
    if analysis.threshold < Threshold.COUNTS:
        return
    yield words.say(
        "Right answers on average: %(mean)s of %(k)s.",
        mean=number(analysis.total_mean, words, 1),
        k=words.number(analysis.k),
    )
    if analysis.threshold < Threshold.STATISTICS:
        yield words.say("Shares by question are shown from 10 people on.")
    if analysis.certainty is not Certainty.NONE and analysis.sem is not None:
        yield words.say(
            "Standard deviation %(sd)s; one person's total is uncertain by about ±%(sem)s "
            "(standard error of measurement). Average correlation of two questions: %(r)s.",
            sd=number(analysis.total_sd, words, 1),
            sem=number(analysis.sem, words, 1),
            r=number(analysis.mean_inter_item_r, words, 2),
        )


def _left_out(analysis: ItemAnalysis, words: Words) -> Iterator[str]:
    if analysis.incomplete:
        yield words.say_many(
            "%(n)s row with an empty cell is left out: write 0 where there was no answer.",
            "%(n)s rows with an empty cell are left out: write 0 where there was no answer.",
            analysis.incomplete,
        )


def _head(words: Words, analysis: ItemAnalysis) -> list[str]:
    head = [words.say("Question"), words.say("Right")]
    if analysis.certainty is not Certainty.NONE:
        head += [words.say("Discrimination"), words.say("Alpha without"), words.say("Look again")]
    return head


def _table(analysis: ItemAnalysis, words: Words) -> Iterator[list[str]]:
    for line in analysis.items:
        cells = [line.name, _right(line, words)]
        if analysis.certainty is not Certainty.NONE:
            cells.append(number(line.figures.rir, words, 2))
            cells.append(number(line.alpha_without, words, 2))
            cells.append(", ".join(flag_words(flag, words) for flag in line.flags))
        yield cells


def _right(line: ItemLine, words: Words) -> str:
    found = wilson(line.figures.right, line.figures.n)
    return share(found, line.figures.n, words) if found else number(None, words)


def _reading(words: Words) -> Iterator[str]:
    yield words.say(
        "Discrimination is the correlation of the question with the total of the others. A "
        "question to look at again is not a question to delete."
    )
    yield words.say(
        "Alpha: aim at %(group)s to speak of a group, %(person)s to decide about one person.",
        group=words.number(0.7, 2),
        person=words.number(0.8, 2),
    )


def flag_words(flag: Flag, words: Words) -> str:
    """Why a question deserves a second look."""
    said = {
        Flag.KEY_ERROR: words.say("wrong key?"),
        Flag.WEAK: words.say("hardly tells who knows"),
        Flag.HARD: words.say("hard"),
        Flag.EASY: words.say("almost all right"),
        Flag.ALREADY_KNOWN: words.say("known before the course"),
        Flag.LOWERS_ALPHA: words.say("the test is more reliable without it"),
        Flag.NOT_LEARNT: words.say("not learnt"),
        Flag.LOST: words.say("fewer right after than before"),
    }
    return said[flag]


def _decimals(estimate: Estimate, words: Words) -> str:
    value = words.number(estimate.value, 2)
    return words.say(
        "%(value)s (%(lo)s to %(hi)s)",
        value=value,
        lo=words.number(estimate.lo, 2),
        hi=words.number(estimate.hi, 2),
    )


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
