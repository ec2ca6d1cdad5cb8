"""Sheets for the printer: a Typst source of ours, its values, and out comes a PDF.

Values reach the source as data, never pasted into it, so nothing that a person wrote can run. The
fonts are our own: what a machine has installed changes no page.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
SHEETS = HERE / "sheets"
FONTS = HERE / "fonts"


def typeset(sheet: str, values: Mapping[str, Any], now: datetime) -> bytes:
    """The PDF of `sheets/<sheet>.typ` with these values, tagged for screen readers (PDF/UA-1).

    The source finds the values with `#import "values.typ": values`; they are anything that JSON
    holds. `now` is the file's own date. Raises typst.TypstError where the source is wrong.
    """
    return typst.compile(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(now.timestamp()),
    )
