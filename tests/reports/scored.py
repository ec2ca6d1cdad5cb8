"""People with finished tests, put straight into the tables: what a release starts from."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.installation.identity import installed
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.quizzes.models import Attempt, Response, Ruling, Wording
from elearn.quizzes.rulings import RulingKind
from elearn.quizzes.waves import Source, Wave
from elearn.reports import recomputing, releases, signing_off
from elearn.reports.models import Release
from elearn.reports.releases import Nothing
from tests.conftest import START, Story

Scores = tuple[int | None, int | None]
"""Points before and after; None is a test not taken."""
DONE = START + timedelta(hours=6)
# Scores that differ, of which some reach 60 % of 20 at the end.
TWELVE: tuple[tuple[int, int], ...] = tuple((6 + place % 5, 9 + place % 7) for place in range(12))


def cohort_of(session: Session, programme: Programme, name: str = "Mopti") -> Cohort:
    """A new session of the programme; the caller stands inside `writing()`."""
    return enrolment.make(
        session,
        programme_id=programme.id,
        course_id="garanties-premieres-heures",
        name=name,
        starts_on=date(2026, 11, 16),
        ends_on=date(2026, 11, 18),
        mode=Mode.ROOM,
        language="fr",
        region=None,
        seed=5,
        now=START,
    )


def take_part(
    session: Session,
    cohort: Cohort,
    scores: Sequence[Scores],
    *,
    maximum: int = 20,
    people: Sequence[Person] = (),
    at: datetime = DONE,
    source: Source = Source.SCREEN,
    submitted: bool = True,
) -> list[Enrolment]:
    """One enrolment for each pair of scores, of these people or of new ones."""
    made = []
    with writing(session):
        origin = installed(session).id
        held = enrolment.locked(session, cohort.id)
        for place, (before, after) in enumerate(scores):
            person = people[place] if people else Person(made_at=START, origin=origin)
            session.add(person)
            session.flush()
            one = enrolment.enrol(session, held, person, at)
            for wave, points in ((Wave.PRE, before), (Wave.POST, after)):
                if points is not None:
                    session.add(
                        Attempt(
                            enrolment_id=one.id,
                            wave=wave,
                            source=source,
                            form="AB"[(place + (wave is Wave.POST)) % 2]
                            if source is Source.SCREEN
                            else None,
                            maximum=maximum,
                            answered=maximum,
                            points=points,
                            started_at=at,
                            last_answer_at=at,
                            submitted_at=at if submitted else None,
                            origin=origin,
                        )
                    )
            made.append(one)
    return made


def new_session(session: Session, programme: Programme, name: str = "Mopti") -> Cohort:
    """The same as `cohort_of`, in a transaction of its own."""
    with writing(session):
        return cohort_of(session, programme, name)


def close(session: Session, cohort: Cohort, at: datetime = DONE) -> None:
    """Close the session for good."""
    with writing(session):
        enrolment.close(session, enrolment.locked(session, cohort.id), at)


def rule_on(session: Session, story: Story, tests: Sequence[Attempt], at: datetime) -> None:
    """A question of these tests was ruled on, and each has a point more."""
    wording = session.scalars(select(Wording).order_by(Wording.item).limit(1)).one()
    with writing(session):
        for test in tests:
            test.shown = [{"item": wording.item, "wording": wording.hash.hex()}]
            test.points += 1
            session.add(
                Response(
                    attempt_id=test.id,
                    item=wording.item,
                    answer_id=test.id,
                    choice=None,
                    writer=b"w" * 16,
                    number=1,
                    arrived_at=DONE,
                    unknown=False,
                    points=1,
                )
            )
        session.add(
            Ruling(
                wording=wording.hash,
                item=wording.item,
                number=1,
                kind=RulingKind.KEY,
                key=["a"],
                reason="a wrong key",
                ruled_at=at,
                ruled_by=story.boubacar.id,
            )
        )


def publish(
    session: Session, story: Story, library: Library, as_of: date, now: datetime
) -> Release | Nothing:
    """Make the next release, let Fatou recompute it, and Boubacar sign it off."""
    courses, slots, programme = library.courses, library.slots, story.programme
    with writing(session):
        made = releases.make(session, programme, as_of, courses, now, slots)
        if isinstance(made, Release):
            recomputing.recompute(session, programme, made, courses, slots, by=story.fatou, now=now)
            signing_off.sign(session, programme, made.number, story.boubacar, now)
    return made
