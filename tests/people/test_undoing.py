"""An act is taken back while what it changed still stands as it left it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.db import new_id, writing
from elearn.people import undoing
from elearn.people.models import AuditEntry, Change
from elearn.people.undoing import OVERTAKEN, UNDONE, CannotUndo, Kind, NoSuchChange, Values
from tests.conftest import START, Story

LATER = START + timedelta(hours=1)


def _read(session: Session, change: Change) -> Values:
    return {"name": session.get_one(Cohort, change.subject_id).name}


def _put_back(session: Session, change: Change, _now: datetime) -> None:
    cohort = session.get_one(Cohort, change.subject_id)
    if cohort.closed_at is not None:
        raise CannotUndo("closed")
    cohort.name = change.before["name"]


RENAMED = Kind("renamed", _read, _put_back)
KINDS = {RENAMED.name: RENAMED}


def rename(session: Session, story: Story, name: str, reason: str | None = None) -> Change:
    with writing(session):
        before, story.cohort.name = story.cohort.name, name
        return undoing.keep(
            session,
            RENAMED,
            place_id=story.cohort.id,
            subject_id=story.cohort.id,
            before={"name": before},
            after={"name": name},
            actor=story.fatou,
            now=START,
            reason=reason,
        )


def undo(session: Session, story: Story, change: Change) -> None:
    with writing(session):
        place = story.cohort.id
        undoing.undo(session, change.id, place, KINDS, actor=story.fatou, now=LATER)


def test_what_was_changed_is_put_back_and_both_acts_are_logged(
    session: Session, story: Story
) -> None:
    change = rename(session, story, "Ségou, mars", "coquille")
    undo(session, story, change)
    assert session.get_one(Cohort, story.cohort.id).name == "Ségou"
    assert (change.undone_at, change.undone_by) == (LATER, story.fatou.id)
    acts = session.execute(select(AuditEntry.act, AuditEntry.reason)).all()
    assert set(map(tuple, acts)) == {("renamed", "coquille"), ("undone-renamed", None)}


def test_a_later_act_is_taken_back_before_an_earlier_one(session: Session, story: Story) -> None:
    first, second = rename(session, story, "Ségou 1"), rename(session, story, "Ségou 2")
    with pytest.raises(CannotUndo) as refused:
        undo(session, story, first)
    assert refused.value.why == OVERTAKEN
    undo(session, story, second)
    undo(session, story, first)
    assert session.get_one(Cohort, story.cohort.id).name == "Ségou"
    with pytest.raises(CannotUndo) as refused:
        undo(session, story, first)
    assert refused.value.why == UNDONE
    told = undoing.of_place(session, story.cohort.id, limit=10)
    assert [(change.after["name"], name) for change, name in told] == [
        ("Ségou 2", "fatou"),
        ("Ségou 1", "fatou"),
    ]
    assert undoing.of_place(session, new_id(), limit=10) == []


def test_a_kind_refuses_by_name_what_something_later_depends_on(
    session: Session, story: Story
) -> None:
    change = rename(session, story, "Ségou, mars")
    with writing(session):
        story.cohort.closed_at = LATER
    with pytest.raises(CannotUndo) as refused:
        undo(session, story, change)
    assert refused.value.why == "closed"
    assert session.get_one(Change, change.id).undone_at is None


def test_a_change_is_undone_in_its_own_place_alone(session: Session, story: Story) -> None:
    change = rename(session, story, "Ségou, mars")
    with pytest.raises(NoSuchChange), writing(session):
        undoing.undo(session, change.id, new_id(), KINDS, actor=story.charlie, now=LATER)
    assert undoing.one(session, change.id, new_id()) is None
    assert undoing.one(session, change.id, story.cohort.id) is change


def test_of_two_states_only_what_differs_is_kept() -> None:
    states = {"name": "a", "region": None}, {"name": "b", "region": None}
    assert undoing.differing(*states) == ({"name": "a"}, {"name": "b"})
