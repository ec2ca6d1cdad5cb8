"""The page's own charts for paper: the same drawing with a width and colours that print in grey."""

import re
from html import unescape

from elearn.documents.plot import Chart

WIDTH = 900
"""Pixels across the text of an A4 sheet: labels of 15 pixels are then of more than 8 points."""
STYLE = (
    "text{font-family:'Noto Sans';font-size:15px;fill:#1d1814;paint-order:stroke;stroke:#fff;"
    "stroke-width:5px;stroke-linejoin:round}.k{fill:#5a5045}.h{font-weight:700}"
    ".e{text-anchor:end}.m{text-anchor:middle}.g{stroke:#cdbf9f}"
    ".x,.std,.pre,.none{fill:none;stroke:#1d1814;stroke-width:2}.std{stroke-dasharray:3}"
    ".goal{stroke:#1d1814;stroke-width:4}.mean{stroke:#0b4a4b;stroke-width:6}.pre{fill:#fff}"
    ".post,.full{fill:#0b4a4b}.down{fill:#93381a}.seg{stroke:#b9d0c8;stroke-width:8}"
    ".dn{stroke:#e3b9a3}.band{fill:#b9d0c8;stroke:#0b4a4b}"
)


def drawing(chart: Chart) -> dict[str, str]:
    """What a sheet needs of a chart: `svg`, and in words what it shows."""
    title, description = (_said(chart, tag) for tag in ("title", "desc"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}"'
    body = str(chart.svg).replace("<svg", head, 1)
    body = body.replace("<title", f"<style>{STYLE}</style><title", 1)
    return {"svg": body, "title": title, "alt": f"{title}. {description}"}


def _said(chart: Chart, tag: str) -> str:
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", str(chart.svg), re.DOTALL)
    return unescape(found[1]) if found else ""
