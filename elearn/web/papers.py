"""A module away from the screen: for A4, as a book, its sources, and the trainer's own sheet.

A printout holds no question of a test: forms A, B and C stay on the server.
"""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.content import Module, Source
from elearn.courses.library import Library
from elearn.documents import epub
from elearn.documents.epub import Chapter
from elearn.web import access
from elearn.web.house import house, now
from elearn.web.languages import language, offered, say
from elearn.web.learning import ASK_AGAIN, locked
from elearn.web.packing import Packed, pack
from elearn.web.reading import Reading, both_paths_of, reading

pages = Blueprint("papers", __name__)
both_paths = both_paths_of(pages)

HEADING = re.compile(r"(</?h)([2-4])\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter of a module on paper; `html` is the text of a lesson or of the job aid."""

    kind: str
    title: str
    html: str = ""
    sources: tuple[Source, ...] = ()


def parts_of(shown: Module, library: Library) -> tuple[Part, ...]:
    """What a module's printout holds, in order: all but the questions of its tests."""
    spoken = language()
    lessons = tuple(
        Part(
            "lesson",
            lesson.title.in_(spoken),
            demoted(library.lesson_html(shown.slug, lesson.number, spoken)),
            tuple(shown.source(name) for name in lesson.sources),
        )
        for lesson in shown.lessons
    )
    aid = demoted(library.job_aid_html(shown.slug, spoken))
    return (
        Part("front", say("Before you begin")),
        *lessons,
        Part("case", shown.case.title.in_(spoken)),
        Part("practice", say("Practise")),
        Part("answers", say("Answers to the practice")),
        Part("keep", shown.job_aid.title.in_(spoken), aid),
        Part("sources", say("Sources"), sources=shown.sources),
    )


def demoted(html: str) -> str:
    """The same page under a heading of the second rank: its own go one rank down."""
    return HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)


@both_paths("/module/<int:place>/sources", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def sources(course_id: str | None, place: int) -> str | AnyResponse:
    """What the module rests on, by force, with what still waits for a reader."""
    following = reading(course_id)
    shown = following.module(place)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    by_force = {
        force: [source for source in shown.sources if source.force == force]
        for force in ("treaty", "standard", "national", "research")
    }
    return render_template(
        "learning/sources.html", reading=following, module=shown, place=place, by_force=by_force
    )


@pages.get("/<language:language>/read/<course_id>/module/<int:place>/facilitator")
@access.permit(access.is_staff)
def facilitator(course_id: str, place: int) -> str:
    """How to run the module in a room: two A4 pages for trainers."""
    following = reading(course_id)
    shown = following.module(place)
    if shown.facilitator is None:
        access.missing()
    return render_template(
        "learning/facilitator.html",
        reading=following,
        module=shown,
        place=place,
        html=house().library.facilitator_html(shown.slug, language()),
        sources=[shown.source(name) for name in shown.facilitator.sources],
    )


@pages.get("/<language:language>/sheet/<code>")
@access.public
def handout(code: str) -> str:
    """A module's sheet for people outside the course; its address names nothing."""
    found = [each for each in house().library.modules.values() if each.code.lower() == code]
    if not found or found[0].handout is None:
        access.missing()
    shown, sheet = found[0], found[0].handout
    return render_template(
        "learning/handout.html",
        module=shown,
        html=house().library.handout_html(shown.slug, language()),
        sources=[shown.source(name) for name in sheet.sources],
    )


@both_paths("/module/<int:place>/print", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def printout(course_id: str | None, place: int) -> Response | AnyResponse:
    """The whole module as one page for A4, the same bytes for everybody who may read it."""
    following = reading(course_id)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    return _kept("print", following, place).response(request, ASK_AGAIN)


@both_paths("/module/<int:place>/module.epub", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def ebook(course_id: str | None, place: int) -> Response | AnyResponse:
    """The whole module as a book for a phone or a reader, under a name that says nothing."""
    following = reading(course_id)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    answer = _kept("epub", following, place).response(request, ASK_AGAIN)
    answer.headers["Content-Disposition"] = f'attachment; filename="module-{place}.epub"'
    return answer


_packed: dict[tuple[object, ...], Packed] = {}


def _kept(what: str, following: Reading, place: int) -> Packed:
    home, staff = house(), following.trainee is None
    key = (
        *(what, home.library.fingerprint, home.demonstration, following.course.id, staff),
        *(place, language(), offered()),
    )
    if key not in _packed:
        _packed[key] = _book(following, place) if what == "epub" else _page(following, place)
    return _packed[key]


def _page(following: Reading, place: int) -> Packed:
    shown = following.module(place)
    page = render_template(
        "learning/print.html",
        reading=following,
        module=shown,
        place=place,
        parts=parts_of(shown, house().library),
    )
    return pack(page.encode(), "text/html")


def _book(following: Reading, place: int) -> Packed:
    shown = following.module(place)
    chapters = [
        Chapter(part.title, render_template("learning/chapter.html", module=shown, part=part))
        for part in parts_of(shown, house().library)
    ]
    title = say("Module %(number)s", number=place)
    # To the day, so that two workers make the same book.
    today = now().replace(hour=0, minute=0, second=0)
    return pack(epub.book(title, chapters, language(), shown.slug, today), epub.MEDIA_TYPE)
