"""Help for everybody, a page a role: what to do when something is not as it should be."""

from flask import Blueprint, render_template

from elearn.people import passwords
from elearn.people.signing_in import LONGEST_WAIT
from elearn.results.disclosure import K
from elearn.web.access import public

pages = Blueprint("helping", __name__)


@pages.get("/<language:language>/help/<any(trainer, partner, administrator):role>")
@public
def help_for(role: str) -> str:
    """What to do when …, for one role; it names nobody and opens nothing, so anybody reads it."""
    return render_template(
        f"entry/help_{role}.html",
        ten=K,
        wait=int(LONGEST_WAIT.total_seconds() // 60),
        signs=passwords.MINIMUM,
    )
