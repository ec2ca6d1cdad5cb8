"""What rulings did to a reader's own scores, where a page shows the scores alone."""

from collections.abc import Iterator
from datetime import datetime

from elearn.quizzes import mended, recounting
from elearn.quizzes.recounting import Holding
from elearn.quizzes.standing import Standing, Taken
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.web import mending_words
from elearn.web.database import connection


def of_follow_ups(stands: Standing, now: datetime) -> dict[Wave, list[str]]:
    """What was ruled on the questions of each scored follow-up, and its score without.

    No query where nothing was ever ruled, or no follow-up has a score.
    """
    scored = [wave for wave in FOLLOW_UPS if stands.state(wave, now).has_score]
    if not stands.ruled or not scored:
        return {}
    holding = recounting.holding(connection())
    return {wave: list(_told(stands.attempts[wave], holding)) for wave in scored}


def _told(taken: Taken, holding: list[Holding]) -> Iterator[str]:
    found = mended.of_attempts(connection(), [taken.id], holding)
    for one in found.rulings:
        yield mending_words.held(one)
    if taken.id in found.without:
        yield mending_words.both(found.without[taken.id], taken.points, taken.maximum)
