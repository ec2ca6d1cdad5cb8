"""A sheet for paper: one HTML file that holds its own style and prints on A4."""

from collections.abc import Iterable

from markupsafe import Markup

from elearn.documents.words import Words

STYLE = Markup(
    "@page{size:A4;margin:15mm}"
    "body{font:10.5pt/1.4 system-ui,sans-serif;max-width:56rem;margin:1rem auto;padding:0 1rem}"
    "p{margin:.2rem 0}ul,ol{margin:.3rem 0}h1{font-size:18pt;line-height:1.15}"
    "h2{font-size:13pt;break-after:avoid}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid;padding:.25rem .4rem;text-align:start;vertical-align:top}"
    "thead{display:table-header-group}tr,section{break-inside:avoid}"
    ".j{width:2.6rem}.sign{border:2px solid;padding:.5rem;margin:.5rem 0 1.5rem}"
    ".sign span{display:inline-block;min-width:14rem;border-bottom:1px solid}"
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
    "<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
)


def sheet(title: str, body: Markup, words: Words) -> str:
    """The whole file."""
    return str(_PAGE.format(language=words.language, title=title, style=STYLE, body=body))


def fact(label: str, value: str, words: Words) -> Markup:
    """One line of a name and what it is."""
    line = words.say("%(label)s: %(value)s", label=label, value=value)
    return Markup("<p>{}</p>").format(line)


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces one after the other, a line each."""
    return Markup("\n").join(parts)
