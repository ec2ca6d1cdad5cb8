"""What staff did on accounts and data, for administrators: by whom, of which kind, when."""

import uuid
from datetime import date

from flask import Blueprint, render_template, request

from elearn.installation.settings import (
    BAMBARA_SHOWN,
    DRAFTS_ALLOWED,
    LANGUAGES_OFF,
    RETENTION_MONTHS,
)
from elearn.programmes.models import Programme
from elearn.reports import acts_log
from elearn.reports.acts_log import UNDONE, Entry, Kind, Wanted
from elearn.web import access
from elearn.web.database import session
from elearn.web.languages import say
from elearn.web.one_person_forms import reason_sentence
from elearn.web.run_settings import value_word

pages = Blueprint("acts", __name__)

FILTERS = ("kind", "by", "since", "until")
A_PAGE = 50
LAST_PAGE = 10_000


@pages.get("/<language:language>/administration/acts")
@access.permit(access.is_administrator)
def acts() -> str:
    """Who did what, latest first: usernames of staff, and of a trainee session and card."""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    wanted = _wanted()
    found = acts_log.entries(session(), wanted, offset=(page - 1) * A_PAGE, limit=A_PAGE + 1)
    return render_template(
        "administration/acts.html",
        acts=found[:A_PAGE],
        more=len(found) > A_PAGE,
        page=page,
        wanted=wanted,
        kinds=[("", say("Everything")), *((kind.value, kind_word(kind)) for kind in Kind)],
        heading=_heading(wanted),
        query={key: value for key, value in request.args.items() if value and key in FILTERS},
        sentence=sentence,
        about=about,
        reason=reason_sentence,
    )


def _wanted() -> Wanted:
    """What the address asks for; what cannot be read leaves it open."""
    kind = request.args.get("kind", "")
    return Wanted(
        Kind(kind) if kind in list(Kind) else None,
        request.args.get("by", "").strip().lower().replace("\0", "")[:40],
        _day("since"),
        _day("until"),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def kind_word(kind: Kind) -> str:
    """A kind of acts in the reader's language."""
    return {
        Kind.LOOKS: say("Looks at one person’s answers"),
        Kind.DOWNLOADS: say("Downloads for the training team"),
        Kind.ACCOUNTS: say("Accounts, roles and passwords"),
        Kind.DECISIONS: say("Decisions, questions and releases"),
        Kind.DATA: say("Requests about data"),
    }[kind]


def _heading(wanted: Wanted) -> str:
    return kind_word(wanted.kind) if wanted.kind else say("What was done on accounts and data")


def about(act: Entry) -> str | None:
    """What an act on no single person was about."""
    if act.setting:
        return f"{_setting(act.setting)}: {value_word(act.value)}"
    if act.release:
        return say("%(name)s, release %(number)s", name=act.programme, number=act.release)
    return act.cohort or act.programme


def _setting(name: str) -> str:
    """What a setting is called; head counts by their programme."""
    known = {
        DRAFTS_ALLOWED: say("Drafts and real people"),
        BAMBARA_SHOWN: say("Bambara"),
        LANGUAGES_OFF: say("Languages that are off"),
        RETENTION_MONTHS: say("How long single answers stay"),
    }
    kind, _, of = name.partition("/")
    programme = session().get(Programme, uuid.UUID(of)) if kind == "head-counts" and of else None
    if programme is not None:
        return say("Head counts: %(programme)s", programme=programme.name)
    return known.get(name, name)


def sentence(act: str) -> str:
    """What was done, in the reader's language; an act without words is shown as it is kept."""
    if act.startswith(UNDONE):
        return say("took back: %(act)s", act=sentence(act.removeprefix(UNDONE)))
    return {
        "person-added": say("added a person"),
        "password-changed": say("set a new password"),
        "granted-trainer": say("made someone a trainer"),
        "granted-donor": say("made someone a partner"),
        "granted-administrator": say("made someone an administrator"),
        "revoked-trainer": say("took back the role of trainer"),
        "revoked-donor": say("took back the role of partner"),
        "revoked-administrator": say("took back the role of administrator"),
        "programme-added": say("added a programme"),
        "pin-reissued": say("gave a trainee a new PIN"),
        "instrument-imported": say("brought in answers to a test that is not Danbe’s"),
        "excused-pre": say("excused a trainee from the test before"),
        "excused-post": say("excused a trainee from the test after"),
        "extension-pre": say("opened the test before for one trainee"),
        "extension-post": say("opened the test after for one trainee"),
        "extension-follow-up": say("opened the follow-up test longer for one trainee"),
        "extension-six-months": say("opened the six-month test longer for one trainee"),
        "more-time-pre": say("gave one trainee more minutes for the test before"),
        "more-time-post": say("gave one trainee more minutes for the test after"),
        "second-try-pre": say("allowed a second try at the test before"),
        "second-try-post": say("allowed a second try at the test after"),
        "late-counted-pre": say("counted late answers of the test before"),
        "late-counted-post": say("counted late answers of the test after"),
        "late-excluded-pre": say("left out late answers of the test before"),
        "late-excluded-post": say("left out late answers of the test after"),
        "late-counted-follow-up": say("counted late answers of the follow-up test"),
        "late-counted-six-months": say("counted late answers of the six-month test"),
        "late-excluded-follow-up": say("left out late answers of the follow-up test"),
        "late-excluded-six-months": say("left out late answers of the six-month test"),
        "rules-pre": say("changed the rules of the test before"),
        "rules-post": say("changed the rules of the test after"),
        "cohort-closed": say("closed a session"),
        "read-aloud": say("let the tests of a session be read aloud"),
        "not-read-aloud": say("let the tests of a session be read alone"),
        "cards-printed": say("printed the cards of a session"),
        "roster-imported": say("brought people into a session by a list"),
        "first-cards": say("made the first cards of people of a session"),
        "names-printed": say("printed the list of names of a session"),
        "join-opened": say("let people join a session in the room"),
        "join-closed": say("closed the joining of a session"),
        "person-withdrawn": say("withdrew a card of a session"),
        "undone-person-withdrawn": say("took back the withdrawal of a card"),
        "person-moved": say("moved a card to another session"),
        "undone-person-moved": say("took back the move of a card"),
        "people-merged": say("merged two codes of one person"),
        "undone-people-merged": say("took back the merging of two codes"),
        "pocket-cards-printed": say("printed the pocket cards of a session"),
        "pin-reissued-at-a-distance": say("gave a trainee a new PIN at a distance"),
        "telephone-entry": say("entered a test by telephone"),
        "printed-pre": say("printed the test before for a session"),
        "printed-post": say("printed the test after for a session"),
        "printed-follow-up": say("printed the follow-up test for a session"),
        "printed-six-months": say("printed the six-month test for a session"),
        "sheet-corrected": say("corrected a keyed sheet"),
        "sheet-taken-back": say("took back a keyed sheet"),
        "attestations-printed": say("printed the attestations of a session"),
        "team-figures-taken-out": say("took out figures for the training team alone"),
        "paper-scores-imported": say("brought in paper scores"),
        "paper-score-corrected": say("corrected a paper score"),
        "question-taken-out": say("took a question out of the scores"),
        "question-key-corrected": say("corrected the key of a question"),
        "question-restored": say("let a question count as it was written"),
        "drafts-allowed": say("allowed tests on drafts"),
        "drafts-stopped": say("stopped tests on drafts"),
        "release-made": say("froze a release"),
        "cohort-edited": say("changed a session"),
        "cohort-copied": say("copied a session"),
        "cohort-archived": say("archived a session"),
        "cohort-restored": say("brought a session back into the lists"),
        "trainer-added": say("let someone train a session"),
        "trainer-removed": say("took someone out of the trainers of a session"),
        "course-chosen": say("changed which modules a trainee follows"),
        "programme-renamed": say("renamed a programme"),
        "programme-archived": say("archived a programme"),
        "programme-restored": say("brought a programme back into the lists"),
        "person-off": say("switched a person off"),
        "person-on": say("switched a person on again"),
        "setting-changed": say("changed a setting"),
        "data-exported": say("made a copy of one person’s data"),
        "person-erased": say("erased one person’s data"),
        "answers-seen-pre": say("looked at one person’s answers to the test before"),
        "answers-seen-post": say("looked at one person’s answers to the test after"),
        "answers-seen-follow-up": say("looked at one person’s answers to the follow-up test"),
        "answers-seen-six-months": say("looked at one person’s answers to the six-month test"),
        "release-recomputed": say("recomputed a release"),
        "release-signed": say("signed a release off"),
    }.get(act, act)
