"""The mistakes of the content as sentences: what is wrong, and what to do about it."""

from elearn.courses.problems import Problem
from elearn.documents.content_sentences import SENTENCES
from elearn.documents.words import Words


def sentence(problem: Problem, words: Words) -> str:
    """`file:line:` and one mistake in the reader's language; KeyError for a rule without words."""
    said = words.say(SENTENCES[problem.rule], **problem.arguments)
    if problem.severity == "warning":
        said = words.say("To look at: %(sentence)s", sentence=said)
    return f"{problem.file}:{problem.line}: {said}"
