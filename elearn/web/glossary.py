"""The words of the subject, in each language, for everybody."""

from flask import Blueprint, render_template

from elearn.web.access import public
from elearn.web.house import house
from elearn.web.languages import language

pages = Blueprint("glossary", __name__)


@pages.get("/<language:language>/glossary")
@public
def glossary() -> str:
    """Every term in the order of the reader's alphabet; the Bambara is a marked draft."""
    terms = sorted(house().library.glossary, key=lambda term: term.in_(language()).casefold())
    return render_template("learning/glossary.html", terms=terms)
