"""The demonstration's sessions on screens: over, under way in a room today, and online."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts import progress
from elearn.cohorts.models import Cohort, Mode
from elearn.demonstration import plans, trainees
from elearn.demonstration.answering import Desk, Trainee, take, trainee
from elearn.demonstration.plans import Plan
from elearn.installation.identity import installed
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.programmes.models import Programme
from elearn.quizzes import attempts, follow_up
from elearn.quizzes.waves import Wave

ZONE = ZoneInfo(plans.TIME_ZONE)
LASTS = timedelta(days=2)
ARRIVAL, FIRST_TEST, LAST_TEST, END = time(8, 0), time(8, 30), time(15, 0), time(17, 0)
HOUR = timedelta(hours=1)


def finished(desk: Desk, programme: Programme, plan: Plan, now: datetime) -> None:
    """A session in a room that is over: both tests, and the lessons between them."""
    first = day(now - plan.began)
    cohort = make(desk, programme, plan.name, plan.region, first, Mode.ROOM)
    people = _people(desk, cohort, plan.people, at(first, ARRIVAL))
    for who in people:
        if who.enrolment.card_number in plan.declined:
            enrolments.decline(who.enrolment, at(first, FIRST_TEST))
    _test(desk, cohort, people, plan, Wave.PRE, at(first, FIRST_TEST))
    for who in people:
        if plan.took(who.enrolment.card_number):
            _read(desk.session, who, desk.steps, at(first, FIRST_TEST) + 2 * HOUR)
    _test(desk, cohort, people, plan, Wave.POST, at(first + LASTS, LAST_TEST))
    enrolments.close(desk.session, cohort, at(first + LASTS, END))
    _follow_up(desk, cohort, people, plan, now)


def in_progress(desk: Desk, programme: Programme, now: datetime) -> None:
    """A session in a room today: the pre-test stands open, and half have begun it."""
    cohort = make(desk, programme, plans.TODAY, "Koulikoro", day(now), Mode.ROOM)
    people = _people(desk, cohort, plans.TODAY_PEOPLE, now - HOUR)
    attempts.open_test(desk.session, cohort.id, Wave.PRE, now - HOUR / 3)
    for who in people[: plans.TODAY_PEOPLE // 2]:
        begun = now - HOUR / 3 + _delay(desk)
        enrolments.consent(who.enrolment, enrolments.CONSENT, begun)
        items = None if desk.random.random() < plans.HANDED_IN else desk.random.randrange(1, 6)
        take(desk, who, Wave.PRE, begun, items)


def online(desk: Desk, programme: Programme, keeper: Keeper, now: datetime) -> None:
    """A session online: the printed card, with nothing done, and a few who have begun."""
    began = now - timedelta(days=3)
    cohort = make(
        desk, programme, plans.ONLINE, "Bamako", day(began), Mode.ONLINE, timedelta(days=30)
    )
    card = Person(
        code=plans.TRAINEE.name,
        secret=keeper.keep(plans.TRAINEE.secret),
        made_at=began,
        origin=installed(desk.session).id,
    )
    desk.session.add(card)
    desk.session.flush()
    enrolments.enrol(desk.session, cohort, card, began)
    for place, who in enumerate(_people(desk, cohort, plans.ONLINE_PEOPLE - 1, began)):
        begun = began + (place + 1) * HOUR
        enrolments.consent(who.enrolment, enrolments.CONSENT, begun)
        take(desk, who, Wave.PRE, begun)
        _read(desk.session, who, desk.steps[: 2 * place], begun + HOUR)


def make(
    desk: Desk,
    programme: Programme,
    name: str,
    region: str,
    starts_on: date,
    mode: Mode,
    lasts: timedelta = LASTS,
) -> Cohort:
    """A new cohort, planned a week before it starts."""
    return enrolments.make(
        desk.session,
        programme_id=programme.id,
        course_id=desk.course.id,
        name=name,
        starts_on=starts_on,
        ends_on=starts_on + lasts,
        mode=mode,
        language="fr",
        region=region,
        seed=desk.random.getrandbits(31),
        now=at(starts_on - timedelta(days=7), FIRST_TEST),
    )


def at(on: date, hour: time) -> datetime:
    """This hour of a day, where the programme is."""
    return datetime.combine(on, hour, ZONE)


def day(instant: datetime) -> date:
    """The day of an instant, where the programme is."""
    return instant.astimezone(ZONE).date()


def _people(desk: Desk, cohort: Cohort, count: int, now: datetime) -> list[Trainee]:
    enrolled = trainees.enrol(desk.session, cohort, count, desk.random, now)
    return [trainee(desk, cohort, enrolment) for enrolment in enrolled]


def _test(
    desk: Desk, cohort: Cohort, people: Iterable[Trainee], plan: Plan, wave: Wave, begins: datetime
) -> None:
    attempts.open_test(desk.session, cohort.id, wave, begins)
    for who in people:
        if wave in plan.took(who.enrolment.card_number):
            enrolments.consent(who.enrolment, enrolments.CONSENT, begins)
            take(desk, who, wave, begins + _delay(desk))
    attempts.close_test(desk.session, cohort.id, wave, begins + HOUR)


def _follow_up(
    desk: Desk, cohort: Cohort, people: Iterable[Trainee], plan: Plan, now: datetime
) -> None:
    """Weeks later most come back, each on a day of their own, as far as it is today."""
    opened, _ = follow_up.days(Wave.FOLLOW_UP, cohort.ends_on)
    for who in people:
        card = who.enrolment.card_number
        begins = at(opened, FIRST_TEST) + card * 7 * HOUR
        came = plan.took(card) == plans.BOTH and desk.random.random() < plans.CAME_BACK
        if came and begins + 2 * HOUR < now:
            take(desk, who, Wave.FOLLOW_UP, begins)


def _read(session: Session, who: Trainee, steps: Iterable[progress.Step], now: datetime) -> None:
    for place, step in enumerate(steps):
        done_at = now + place * timedelta(minutes=8)
        progress.mark_done(session, who.enrolment.id, step, done_at)


def _delay(desk: Desk) -> timedelta:
    return timedelta(seconds=desk.random.randrange(10, 240))
