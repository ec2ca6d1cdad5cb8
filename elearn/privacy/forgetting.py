"""Deleting what has had its time, everywhere, and a note that it was done."""

from datetime import datetime

from sqlalchemy.orm import Session

from elearn.installation import settings, waiting_files
from elearn.quizzes import retention
from elearn.surveys import retention as survey_retention


def forget(session: Session, now: datetime) -> int:
    """Delete old answers, unread opinions and files that waited; returns how many answers went.

    Each start does it and `elearn forget`; the administrator sees when it last ran.
    """
    gone = retention.forget(session, now)
    waiting_files.forget(session, now)
    boxes = survey_retention.forget(session, now)
    settings.note(session, settings.FORGET_RAN, {"answers": gone, "boxes": boxes}, now)
    return gone
