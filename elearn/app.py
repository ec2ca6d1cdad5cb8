"""create_app(): puts the parts together."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from elearn.config import Config
from elearn.courses import library
from elearn.courses.library import Library
from elearn.db import connect, empty_log, writing
from elearn.documents import arches, charts
from elearn.installation.identity import installed, server_key
from elearn.people.passwords import Keeper
from elearn.privacy import forgetting
from elearn.quizzes import wordings
from elearn.web import (
    access,
    account,
    acts,
    administration,
    allowing,
    answering,
    asking,
    attendance,
    booklets,
    card_sheets,
    cards,
    cohort_editing,
    cohort_trainers,
    cohorts,
    copying,
    data_requests,
    drafts,
    entry,
    errors,
    far_pins,
    files,
    first_cards,
    follow_ups,
    gains,
    glossary,
    guarding,
    helping,
    instrument_uploads,
    instruments,
    items,
    join_links,
    joining,
    keying,
    keying_changes,
    languages,
    learning,
    leaving,
    mending,
    nominal,
    notes,
    offline,
    one_person,
    opinions,
    outcomes,
    own_courses,
    paper,
    paper_corrections,
    papers,
    phone_entry,
    practising,
    previewing,
    profiles,
    programme_editing,
    programmes,
    projecting,
    question_pages,
    quizzes,
    releasing,
    rosters,
    run_settings,
    sittings,
    surveying,
    taking_out,
    test_rules,
    undoing,
    uploads,
    workspace,
)
from elearn.web.database import database
from elearn.web.house import EXTENSION, House

LARGEST_REQUEST = 5 * 1024 * 1024
PAGES = (
    entry,
    helping,
    learning,
    practising,
    papers,
    previewing,
    notes,
    drafts,
    glossary,
    profiles,
    own_courses,
    quizzes,
    question_pages,
    answering,
    offline,
    outcomes,
    surveying,
    cohorts,
    cohort_editing,
    cohort_trainers,
    copying,
    undoing,
    cards,
    card_sheets,
    rosters,
    first_cards,
    nominal,
    join_links,
    joining,
    projecting,
    allowing,
    one_person,
    leaving,
    test_rules,
    gains,
    taking_out,
    attendance,
    sittings,
    follow_ups,
    far_pins,
    phone_entry,
    opinions,
    programmes,
    paper,
    paper_corrections,
    booklets,
    keying,
    keying_changes,
    administration,
    programme_editing,
    releasing,
    mending,
    items,
    instruments,
    instrument_uploads,
    acts,
    data_requests,
    run_settings,
    workspace,
    account,
)


def keeper(config: Config) -> Keeper:
    """What hashes PINs and passwords on this server."""
    return Keeper(server_key(config.key_file), config.argon2_memory_kib, config.argon2_passes)


def furnish(config: Config, now: datetime, shelf: Library | None = None) -> House:
    """Everything that is read once at start; new wordings get their rows.

    Raises ContentRefused, or identity.NotInstalled where `elearn init` has not run.
    """
    shelf = shelf or library.load(config.content)
    graded = tuple(item for module in shelf.modules.values() for item in module.items)
    engine = connect(config.database_url)
    with Session(engine) as session:
        with writing(session):
            wordings.remember(session, graded, now)
            # Each start deletes what has had its time; `elearn forget` does it without one.
            forgetting.forget(session, now)
        empty_log(session)
        demonstration = installed(session).demonstration
    engine.dispose()
    return House(
        config=config,
        library=shelf,
        keeper=keeper(config),
        wordings=wordings.Wordings(graded),
        demonstration=demonstration,
    )


def create_app(house: House, *, testing: bool = False) -> Flask:
    """The application around a furnished house."""
    app = Flask(
        "elearn.web",
        static_folder=None,
        template_folder="templates",
    )
    app.testing = testing
    app.config["SQLALCHEMY_DATABASE_URI"] = house.config.database_url
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.extensions[EXTENSION] = house
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["arches"] = arches
    app.jinja_env.globals["charts"] = charts
    app.jinja_env.globals["asked_last"] = asking.asked_last
    app.jinja_env.globals["house"] = house
    app.jinja_env.globals["visitor"] = access.visitor
    app.jinja_env.globals["mark"] = access.mark
    database.init_app(app)
    for part in (uploads, languages, guarding, access, errors, files):
        part.install(app)
    app.url_map.converters["wave"] = quizzes.WaveConverter
    app.url_map.converters["half_day"] = attendance.SlotConverter
    for area in PAGES:
        app.register_blueprint(area.pages)
    return app
