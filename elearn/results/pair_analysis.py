"""A table of scores before and after, analysed as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from elearn.results.attrition import Attrition, Leavers, attrition
from elearn.results.exact import Score
from elearn.results.extremes import Extremes
from elearn.results.gains import Gain, Mastery, PairSums, paired_gain
from elearn.results.proportions import Estimate, bonett_price, mcnemar_exact, wilson
from elearn.results.thresholds import Audience, Threshold, disclosable

Scores = tuple[Score | None, Score | None]
Figure = float | int | None

GAIN_FIGURES = (
    *("n", "mean_pre", "sd_pre", "mean_post", "sd_post", "r"),
    *("mean_diff", "sd_diff", "se_diff", "ci_lo", "ci_hi", "d_av", "g_av", "d_av_lo", "d_av_hi"),
    *("hake_g_of_averages", "hake_g_se_delta"),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """The share of the paired people who reached a standard, before, after and the change."""

    standard: Score
    counts: Mastery
    before: Estimate
    after: Estimate
    change: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class PairAnalysis:
    """What scores before and after say; scores in their own unit, shares of 1."""

    maximum: Score
    gain: Gain
    reached: Reached | None
    before: Extremes
    after: Extremes
    flow: Attrition
    pre_only: int
    post_only: int
    neither: int
    fractional: bool
    threshold: Threshold


def analyse_pairs(
    scores: Sequence[Scores], maximum: Score, standard: Score | None = None
) -> PairAnalysis:
    """Everything that is said of these people, one (before, after) each, None where not tested.

    The extremes before and after are those of the pairs. The threshold is that of the people's
    own trainer.
    """
    pairs = [(a, b) for a, b in scores if a is not None and b is not None]
    leavers = [a for a, b in scores if a is not None and b is None]
    sums = PairSums.of(pairs)
    return PairAnalysis(
        maximum=maximum,
        gain=paired_gain(sums, maximum),
        reached=None if standard is None else reached(Mastery.of(pairs, standard), standard),
        before=Extremes.of((a for a, _ in pairs), maximum),
        after=Extremes.of((b for _, b in pairs), maximum),
        flow=attrition(sums, Leavers.of(leavers), len(scores), maximum),
        pre_only=len(leavers),
        post_only=sum(a is None and b is not None for a, b in scores),
        neither=sum(a is None and b is None for a, b in scores),
        fractional=any(isinstance(score, Fraction) for pair in pairs for score in pair),
        threshold=disclosable(sums.n, Audience.TRAINER),
    )


def reached(counts: Mastery, standard: Score) -> Reached | None:
    """Shares and intervals from who reached the standard; None of nobody."""
    before, after = wilson(counts.before, counts.n), wilson(counts.after, counts.n)
    change = bonett_price(counts.gained, counts.lost, counts.n)
    if before is None or after is None or change is None:
        return None
    p = mcnemar_exact(counts.gained, counts.lost)
    return Reached(standard, counts, before, after, change, p)


def pair_figures(analysis: PairAnalysis) -> dict[str, Figure]:
    """The figures by name, for programs: scores in their own unit, shares of 1, None undefined."""
    return {
        **{name: getattr(analysis.gain, name) for name in GAIN_FIGURES},
        "max": plain(analysis.maximum),
        **(_reached_figures(analysis.reached) if analysis.reached else {}),
        "share_pre_at_max": analysis.before.share(analysis.before.at_maximum),
        "share_pre_ge90": analysis.before.share(analysis.before.from_ninety),
        "share_post_at_max": analysis.after.share(analysis.after.at_maximum),
        "share_post_ge90": analysis.after.share(analysis.after.from_ninety),
        "n_pre_only": analysis.pre_only,
        "n_post_only": analysis.post_only,
        "n_neither": analysis.neither,
        "no_change_mean_diff": analysis.flow.no_change,
    }


def plain(score: Score) -> int | float:
    """A score as programs write it: whole where it is whole."""
    return int(score) if score == int(score) else float(score)


def _reached_figures(found: Reached) -> dict[str, Figure]:
    return {
        "cut": plain(found.standard),
        "mastery_both": found.counts.both,
        "mastery_gained": found.counts.gained,
        "mastery_lost": found.counts.lost,
        "mastery_neither": found.counts.neither,
        "mastery_pre": found.before.value,
        "mastery_pre_lo": found.before.lo,
        "mastery_pre_hi": found.before.hi,
        "mastery_post": found.after.value,
        "mastery_post_lo": found.after.lo,
        "mastery_post_hi": found.after.hi,
        "mastery_diff": found.change.value,
        "mastery_diff_bp_lo": found.change.lo,
        "mastery_diff_bp_hi": found.change.hi,
        "mcnemar_exact_p": found.p,
    }
