"""The demonstration as rows: invented people, made by the same calls as real ones."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.demonstration import opinions, paper, plans, sessions
from elearn.demonstration.answering import Desk
from elearn.installation.identity import installed
from elearn.people import accounts
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.programmes.dimensions import Dimension
from elearn.programmes.models import Programme
from elearn.quizzes import wordings
from elearn.reports import recomputing, releases, signing_off
from elearn.reports.models import Release


class RealData(Exception):
    """The database holds people or programmes that are not the demonstration's."""


def load(session: Session, library: Library, keeper: Keeper, now: datetime) -> bool:
    """Load the demonstration; False where it is loaded already. Raises RealData, NotInstalled.

    The caller stands inside `writing()`: all of it is kept, or nothing.
    """
    installation = installed(session)
    if installation.demonstration:
        return False
    for kind in (Person, Programme):
        if session.scalar(select(kind.id).limit(1)):
            raise RealData
    installation.demonstration = True
    graded = [item for module in library.modules.values() for item in module.items]
    wordings.remember(session, graded, now)
    programme = _programme(session, now)
    trainer, administrator = _staff(session, programme, keeper, now)
    course = library.courses[plans.COURSE]

    def desk(name: str) -> Desk:
        return Desk(session, library, course, Random(f"{plans.SEED}:{name}"))

    for plan in plans.IN_ROOMS:
        sessions.finished(desk(plan.name), programme, plan, now)
        over = (now - plan.began).date()
        opinions.filled(session, library, programme, plan, keeper, over)
    paper.finished(desk(plans.SAN.name), programme, plans.SAN, trainer, now)
    sessions.in_progress(desk(plans.TODAY), programme, now)
    sessions.online(desk(plans.ONLINE), programme, keeper, now)
    for ago in plans.RELEASED:
        _release(session, library, programme, trainer, administrator, now - ago)
    return True


def _release(
    session: Session,
    library: Library,
    programme: Programme,
    trainer: Person,
    administrator: Person,
    then: datetime,
) -> None:
    """One release as it comes to be seen: made, recomputed by one person, signed by another."""
    courses, slots = library.courses, library.slots
    day = releases.today(programme, then)
    made = releases.make(session, programme, day, courses, then, slots)
    assert isinstance(made, Release)
    recomputing.recompute(session, programme, made, courses, slots, by=trainer, now=then)
    signing_off.sign(session, programme, made.number, administrator, then)


def _programme(session: Session, now: datetime) -> Programme:
    programme = Programme(
        name=plans.PROGRAMME,
        time_zone=plans.TIME_ZONE,
        first_split=Dimension.SEX,
        made_at=now - timedelta(days=90),
        origin=installed(session).id,
    )
    session.add(programme)
    session.flush()
    return programme


def _staff(
    session: Session, programme: Programme, keeper: Keeper, now: datetime
) -> tuple[Person, Person]:
    """The three who come in with a username; the trainer and the administrator are returned."""
    trainer, donor, administrator = (
        accounts.add_staff(session, who.name, who.secret, keeper, now)
        for who in (plans.TRAINER, plans.DONOR, plans.ADMINISTRATOR)
    )
    accounts.grant(session, trainer, Role.TRAINER, now, programme_id=programme.id)
    accounts.grant(session, donor, Role.DONOR, now, programme_id=programme.id)
    accounts.grant(session, administrator, Role.ADMINISTRATOR, now)
    return trainer, administrator
