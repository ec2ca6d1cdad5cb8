"""What the rules measure in a text: words, sentences, the stems that two texts share."""

import re
from collections.abc import Iterable

from elearn.courses.items import Question
from elearn.courses.texts import MASTER

_HOUR = re.compile(r"\b(\d+)\s?h(\s?\d\d)?\b")
_WORD = re.compile(r"\w[\w’'-]*")
_LONG_WORD = re.compile(r"[a-zà-ÿœ]{5,}")
_MARKUP = re.compile(r"^:::.*$|^#+ |^\d+\. |[*_>|]|:param\[[\w-]+\]", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?»”])\s+|\n")
# Two forms of a word are one for a guesser: six letters are enough to see it.
_STEM = 6
# The end of a sentence, its closing quotation mark included, before a new one.
_NEXT_SENTENCE = re.compile(r"[.!?]\s?[»”]?\s+(?=[A-ZÀ-Ý«“])")
# What a trainee reads of a test in a minute, in words: slower than prose, each option is weighed.
WORDS_A_MINUTE = 90


def words(text: str) -> int:
    """How many words a reader reads; `12 h 40` is one."""
    return len(_WORD.findall(_HOUR.sub("0", text)))


def prose_words(body: str) -> int:
    """How many words a Markdown body has, its marks and container lines left out."""
    return words(_MARKUP.sub("", body))


def longest_sentence(body: str) -> int:
    """The words of the longest sentence of a Markdown body."""
    return max(words(part) for part in _SENTENCE_END.split(_MARKUP.sub("", body)))


def asked_last(stem: str) -> tuple[str, str]:
    """A stem as its situation and the sentence that asks."""
    starts = [boundary.end() for boundary in _NEXT_SENTENCE.finditer(stem)]
    at = starts[-1] if starts else 0
    return stem[:at].rstrip(), stem[at:]


def question_words(question: Question, language: str) -> int:
    """How many words a trainee reads of one question, its document and options included."""
    rows = (text for row in question.exhibit for text in (row.label, row.value))
    prompts = (prompt.text for prompt in question.prompts)
    options = (option.text for option in question.options)
    texts = (question.stem, *rows, *prompts, *options)
    return sum(words(text.in_(language)) for text in texts)


def reading_minutes(questions: Iterable[Question], language: str = MASTER) -> int:
    """The minutes that reading a test takes, at 90 words a minute, rounded up."""
    return -(-sum(question_words(q, language) for q in questions) // WORDS_A_MINUTE)


def stems(text: str) -> set[str]:
    """The beginnings of the long words of a text, by which a guesser recognises them."""
    return {word[:_STEM] for word in _LONG_WORD.findall(text.lower())}
