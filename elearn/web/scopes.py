"""What a role may be granted for: the programmes and sessions of the administration's lists."""

from sqlalchemy import select

from elearn.cohorts.models import Cohort
from elearn.programmes.models import Programme
from elearn.web.administration_forms import scope_value
from elearn.web.database import session
from elearn.web.languages import say

# Sessions that a role may be for: the latest that are not closed.
MOST_COHORTS = 300


def listed() -> list[tuple[str, str]]:
    """Programmes, then the latest sessions that are not closed, with the list's value for each.

    Archived programmes come last of theirs: partners still read the releases of those.
    """
    programmes = session().execute(
        select(Programme.id, Programme.name, Programme.archived_at)
        .where(Programme.deleted_at.is_(None))
        .order_by(Programme.archived_at.is_not(None), Programme.name)
    )
    cohorts = session().execute(
        select(Cohort.id, Cohort.name, Programme.name)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(
            Cohort.closed_at.is_(None), Cohort.archived_at.is_(None), Cohort.deleted_at.is_(None)
        )
        .order_by(Cohort.starts_on.desc(), Cohort.name)
        .limit(MOST_COHORTS)
    )
    return [
        (scope_value("programme", of), _programme(name, archived=away is not None))
        for of, name, away in programmes
    ] + [
        (
            scope_value("cohort", of),
            say("Session: %(name)s (%(programme)s)", name=name, programme=programme),
        )
        for of, name, programme in cohorts
    ]


def _programme(name: str, *, archived: bool) -> str:
    if archived:
        return say("Programme: %(name)s (archived)", name=name)
    return say("Programme: %(name)s", name=name)


def remedy() -> str:
    """What goes with which role."""
    return say(
        "A trainer is for a programme or a session, a partner for a programme, an administrator "
        "for the whole installation."
    )
