"""Sheets for the printer: values stay values, letters of Bambara print, the paper is A4."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from elearn.documents import typesetting
from elearn.documents.qr_codes import qr_code
from tests.conftest import START

TRIAL = """
#import "values.typ": values, sheet
#show: body => sheet(values.title, "fr", body)
#values.line
#image(bytes(values.qr), format: "svg", alt: "QR", width: 30mm)
"""
MILLIMETRE = 72 / 25.4


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "trial.typ").write_text(TRIAL, "utf-8")
    ours = (typesetting.SHEETS / "values.typ").read_text("utf-8")
    (tmp_path / "values.typ").write_text(ours, "utf-8")
    monkeypatch.setattr(typesetting, "SHEETS", tmp_path)


def printed(line: str) -> PdfReader:
    values = {"title": "Essai", "line": line, "qr": qr_code("http://127.0.0.1:8000/join")}
    now = START + timedelta(microseconds=1)  # as a real clock has it
    return PdfReader(BytesIO(typesetting.typeset("trial", values, now)))


@pytest.mark.usefixtures("trial")
def test_a_sheet_is_a4_tagged_and_names_its_language() -> None:
    found = printed("Bonjour")
    width, height = (float(side) / MILLIMETRE for side in found.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert found.trailer["/Root"]["/Lang"] == "fr"
    assert bool(found.trailer["/Root"]["/MarkInfo"]["/Marked"])


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize("line", ["ɛ ɔ ɲ ŋ Ɛ Ɔ Ɲ Ŋ", "« déjà » – 12,5 %", "#panic() $x$ *gras*"])
def test_what_was_written_is_printed_as_it_stands(line: str) -> None:
    assert "".join(printed(line).pages[0].extract_text().split()) == "".join(line.split())


def test_a_qr_code_keeps_its_quiet_zone() -> None:
    svg = qr_code("http://127.0.0.1:8000/fr/join/ABCD")
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    assert side >= 25 + 8
