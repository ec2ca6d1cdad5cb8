"""Changing what is said of a cohort, kept so that it can be taken back.

What a result rests on is refused by name: `CannotChange.why`. Functions never commit.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment, HalfDay, Mode
from elearn.cohorts.profile import ZONE_OF
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import CannotUndo, Kind, Values
from elearn.quizzes import sittings
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import FOLLOW_UPS

CLOSED, COURSE, FOLLOWED = "closed", "course", "followed"
DAYS, FOLLOW_UP, TWIN = "days", "follow-up", "twin"
MODE, OPENING = "mode", "opening"


class CannotChange(ValueError):
    """Something rests on what was to be changed; `why` names it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Details:
    """What a trainer says of a cohort; a place is a region or, without one, a zone."""

    name: str
    starts_on: date
    ends_on: date
    mode: Mode
    language: str
    course_id: str
    further_courses: tuple[str, ...] = ()
    region: str | None = None
    zone: str | None = None

    @classmethod
    def of(cls, cohort: Cohort) -> "Details":
        """What is said of this cohort now."""
        return cls(
            cohort.name,
            cohort.starts_on,
            cohort.ends_on,
            cohort.mode,
            cohort.language,
            cohort.course_id,
            tuple(cohort.further_courses or ()),
            cohort.region,
            cohort.zone,
        )

    @property
    def values(self) -> Values:
        """As plain JSON."""
        return {
            **asdict(self),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "mode": self.mode.value,
            "further_courses": list(self.further_courses),
            "zone": ZONE_OF[self.region] if self.region else self.zone,
        }


def edit(
    session: Session, cohort_id: uuid.UUID, wanted: Details, *, actor: Person, now: datetime
) -> Change | None:
    """Say this of the cohort from now on; None where nothing differs. Raises CannotChange."""
    cohort = enrolments.locked(session, cohort_id)
    before, after = undoing.differing(Details.of(cohort).values, wanted.values)
    if not after:
        return None
    _write(session, cohort, after)
    return undoing.keep(
        session,
        EDITED,
        place_id=cohort_id,
        subject_id=cohort_id,
        before=before,
        after=after,
        actor=actor,
        now=now,
    )


def _read(session: Session, change: Change) -> Values:
    values = Details.of(enrolments.locked(session, change.subject_id)).values
    return {key: values[key] for key in change.after}


def _put_back(session: Session, change: Change, _now: datetime) -> None:
    try:
        _write(session, enrolments.locked(session, change.subject_id), change.before)
    except CannotChange as refused:
        raise CannotUndo(refused.why) from refused


EDITED = Kind("cohort-edited", _read, _put_back)


def _write(session: Session, cohort: Cohort, values: Values) -> None:
    """Raises CannotChange."""
    _check(session, cohort, values)
    for name, value in values.items():
        setattr(cohort, name, _typed(name, value))
    cohort.revision += 1
    session.flush()


def _typed(name: str, value: Any) -> Any:
    if name in ("starts_on", "ends_on"):
        return date.fromisoformat(value)
    return Mode(value) if name == "mode" else value


def _check(session: Session, cohort: Cohort, values: Values) -> None:
    """What rests on the values as they are, the first that is found."""
    if cohort.closed_at is not None and set(values) - {"name"}:
        raise CannotChange(CLOSED)
    if "course_id" in values and sittings.begun(session, cohort.id):
        raise CannotChange(COURSE)
    if "mode" in values and cohort.read_aloud and values["mode"] == Mode.ONLINE:
        raise CannotChange(MODE)
    if "mode" in values and _opens_otherwise(session, cohort, Mode(values["mode"])):
        raise CannotChange(OPENING)
    if "further_courses" in values or "course_id" in values:
        _check_followed(session, cohort, values)
    if "starts_on" in values or "ends_on" in values:
        _check_days(session, cohort, values)
    if "name" in values or "starts_on" in values:
        _check_twin(session, cohort, values)


def _opens_otherwise(session: Session, cohort: Cohort, mode: Mode) -> bool:
    """Whether tests that were begun one way would go on opening the other way."""
    return mode.by_hand != cohort.mode.by_hand and sittings.begun(session, cohort.id)


def _check_followed(session: Session, cohort: Cohort, values: Values) -> None:
    kept = {
        values.get("course_id", cohort.course_id),
        *values.get("further_courses", cohort.further_courses or ()),
    }
    followed = select(Enrolment.course_id).where(
        Enrolment.cohort_id == cohort.id,
        Enrolment.course_id.is_not(None),
        Enrolment.deleted_at.is_(None),
    )
    if set(session.scalars(followed)) - kept:
        raise CannotChange(FOLLOWED)


def _check_days(session: Session, cohort: Cohort, values: Values) -> None:
    first = _typed("starts_on", values.get("starts_on", cohort.starts_on.isoformat()))
    last = _typed("ends_on", values.get("ends_on", cohort.ends_on.isoformat()))
    outside = select(HalfDay.id).where(
        HalfDay.cohort_id == cohort.id,
        or_(HalfDay.day < first, HalfDay.day > last),
        or_(HalfDay.minutes.is_not(None), HalfDay.signatures.is_not(None)),
    )
    if session.scalar(outside.limit(1)):
        raise CannotChange(DAYS)
    later = (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, Attempt.wave.in_(FOLLOW_UPS))
    )
    if "ends_on" in values and session.scalar(later.limit(1)):
        raise CannotChange(FOLLOW_UP)


def has_twin(
    session: Session,
    programme_id: uuid.UUID,
    name: str,
    starts_on: date,
    but: uuid.UUID | None = None,
) -> bool:
    """Whether another cohort of the programme has this name and first day."""
    twin = select(Cohort.id).where(
        Cohort.programme_id == programme_id,
        Cohort.name == name,
        Cohort.starts_on == starts_on,
        Cohort.deleted_at.is_(None),
    )
    return any(found != but for found in session.scalars(twin))


def _check_twin(session: Session, cohort: Cohort, values: Values) -> None:
    name = values.get("name", cohort.name)
    first = _typed("starts_on", values.get("starts_on", cohort.starts_on.isoformat()))
    if has_twin(session, cohort.programme_id, name, first, cohort.id):
        raise CannotChange(TWIN)
