"""What every page of paper scores shows: the bar of the cohort, the scores and their history."""

from typing import Any

from flask import Response, make_response, render_template, request

from elearn.quizzes import paper_history, paper_keeping
from elearn.web import paper_words, training
from elearn.web.database import session
from elearn.web.paper_forms import CorrectionForm, UploadForm
from elearn.web.training import Trained


def page(template: str, status: int, room: Trained, **values: Any) -> Response:
    """A page about one cohort's paper scores."""
    return make_response(
        render_template(
            template, room=room, links=training.links(room.cohort), say=paper_words, **values
        ),
        status,
    )


def scores_page(
    room: Trained,
    status: int,
    *,
    form: UploadForm | None = None,
    correction: CorrectionForm | None = None,
    sentence: str | None = None,
) -> Response:
    """The cohort's paper scores, what was changed, and both forms with what was typed."""
    places = paper_keeping.places(session(), room.cohort.id)
    history = paper_history.read(session(), room.cohort.id)
    return page(
        "paper/scores.html",
        status,
        room,
        form=form or UploadForm(),
        correction=correction or CorrectionForm(),
        sentence=sentence,
        cards={card: place.held for card, place in places.items() if place.held},
        history=history,
        kept=paper_words.kept(request.args.get("kept"), history),
    )
