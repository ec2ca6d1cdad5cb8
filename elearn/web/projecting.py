"""What a room may see on the wall: how to come in, and totals; no card, no score."""

import uuid

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from elearn.documents.qr_codes import qr_code
from elearn.web import access, room
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.training import links, trained

pages = Blueprint("projecting", __name__)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/projection")
@access.permit(access.is_trainer)
def projection(cohort_id: uuid.UUID) -> str:
    """The page to project: the address with its QR code, and how many have sent their test."""
    own = trained(cohort_id)
    address = url_for("entry.card", _external=True)
    return render_template(
        "cohorts/projection.html",
        cohort=own.cohort,
        links=links(own.cohort),
        room=room.load(session(), own, now()),
        address=address,
        # Our own drawing of an address of ours: nothing in it was written by anybody.
        code=Markup(qr_code(address)),  # nosec B704
    )
