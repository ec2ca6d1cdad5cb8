"""What stands between a session, a release and its being seen, in words."""

from collections.abc import Iterator

from elearn.documents.words import Words
from elearn.reports.finals import Left
from elearn.reports.session_counts import Sessioned


def reasons(one: Sessioned, words: Words) -> Iterator[str]:
    """Why a session is not wholly in a release, a phrase each."""
    if one.added:
        yield words.say_many("%(n)s would be added", "%(n)s would be added", one.added)
    if one.waiting:
        yield words.say_many(
            "%(n)s waits until ten can be published together",
            "%(n)s wait until ten can be published together",
            one.waiting,
        )
    for why, count in sorted(one.left.items()):
        yield _left(why, count, words)


def _left(why: Left, count: int, words: Words) -> str:
    if why is Left.OPEN:
        return words.say_many(
            "%(n)s has not finished, and the session is not closed",
            "%(n)s have not finished, and the session is not closed",
            count,
        )
    if why is Left.LATE:
        return words.say_many(
            "%(n)s has late answers that wait for a decision",
            "%(n)s have late answers that wait for a decision",
            count,
        )
    if why is Left.SAME_QUESTIONS:
        return words.say_many(
            "%(n)s stays out: both paper tests had the same questions",
            "%(n)s stay out: both paper tests had the same questions",
            count,
        )
    return words.say_many(
        "%(n)s is counted already in another session of this course",
        "%(n)s are counted already in another session of this course",
        count,
    )
