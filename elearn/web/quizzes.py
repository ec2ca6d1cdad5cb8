"""The way into a test on screen, and out of it: what is kept, the access word, handing in."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.items import Form, Item
from elearn.courses.path import path
from elearn.db import writing
from elearn.quizzes import attempts, states, taking
from elearn.quizzes.attempts import NotOpen, WrongWord
from elearn.quizzes.standing import Standing
from elearn.quizzes.states import Facts, State
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.web import access
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import here, language, say
from elearn.web.learning import follow_up_name, late_sentence, state_sentence
from elearn.web.reading import Reading, reading

pages = Blueprint("quizzes", __name__)

ON_A_PAGE = 3
LONGEST_WORD = 100


class WaveConverter(BaseConverter):
    """A test in a path: pre, post or one of the follow-ups."""

    regex = "|".join(Wave)

    def to_python(self, value: str) -> Wave:
        """The wave."""
        return Wave(value)


def title(wave: Wave) -> str:
    """What a test is called on screen."""
    return {
        Wave.PRE: say("First test"),
        Wave.POST: say("Final test"),
        Wave.FOLLOW_UP: follow_up_name(Wave.FOLLOW_UP),
        Wave.SIX_MONTHS: follow_up_name(Wave.SIX_MONTHS),
    }[wave]


@pages.get("/<language:language>/test/<wave:wave>")
@access.permit(access.is_trainee)
def test(wave: Wave) -> str | AnyResponse:
    """The door of a test: what is kept before the first, the way back into a started one."""
    following = reading(None)
    stands = following.standing()
    state = stands.turn(wave, now())
    if state is State.STARTED:
        return redirect(
            url_for("question_pages.questions", wave=wave, page=_first_open_page(wave)), 303
        )
    if state is State.OPEN or (state is State.DECLINED and _stands_open(stands, wave)):
        return _before(following, wave, stands)
    return happened(following, wave, state, late=_late(stands, wave))


def _stands_open(stands: Standing, wave: Wave) -> bool:
    return states.state(Facts(), stands.window(wave), now()) is State.OPEN


def _late(stands: Standing, wave: Wave) -> states.Late | None:
    return stands.attempts[wave].late if wave in stands.attempts else None


def _before(following: Reading, wave: Wave, stands: Standing, wrong: str | None = None) -> str:
    last = stands.last.get(wave)
    return render_template(
        "quizzes/before.html",
        reading=following,
        wave=wave,
        title=title(wave),
        consented=access.trainee().consent_version == enrolments.CONSENT,
        items=len(_items(following, wave)("A")),
        policy=stands.policy(wave),
        minutes=_minutes(stands, wave),
        until=until(stands.window(wave).closed_at),
        tried=last.tried if last else 0,
        wrong=wrong,
    )


def _minutes(stands: Standing, wave: Wave) -> int | None:
    """The person's time limit."""
    limit = stands.policy(wave).minutes
    return limit and limit + stands.allowed.get(wave, states.Allowed()).minutes


def until(closed_at: datetime | None) -> str | None:
    """The hour at which a test ends for this person, with its day where that is not today."""
    if closed_at is None or closed_at <= now():
        return None
    zone = access.trainee().time_zone
    end, today = (moment.astimezone(ZoneInfo(zone)) for moment in (closed_at, now()))
    hour = here().hour(closed_at, zone)
    if end.date() == today.date():
        return hour
    return say("%(day)s, %(hour)s", day=here().day(end), hour=hour)


def happened(following: Reading, wave: Wave, state: State, late: states.Late | None = None) -> str:
    """The page that says what has become of a test."""
    return render_template(
        "quizzes/happened.html",
        reading=following,
        wave=wave,
        title=title(wave),
        sentence=state_sentence(state),
        late=late_sentence(late),
        state=state,
    )


def _first_open_page(wave: Wave) -> int:
    taken = taken_of(wave)
    return (min(taken.unanswered, default=0)) // ON_A_PAGE + 1


@pages.post("/<language:language>/test/<wave:wave>/start")
@access.permit(access.is_trainee)
def start(wave: Wave) -> AnyResponse | tuple[str, int]:
    """Agree to what is kept, and begin."""
    following = reading(None)
    try:
        with writing(session()):
            own = _enrolment()
            enrolments.consent(own, enrolments.CONSENT, now())
            attempts.start(
                session(),
                own,
                wave,
                steps=path(following.modules),
                items_of=_items(following, wave),
                language=language(),
                now=now(),
                word=request.form.get("word", "")[:LONGEST_WORD],
            )
    except NotOpen as closed:
        return happened(following, wave, closed.state), 409
    except WrongWord:
        return _before(following, wave, following.standing(), _wrong_word()), 422
    return redirect(url_for("question_pages.questions", wave=wave, page=1), 303)


@pages.get("/<language:language>/test/<wave:wave>/start")
@access.permit(access.is_trainee)
def after_starting(wave: Wave) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the door."""
    return redirect(url_for("quizzes.test", wave=wave), 303)


def _wrong_word() -> str:
    return say("This is not the word. Ask your trainer to say it again.")


@pages.post("/<language:language>/test/<wave:wave>/decline")
@access.permit(access.is_trainee)
def decline(wave: Wave) -> AnyResponse:
    """Follow without being tested."""
    with writing(session()):
        enrolments.decline(_enrolment(), now())
    return redirect(url_for("learning.course", said="declined"), 303)


@pages.get("/<language:language>/test/<wave:wave>/send")
@access.permit(access.is_trainee)
def before_sending(wave: Wave) -> str | AnyResponse:
    """What is answered and what is not, before handing in."""
    taken = taken_of(wave)
    if taken.state(now()) is not State.STARTED:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    return render_template(
        "quizzes/send.html",
        reading=reading(None),
        wave=wave,
        title=title(wave),
        taken=taken,
        on_a_page=ON_A_PAGE,
    )


@pages.post("/<language:language>/test/<wave:wave>/send")
@access.permit(access.is_trainee)
def send(wave: Wave) -> AnyResponse | tuple[str, int]:
    """Hand the test in; pressed twice, it is handed in once."""
    try:
        with writing(session()):
            attempts.submit(session(), access.trainee().enrolment_id, wave, now())
    except attempts.NotStarted:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    except NotOpen as closed:
        return happened(reading(None), wave, closed.state), 409
    return redirect(after_sending(wave), 303)


def after_sending(wave: Wave) -> str:
    """Where a person goes on whose test was handed in."""
    if wave is Wave.PRE:
        return url_for("learning.course", said="pre-sent")
    if wave in FOLLOW_UPS:
        return url_for("learning.course", said="later-sent")
    return url_for("outcomes.result")


def _enrolment() -> Enrolment:
    found = session().get(Enrolment, access.trainee().enrolment_id)
    assert found is not None
    return found


def _items(following: Reading, wave: Wave) -> attempts.ItemsOf:
    def of(form: Form) -> Sequence[Item]:
        if wave in FOLLOW_UPS:
            return house().library.follow_up(following.tests, form)
        return house().library.form(following.tests, form)

    return of


def taken_of(wave: Wave) -> Taking:
    """The reader's latest try at this test; 404 where there is none."""
    found = taking.of_enrolment(connection(), access.trainee().enrolment_id, wave)
    return found or access.missing()
