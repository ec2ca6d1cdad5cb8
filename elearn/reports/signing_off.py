"""An administrator signs a release off, so that donors see it; never the one who recomputed it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people import audit
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.reports import correcting, releases, standings
from elearn.reports.models import ReleaseSignature
from elearn.reports.releases import Altered
from elearn.reports.standings import Stage, Standing

SETTLED = (Stage.SIGNED, Stage.UNSIGNED)


class NotRecomputed(Exception):
    """Nobody has recomputed it, or the newest recomputation found other sums."""


class SameHand(Exception):
    """Whoever recomputed a release cannot sign it."""


class NoNote(Exception):
    """Sums differ that no correction can mend: who signs must say why they stand."""


class SignedAlready(Exception):
    """It was signed before."""


class PartNotRecomputed(Exception):
    """Another release that this one consists of was not recomputed, or not with the same sums."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stands_as_it_is(session: Session, programme: Programme, standing: Standing) -> bool:
    """Whether sums differ and no correction can mend it: a note may say why they stand.

    Follow-ups are never corrected, nor sums where a correction would tell of a few people.
    """
    if standing.stage is not Stage.DIFFERS or standing.check is None:
        return False
    follow_ups = all(name.startswith("follow-up ") for name, *_ in standing.check.differences)
    return follow_ups or correcting.refusal(session, programme, standing.release) is not None


def refusal(
    standing: Standing, by: Person, history: tuple[Standing, ...], *, as_it_is: bool = False
) -> Exception | None:
    """Why this person cannot sign this release now; None where nothing stands against it.

    `as_it_is`: it differs, and `stands_as_it_is`.
    """
    if standing.stage in SETTLED:
        return SignedAlready()
    if standing.check is None or not (standing.stage is Stage.RECOMPUTED or as_it_is):
        return NotRecomputed()
    unsigned = [one for one in _parts(standing, history) if one.stage not in SETTLED]
    if any(one.check is not None and one.check.checked_by == by.id for one in unsigned):
        return SameHand()
    others = [one for one in unsigned if one is not standing]
    missing = [one.release.number for one in others if one.stage is not Stage.RECOMPUTED]
    return PartNotRecomputed(min(missing)) if missing else None


def sign(
    session: Session,
    programme: Programme,
    number: int,
    by: Person,
    now: datetime,
    note: str | None = None,
) -> ReleaseSignature:
    """Sign a release off; raises NotRecomputed, SameHand, SignedAlready, PartNotRecomputed,
    NoNote, Altered.

    `note`: why it stands as it is, where sums differ; it is kept in the log. The caller stands
    inside `writing()`.
    """
    session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())
    history = standings.history(session, programme.id)
    standing = next(one for one in history if one.release.number == number)
    as_it_is = stands_as_it_is(session, programme, standing)
    refused = refusal(standing, by, history, as_it_is=as_it_is)
    if refused is not None:
        raise refused
    note = (note or "").strip() if as_it_is else None
    if note == "":
        raise NoNote
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
    audit.record(session, by, "release-signed", standing.release.id, now, note)
    return signature


def _parts(standing: Standing, history: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """The releases that this one consists of: of each the newest correction up to it."""
    newest: dict[int, Standing] = {}
    for one in sorted(history, key=lambda each: each.release.number):
        if one.release.number <= standing.release.number:
            newest[one.release.corrects or one.release.number] = one
    return tuple(newest.values())
