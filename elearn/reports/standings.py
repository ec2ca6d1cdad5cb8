"""Where a release stands between being made and being seen, and which release is seen.

made → recomputed by a person → signed by an administrator, another one → visible. What was made
before there were signatures (its `form` is None) is visible as it is.
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.reports.models import Release, ReleaseCheck, ReleaseSignature


class Stage(StrEnum):
    """What has been done with a release."""

    MADE = "made"
    # The newest recomputation found other sums: it cannot be signed as it stands.
    DIFFERS = "differs"
    RECOMPUTED = "recomputed"
    SIGNED = "signed"
    # Made before releases were signed.
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Standing:
    """One release, who recomputed and who signed it: usernames, None of who has none."""

    release: Release
    check: ReleaseCheck | None
    checked_by: str | None
    signature: ReleaseSignature | None
    signed_by: str | None

    @property
    def stage(self) -> Stage:
        """What has been done with it."""
        if self.signature is not None:
            return Stage.SIGNED
        if self.release.form is None:
            return Stage.UNSIGNED
        if self.check is None:
            return Stage.MADE
        return Stage.DIFFERS if self.check.differences else Stage.RECOMPUTED


def history(session: Session, programme_id: uuid.UUID) -> tuple[Standing, ...]:
    """All releases of a programme, the newest first, in one query."""
    checker, signer = aliased(Person), aliased(Person)
    newest = (
        select(ReleaseCheck.id)
        .where(ReleaseCheck.release_id == Release.id)
        .order_by(ReleaseCheck.checked_at.desc(), ReleaseCheck.id.desc())
        .limit(1)
        .correlate(Release)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Release, ReleaseCheck, checker.username, ReleaseSignature, signer.username)
        .outerjoin(ReleaseCheck, ReleaseCheck.id == newest)
        .outerjoin(checker, checker.id == ReleaseCheck.checked_by)
        .outerjoin(ReleaseSignature, ReleaseSignature.release_id == Release.id)
        .outerjoin(signer, signer.id == ReleaseSignature.signed_by)
        .where(Release.programme_id == programme_id)
        .order_by(Release.number.desc())
    )
    return tuple(Standing(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A programme with so many releases that somebody must recompute or sign."""

    programme_id: uuid.UUID
    programme: str
    releases: int


def waiting(session: Session) -> tuple[Waiting, ...]:
    """The programmes whose newest releases nobody sees yet, in one query.

    What a correction replaced, and what a release seen already contains, waits for nobody.
    """
    later = aliased(Release, name="later")
    same = func.coalesce(later.corrects, later.number) == func.coalesce(
        Release.corrects, Release.number
    )
    signed = exists().where(ReleaseSignature.release_id == later.id)
    settled = exists().where(
        later.programme_id == Release.programme_id,
        later.number > Release.number,
        or_(same, signed),
    )
    rows = session.execute(
        select(Programme.id, Programme.name, func.count(Release.id))
        .join(Release, Release.programme_id == Programme.id)
        .where(Programme.deleted_at.is_(None), ~is_visible(), ~settled)
        .group_by(Programme.id, Programme.name)
        .order_by(Programme.name)
    )
    return tuple(Waiting(*row) for row in rows)


def of(session: Session, programme_id: uuid.UUID, number: int) -> Standing | None:
    """One release of a programme; None where there is none of this number."""
    found = history(session, programme_id)
    return next((one for one in found if one.release.number == number), None)


def is_visible() -> Any:
    """Whether donors may see a release: a condition on `Release`."""
    signed = exists().where(ReleaseSignature.release_id == Release.id)
    return or_(Release.form.is_(None), signed)


def current(programme_id: Any, number: Any) -> Select[Any]:
    """The numbers whose atoms make up this release: of each the newest correction, if there is one.

    For `first_release.in_(…)`.
    """
    made = aliased(Release, name="made")
    return (
        select(func.max(made.number))
        .where(made.programme_id == programme_id, made.number <= number)
        .group_by(func.coalesce(made.corrects, made.number))
    )
