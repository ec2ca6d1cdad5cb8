"""What the answers to a test that is not Danbe's tell: the test, and each of its items."""

import uuid

from flask import Blueprint, render_template

from elearn.quizzes.waves import Wave
from elearn.reports import instrument_report
from elearn.reports.instrument_report import InstrumentItem, InstrumentReport
from elearn.results.items import Flag, ItemFigures, Moment, flags, movement_flags
from elearn.results.thresholds import Certainty
from elearn.web import access, item_options, item_words
from elearn.web.database import session
from elearn.web.items import links, scope

pages = Blueprint("instruments", __name__)

MOMENTS = {Wave.PRE: Moment.BEFORE}


@pages.get("/<language:language>/instruments/<uuid:instrument_id>/<wave:wave>")
@access.permit(access.is_trainer, access.is_administrator)
def instrument(instrument_id: uuid.UUID, wave: Wave) -> str:
    """The whole test at one moment, item by item."""
    asking = access.signed_in()
    found = instrument_report.report(session(), scope(asking), instrument_id, wave)
    if found is None:
        access.missing()
    rows = [(line, _flags(line.figures, wave, found, line.name)) for line in found.analysis.items]
    judged = found.analysis.certainty is not Certainty.NONE
    return render_template(
        "instruments/instrument.html",
        found=found,
        rows=rows,
        heading=item_words.verdict(sum(bool(raised) for _, raised in rows), judged),
        audience=scope(asking).audience,
        links=links(asking),
        say=item_words,
    )


@pages.get("/<language:language>/instruments/<uuid:instrument_id>/<wave:wave>/<int:number>")
@access.permit(access.is_trainer, access.is_administrator)
def item(instrument_id: uuid.UUID, wave: Wave, number: int) -> str:
    """One item of it, by its place from 1."""
    asking = access.signed_in()
    found = instrument_report.item(session(), scope(asking), instrument_id, wave, number)
    if found is None:
        access.missing()
    audience = scope(asking).audience
    odd, options = item_options.of_instrument(found.key, found.study, audience)
    told = [*_told(found, wave), *odd]
    return render_template(
        "instruments/item.html",
        found=found,
        line=found.report.analysis.items[number - 1],
        options=options,
        heading=item_words.heading(told, found.study, audience),
        told=told[1:],
        moved=item_words.moved(found.moved, audience),
        audience=audience,
        links=links(asking),
        say=item_words,
    )


def _flags(
    figures: ItemFigures, wave: Wave, found: InstrumentReport, label: str
) -> tuple[Flag, ...]:
    whole = found.analysis
    line = next(one for one in whole.items if one.name == label)
    alpha = whole.alpha.value if whole.alpha else None
    return flags(figures, MOMENTS.get(wave, Moment.AFTER), alpha, line.alpha_without)


def _told(found: InstrumentItem, wave: Wave) -> list[str]:
    raised = _flags(found.study.figures, wave, found.report, found.label)
    pairs = found.moved
    raised += movement_flags(pairs.before, pairs.after, pairs.n)
    return [item_words.look_again(flag) for flag in raised]
