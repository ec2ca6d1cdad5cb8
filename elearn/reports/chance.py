"""How often a guess is right, and how much of a gain guessing could make."""

from collections.abc import Iterable
from fractions import Fraction
from math import comb, factorial, perm

from elearn.courses.items import Question
from elearn.quizzes.standing import Taken
from elearn.results.extremes import Guessing, guessing


def of_guessing(question: Question) -> Fraction:
    """The chance that somebody who guesses is right."""
    options = len(question.options)
    ways = {
        "multiple": comb(options, question.choose or len(question.key)),
        "order": factorial(options),
        "match": perm(options, len(question.prompts)),
    }
    return Fraction(1, ways.get(question.kind, options))


def unknown_answers(
    pairs: Iterable[tuple[Taken, Taken]], questions: Iterable[Question]
) -> Guessing | None:
    """The share of « Je ne sais pas » before and after, of the questions asked of these pairs.

    Only where both tests say it: a paper total does not. `questions` are those of the tests.
    """
    said = [
        ((pre.unknown, pre.maximum), (post.unknown, post.maximum))
        for pre, post in pairs
        if pre.unknown is not None and post.unknown is not None
    ]
    chances = [of_guessing(question) for question in questions]
    if not said or not chances:
        return None
    before = sum(pre[0] for pre, _ in said), sum(pre[1] for pre, _ in said)
    after = sum(post[0] for _, post in said), sum(post[1] for _, post in said)
    return guessing(before, after, len(chances) / sum(chances, Fraction(0)))
