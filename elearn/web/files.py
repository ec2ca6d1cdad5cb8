"""The stylesheet, the script and the drawings: packed at start, named by their content."""

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from elearn.web.access import public
from elearn.web.packing import Packed, pack

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# The address changes with the content, so a browser need never ask again.
FOREVER = "public, max-age=31536000, immutable"

EXTENSION = "danbe-files"

pages = Blueprint("files", __name__)


class Files:
    """Every static file, packed, and the address that holds its content's hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._packed = {
            file.name: pack(_minified(file), TYPES[file.suffix])
            for file in sorted(folder.iterdir())
            if file.suffix in TYPES
        }

    def get(self, name: str) -> Packed | None:
        """The file of this name."""
        return self._packed.get(name)

    def address(self, name: str) -> str:
        """Where a page finds the file; KeyError where there is none."""
        return f"/static/{self._packed[name].digest[:8]}/{name}"


@cache
def ours() -> Files:
    """Our own files: packing them takes a second, and they never change while a process runs."""
    return Files()


def _minified(file: Path) -> bytes:
    """The file without its comments and indentation, which are for its next author alone."""
    text = file.read_text("utf-8")
    if file.suffix == ".css":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        text = re.sub(r"\s+", " ", text)
        text = re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}")
    elif file.suffix == ".js":
        lines = (line.strip() for line in text.splitlines())
        text = "\n".join(line for line in lines if line and not line.startswith("//"))
    return text.strip().encode()


@pages.get("/static/<digest>/<name>")
@public
def file(digest: str, name: str) -> Response:
    """One static file; an old address still finds today's file, unless it is gone."""
    found = current_app.extensions[EXTENSION].get(name)
    if found is None:
        abort(404)
    response: Response = found.response(request, FOREVER)
    return response


def install(app: Flask) -> None:
    """Pack the files and tell templates their addresses."""
    files = ours()
    app.extensions[EXTENSION] = files
    app.register_blueprint(pages)
    app.jinja_env.globals["static"] = files.address
