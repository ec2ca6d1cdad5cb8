"""A course on screen: the trainee's home, modules, lessons, and the job aid.

The text of a lesson is the same for everybody, so its page is made once and sent packed; what a
person has done stands on the course page alone.
"""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import progress
from elearn.courses.content import Lesson, Module, Source
from elearn.courses.glossing import terms_in
from elearn.courses.path import CASE, PRACTICE, Step, steps_of
from elearn.db import writing
from elearn.quizzes.standing import Standing
from elearn.quizzes.states import Late, State, Window
from elearn.quizzes.unlocking import Next, Place
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.web import access, mended_scores, survey_links
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import language, offered, say
from elearn.web.packing import Packed, pack
from elearn.web.reading import Reading, both_paths_of, reading

pages = Blueprint("learning", __name__)

# The browser asks each time and mostly hears 304: the text changes only when the content does.
ASK_AGAIN = "private, no-cache"


both_paths = both_paths_of(pages)


@pages.get("/<language:language>/course")
@access.permit(access.is_trainee)
def course() -> str:
    """The trainee's home: the one next step, the way so far, the card."""
    following = reading(None)
    stands = following.standing()
    asked_at = now()
    following_next = stands.next_step(asked_at)
    module_states = _step_states(following, stands, following_next)
    return render_template(
        "learning/course.html",
        reading=following,
        stands=stands,
        next=following_next,
        target=url_for("own_courses.choose")
        if _chooses(following, following_next)
        else next_address(following, following_next),
        heading=say("Choose the modules of your work")
        if _chooses(following, following_next)
        else next_heading(following, following_next),
        pre=stands.state(Wave.PRE, asked_at),
        post=stands.state(Wave.POST, asked_at),
        follow_ups=[(wave, stands.state(wave, asked_at)) for wave in FOLLOW_UPS],
        mended=mended_scores.of_follow_ups(stands, asked_at),
        follow_up_name=follow_up_name,
        opens_on=lambda wave: opens_on(following, stands.window(wave)),
        modules_open=stands.modules_open(asked_at),
        again={wave: stands.turn(wave, asked_at).can_answer for wave in (Wave.PRE, Wave.POST)},
        steps_of=steps_of,
        state_sentence=state_sentence,
        module_states=module_states,
        step_states=[state for states in module_states.values() for state in states],
        said=request.args.get("said"),
        surveys=survey_links.links(stands, asked_at),
        module_surveys=survey_links.module_links(following, stands),
    )


def _chooses(following: Reading, step: Next) -> bool:
    """Whether the next thing is to say which modules come: before the first lesson."""
    assert following.trainee is not None
    return following.trainee.may_choose and step.place is Place.STEP


def _step_states(following: Reading, stands: Standing, step: Next) -> dict[str, list[str]]:
    """For the arcade of each module: which steps are done, which is the next, which wait."""
    return {
        module.slug: [
            "done" if own in stands.done else "now" if own == step.step else "todo"
            for own in steps_of(module)
        ]
        for module in following.modules
    }


@pages.get("/<language:language>/read")
@access.permit(access.is_staff)
def courses() -> str:
    """Every course, for staff to read without a session."""
    library = house().library
    return render_template("learning/courses.html", library=library)


@pages.get("/<language:language>/read/<course_id>")
@access.permit(access.is_staff)
def read_course(course_id: str) -> str:
    """One course's modules, for staff."""
    asking = access.signed_in()
    return render_template(
        "learning/read_course.html",
        reading=reading(course_id),
        may_preview=access.is_trainer(asking) or access.is_administrator(asking),
    )


@both_paths("/module/<int:place>", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def module(course_id: str | None, place: int) -> str | AnyResponse:
    """A module's first page: its notice, its steps, its job aid."""
    following = reading(course_id)
    shown = following.module(place)
    stands = following.standing() if following.trainee else None
    if stands is not None and not stands.modules_open(now()):
        return locked()
    return render_template(
        "learning/module.html",
        reading=following,
        module=shown,
        place=place,
        done=stands.done if stands else {},
        steps=steps_of(shown),
        step_address=lambda step: step_address(following, place, step),
        step_name=step_name,
        bambara=_bambara(shown),
        survey=survey_links.module_links(following, stands).get(shown.slug) if stands else None,
    )


def _bambara(shown: Module) -> list[str]:
    """The key messages in draft Bambara, where there are any and an administrator shows them."""
    drafts = [message.bm for message in shown.key_messages if message.bm]
    return drafts if access.signed_in().bambara else []


@both_paths("/module/<int:place>/lesson/<number>", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def lesson(course_id: str | None, place: int, number: str) -> Response | AnyResponse:
    """One lesson, the same bytes for everybody who may read it."""
    following = reading(course_id)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    return lesson_page(following, place, number).response(request, ASK_AGAIN)


_packed: dict[tuple[object, ...], Packed] = {}


def lesson_page(following: Reading, place: int, number: str) -> Packed:
    """A lesson's page, packed: made once, it says nothing about its reader."""
    shown = following.module(place)
    staff = following.trainee is None
    home = house()
    key = (
        *(home.library.fingerprint, home.demonstration, following.course.id, staff),
        *(place, number, language(), offered()),
    )
    if key not in _packed:
        found = _lesson(shown, number)
        steps = steps_of(shown)
        here = steps.index((shown.slug, number))
        page = render_template(
            "learning/lesson.html",
            reading=following,
            module=shown,
            place=place,
            lesson=found,
            html=house().library.lesson_html(shown.slug, number, language()),
            sources=_sources(shown, found.sources),
            terms=terms_in(found.body.in_(language()), language(), home.library.glossary),
            previous=step_address(following, place, steps[here - 1]) if here else None,
            following=step_address(following, place, steps[here + 1]),
            steps=steps,
            here=here,
        )
        _packed[key] = pack(page.encode(), "text/html")
    return _packed[key]


def _lesson(shown: Module, number: str) -> Lesson:
    try:
        return shown.lesson(number)
    except KeyError:
        return access.missing()


def _sources(shown: Module, ids: tuple[str, ...]) -> list[Source]:
    return [shown.source(source) for source in ids]


@pages.post("/<language:language>/course/module/<int:place>/done/<step>")
@access.permit(access.is_trainee)
def done(place: int, step: str) -> AnyResponse:
    """A step is done: remember it, go on to the next."""
    following = reading(None)
    shown = following.module(place)
    steps = steps_of(shown)
    if (shown.slug, step) not in steps:
        access.missing()
    if not following.standing().modules_open(now()):
        return locked()
    with writing(session()):
        progress.mark_done(session(), access.trainee().enrolment_id, (shown.slug, step), now())
    position = steps.index((shown.slug, step))
    if position + 1 < len(steps):
        return redirect(step_address(following, place, steps[position + 1]), 303)
    return redirect(url_for("learning.course", said="module-done"), 303)


@both_paths("/module/<int:place>/card", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def job_aid(course_id: str | None, place: int) -> str | AnyResponse:
    """The module's job aid: one A5 page."""
    following = reading(course_id)
    shown = following.module(place)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    return render_template(
        "learning/job_aid.html",
        reading=following,
        module=shown,
        place=place,
        html=house().library.job_aid_html(shown.slug, language()),
        sources=_sources(shown, shown.job_aid.sources),
    )


def locked() -> AnyResponse:
    """Lessons wait for the first test: the course page says so."""
    return redirect(url_for("learning.course", said="locked"), 303)


def step_address(following: Reading, place: int, step: Step) -> str:
    """The page of a step."""
    name = step[1]
    if name == CASE:
        return following.address("practising.case", place=place)
    if name == PRACTICE:
        return following.address("practising.practice", place=place, number=1)
    return following.address("learning.lesson", place=place, number=name)


def step_name(shown: Module, step: Step) -> str:
    """What a step is called on screen."""
    if step[1] == CASE:
        return shown.case.title.in_(language())
    if step[1] == PRACTICE:
        return say("Practise")
    return shown.lesson(step[1]).title.in_(language())


def follow_up_name(wave: Wave) -> str:
    """What a test of weeks or months later is called on screen."""
    return say("Follow-up test") if wave is Wave.FOLLOW_UP else say("Six-month test")


def opens_on(following: Reading, window: Window) -> date | None:
    """The day on which a test opens, where the programme is."""
    if window.opened_at is None or following.trainee is None:
        return None
    return window.opened_at.astimezone(ZoneInfo(following.trainee.time_zone)).date()


def next_address(following: Reading, step: Next) -> str | None:
    """Where the one next step leads; None while there is nothing to do but wait."""
    if step.place is Place.PRE_TEST:
        return url_for("quizzes.test", wave=Wave.PRE)
    if step.place is Place.POST_TEST:
        return url_for("quizzes.test", wave=Wave.POST)
    if step.place in (Place.FOLLOW_UP, Place.SIX_MONTHS):
        return url_for("quizzes.test", wave=Wave(step.place))
    if step.place is Place.RESULT:
        return url_for("outcomes.result")
    if step.place is Place.STEP and step.step is not None:
        place = following.course.modules.index(step.step[0]) + 1
        return step_address(following, place, step.step)
    return None


def next_heading(following: Reading, step: Next) -> str:
    """What the one next step is called."""
    if step.place is Place.PRE_TEST:
        return say("First test")
    if step.place is Place.POST_TEST:
        return say("Final test")
    if step.place in (Place.FOLLOW_UP, Place.SIX_MONTHS):
        return follow_up_name(Wave(step.place))
    if step.place is Place.RESULT:
        return say("See what you have gained")
    if step.place is Place.STEP and step.step is not None:
        return step_name(house().library.modules[step.step[0]], step.step)
    return say("Wait for your trainer")


def state_sentence(state: State) -> str:
    """What has become of a test, in the reader's words."""
    return {
        State.EXCUSED: say("Your trainer has excused you."),
        State.SUBMITTED: say("Sent."),
        State.SUBMITTED_LATE: say("Sent after closing."),
        State.COLLECTED: say("Closed before you sent it; your answers count."),
        State.STARTED: say("Begun. Go on where you stopped."),
        State.DECLINED: say("You follow without being tested. You may change your mind."),
        State.NOT_OFFERED: say("Not open yet."),
        State.OPEN: say("Open now."),
        State.ABSENT: say("Closed without an answer. It does not count as zero."),
    }[state]


def late_sentence(late: Late | None) -> str | None:
    """What becomes of the answers that came after closing, in the reader's words."""
    if late is None:
        return None
    return {
        Late.WAITING: say(
            "Answers arrived after the closing. They are kept; your trainer decides whether they "
            "count."
        ),
        Late.COUNTED: say("Your answers that arrived after the closing count."),
        Late.EXCLUDED: say("Answers arrived after the closing. They are kept and do not count."),
    }[late]
