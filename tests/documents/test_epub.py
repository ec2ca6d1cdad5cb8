"""A book that reading apps open."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest

from elearn.documents.epub import MEDIA_TYPE, Chapter, book, xhtml

WHEN = datetime(2026, 11, 21, tzinfo=UTC)
CHAPTERS = (
    Chapter(
        "Avant & après", "<section><h1>Un</h1><p>À 9&nbsp;h &lt;vite&gt; &amp; bien</p></section>"
    ),
    Chapter("Deux", "<section><h1>Deux</h1></section>"),
)
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(book("Module 1 & 2", CHAPTERS, "fr", "halte", WHEN)))


def test_the_media_type_comes_first_and_unpacked(archive: zipfile.ZipFile) -> None:
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert archive.read("mimetype").decode() == MEDIA_TYPE


def test_every_part_is_well_formed(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith(("xml", "opf", "xhtml")):
            ElementTree.fromstring(archive.read(name))


def test_the_container_leads_to_the_package_and_that_to_every_file(
    archive: zipfile.ZipFile,
) -> None:
    container = archive.read("META-INF/container.xml").decode()
    assert 'full-path="book/package.opf"' in container
    package = ElementTree.fromstring(archive.read("book/package.opf"))
    listed = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    kept = {name.removeprefix("book/") for name in archive.namelist() if name.startswith("book/")}
    assert set(listed.values()) == kept - {"package.opf"}
    spine = [item.get("idref") for item in package.iter(f"{OPF}itemref")]
    assert [listed[name] for name in spine] == ["chapter-01.xhtml", "chapter-02.xhtml"]
    assert [e.text for e in package.iter(f"{DC}title")] == ["Module 1 & 2"]
    assert [e.text for e in package.iter(f"{DC}language")] == ["fr"]


def test_the_same_book_is_the_same_bytes_and_each_language_another_book() -> None:
    once = book("T", CHAPTERS, "fr", "halte", WHEN)
    assert once == book("T", CHAPTERS, "fr", "halte", WHEN)
    assert once != book("T", CHAPTERS, "en", "halte", WHEN)


def test_signs_that_xml_does_not_know_by_name_are_written_out() -> None:
    assert xhtml("a&nbsp;b &eacute; &lt;i&gt; &amp;nbsp;") == "a\u00a0b é &lt;i&gt; &amp;nbsp;"
