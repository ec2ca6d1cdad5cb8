"""An administrator signs a release off, so that donors see it; never the one who recomputed it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people import audit
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.reports import releases, standings
from elearn.reports.models import ReleaseSignature
from elearn.reports.releases import Altered
from elearn.reports.standings import Stage, Standing

SETTLED = (Stage.SIGNED, Stage.UNSIGNED)


class NotRecomputed(Exception):
    """Nobody has recomputed it, or the newest recomputation found other sums."""


class SameHand(Exception):
    """Whoever recomputed a release cannot sign it."""


class SignedAlready(Exception):
    """It was signed before."""


class PartNotRecomputed(Exception):
    """Another release that this one consists of was not recomputed, or not with the same sums."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def refusal(standing: Standing, by: Person, history: tuple[Standing, ...]) -> Exception | None:
    """Why this person cannot sign this release now; None where nothing stands against it."""
    if standing.stage in SETTLED:
        return SignedAlready()
    if standing.stage is not Stage.RECOMPUTED or standing.check is None:
        return NotRecomputed()
    unsigned = [one for one in _parts(standing, history) if one.stage not in SETTLED]
    if any(one.check is not None and one.check.checked_by == by.id for one in unsigned):
        return SameHand()
    missing = [one.release.number for one in unsigned if one.stage is not Stage.RECOMPUTED]
    return PartNotRecomputed(min(missing)) if missing else None


def sign(
    session: Session, programme: Programme, number: int, by: Person, now: datetime
) -> ReleaseSignature:
    """Sign a release off; raises NotRecomputed, SameHand, SignedAlready, PartNotRecomputed,
    Altered.

    The caller stands inside `writing()`.
    """
    session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())
    history = standings.history(session, programme.id)
    standing = next(one for one in history if one.release.number == number)
    refused = refusal(standing, by, history)
    if refused is not None:
        raise refused
    if not releases.is_intact(session, standing.release):
        raise Altered(number)
    assert standing.check is not None
    signature = ReleaseSignature(
        release_id=standing.release.id,
        check_id=standing.check.id,
        signed_at=now,
        signed_by=by.id,
    )
    session.add(signature)
    session.flush()
    audit.record(session, by, "release-signed", standing.release.id, now)
    return signature


def _parts(standing: Standing, history: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """The releases that this one consists of: of each the newest correction up to it."""
    newest: dict[int, Standing] = {}
    for one in sorted(history, key=lambda each: each.release.number):
        if one.release.number <= standing.release.number:
            newest[one.release.corrects or one.release.number] = one
    return tuple(newest.values())
