"""A book in EPUB 3: chapters in one file that any reading app opens, with nothing fetched."""

import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from io import BytesIO

MEDIA_TYPE = "application/epub+zip"
# EPUB asks for a name that never changes; this namespace is ours for it.
NAMESPACE = uuid.UUID("0b4a4b93-381a-5e3a-a72f-fbf5e8f0e3c6")
# Zip cannot hold a date before 1980; a fixed one makes the same book the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
STYLE = (
    "body{line-height:1.45}h1,h2,h3{line-height:1.15}ol.timeline{list-style:none;padding:0}"
    "aside,.draft{border:1px solid;padding:.5em;margin:1em 0}dt{font-weight:bold}"
)
_PAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' lang="{language}" xml:lang="{language}"><head><title>{title}</title>'
    '<link rel="stylesheet" href="style.css"/></head><body>{body}</body></html>\n'
)
_PACKAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
    ' xml:lang="{language}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier><dc:title>{title}</dc:title>'
    "<dc:language>{language}</dc:language>"
    '<meta property="dcterms:modified">{modified}</meta></metadata><manifest>'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="style" href="style.css" media-type="text/css"/>{items}</manifest>'
    "<spine>{spine}</spine></package>\n"
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `body` is HTML whose elements are all closed."""

    title: str
    body: str


def book(
    title: str, chapters: Sequence[Chapter], language: str, name: str, modified: datetime
) -> bytes:
    """The book as bytes: mimetype first and not packed, as EPUB 3.3 (OCF) asks.

    `name` says which book this is, in every version of it.
    """
    files = {"META-INF/container.xml": CONTAINER, "book/style.css": STYLE}
    files["book/nav.xhtml"] = _navigation(title, chapters, language)
    files["book/package.opf"] = _package(title, len(chapters), language, name, modified)
    for number, chapter in enumerate(chapters, 1):
        body = xhtml(chapter.body)
        page = _PAGE.format(language=language, title=escape(chapter.title), body=body)
        files[f"book/{_id(number)}.xhtml"] = page
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        for path, text in files.items():
            _put(archive, path, text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xhtml(html: str) -> str:
    """HTML with closed elements as XML: the entities that XML does not know, as their signs."""
    kept = {"&lt;": "\0l", "&gt;": "\0g", "&amp;": "\0a"}
    for entity, mark in kept.items():
        html = html.replace(entity, mark)
    html = unescape(html)
    for entity, mark in kept.items():
        html = html.replace(mark, entity)
    return html


def _put(archive: zipfile.ZipFile, path: str, text: str, method: int) -> None:
    archive.writestr(zipfile.ZipInfo(path, ZIP_DATE), text.encode(), method)


def _id(number: int) -> str:
    return f"chapter-{number:02}"


def _navigation(title: str, chapters: Sequence[Chapter], language: str) -> str:
    lines = "".join(
        f'<li><a href="{_id(number)}.xhtml">{escape(chapter.title)}</a></li>'
        for number, chapter in enumerate(chapters, 1)
    )
    body = f'<nav epub:type="toc"><h1>{escape(title)}</h1><ol>{lines}</ol></nav>'
    return _PAGE.format(language=language, title=escape(title), body=body)


def _package(title: str, chapters: int, language: str, name: str, modified: datetime) -> str:
    names = [_id(number) for number in range(1, chapters + 1)]
    return _PACKAGE.format(
        language=language,
        identifier=uuid.uuid5(NAMESPACE, f"{name} {language}"),
        title=escape(title),
        modified=f"{modified:%Y-%m-%dT%H:%M:%SZ}",
        items="".join(
            f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names
        ),
        spine="".join(f'<itemref idref="{n}"/>' for n in names),
    )
