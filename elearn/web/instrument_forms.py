"""The form that brings in a test that is not Danbe's."""

from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length

from elearn.documents.table_errors import table_error
from elearn.interchange import tables
from elearn.interchange.instrument_tables import Told
from elearn.interchange.table_errors import TableError
from elearn.interchange.tables import Table
from elearn.quizzes.waves import Wave
from elearn.web.forms import PageForm
from elearn.web.languages import here, later, say
from elearn.web.paper_forms import OneOf


class InstrumentForm(PageForm):
    """A file of answers, its key, and what is said of them."""

    file = FileField(later("Answers (CSV or XLSX)"))
    key = FileField(later("Key (CSV or XLSX)"))
    title = StringField(
        later("Name of the test"),
        [
            DataRequired(later("Write the name of the test.")),
            Length(max=120, message=later("Write at most 120 signs.")),
        ],
    )
    wave = RadioField(
        later("When was it taken?"),
        [OneOf(tuple(Wave), later("Choose when the test was taken."))],
        choices=[
            SelectChoice(Wave.PRE.value, later("Before the course")),
            SelectChoice(Wave.POST.value, later("After the course")),
            SelectChoice(Wave.FOLLOW_UP.value, later("8 to 12 weeks later")),
            SelectChoice(Wave.SIX_MONTHS.value, later("Six months later")),
        ],
        validate_choice=False,
    )
    card = StringField(later("Column of card numbers"))
    prefix = StringField(later("What the columns of answers begin with"))
    table: Table | None = None
    right: Table | None = None

    def read(self, answers: FileStorage | None, key: FileStorage | None) -> bool:
        """Whether the files and all that is said of them can be used; else the form says why."""
        said = bool(self.validate())
        self.table = _table(self.file, answers, say("Choose the file with the answers."))
        self.right = _table(self.key, key, None)
        if self.table is not None and self._column and self._column not in self.table.columns:
            self["card"].errors = [
                say("There is no such column. There are: %(names)s", names=self._names)
            ]
        return said and not self.errors

    @property
    def told(self) -> Told:
        """What is said of the files, once checked."""
        title, wave = " ".join((self.title.data or "").split()), Wave(self.wave.data)
        return Told(title, wave, self._column or None, (self.prefix.data or "").strip() or None)

    @property
    def _column(self) -> str:
        return tables.column_name(self.card.data or "")

    @property
    def _names(self) -> str:
        return ", ".join(self.table.columns) if self.table else ""


def _table(field: FileField, sent: FileStorage | None, missing: str | None) -> Table | None:
    if sent is None or not sent.filename:
        if missing:
            field.errors = [missing]
        return None
    try:
        return tables.read_table(sent.read(), sent.filename)
    except TableError as error:
        field.errors = [table_error(type(error).__name__, error.arguments, here())]
        return None
