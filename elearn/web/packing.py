"""Pages and files that are the same for everybody: packed once, sent as they are.

A copy for each coding a browser may accept; on a hotspot without TLS that is gzip alone.
"""

import gzip
import hashlib
from dataclasses import dataclass

import brotli
import zstandard
from flask import Request, Response

SMALLEST = 600
"""Bytes under which packing a page gains nothing."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One body in each coding, under one ETag a coding."""

    media_type: str
    plain: bytes
    gzip: bytes
    brotli: bytes
    digest: str

    def response(self, request: Request, cache_control: str) -> Response:
        """The smallest copy that the browser accepts, or 304 when it has it."""
        coding, body = self._best(request)
        etag = f'"{self.digest}-{coding or "plain"}"'
        headers = [
            ("ETag", etag),
            ("Cache-Control", cache_control),
            ("Vary", "Accept-Encoding"),
        ]
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers=headers)
        if coding:
            headers.append(("Content-Encoding", coding))
        return Response(body, headers=headers, mimetype=self.media_type)

    def _best(self, request: Request) -> tuple[str, bytes]:
        accepted = request.headers.get("Accept-Encoding", "")
        if "br" in accepted:
            return "br", self.brotli
        if "gzip" in accepted:
            return "gzip", self.gzip
        return "", self.plain


def pack(body: bytes, media_type: str) -> Packed:
    """The body in all codings, at their best and slowest: it is done once."""
    return Packed(
        media_type,
        body,
        gzip.compress(body, 9, mtime=0),
        brotli.compress(body, quality=11),
        hashlib.sha256(body).hexdigest()[:16],
    )


def squeeze(response: Response, request: Request) -> Response:
    """Pack a page made for one person, quickly.

    Nothing secret stands in a page of ours (no CSRF token), so its length gives nothing away.
    """
    if (
        response.direct_passthrough
        or response.mimetype not in ("text/html", "application/json", "text/csv")
        or response.headers.get("Content-Encoding")
        or response.content_length is None
        or response.content_length < SMALLEST
    ):
        return response
    accepted = request.headers.get("Accept-Encoding", "")
    body = response.get_data()
    if "zstd" in accepted:
        response.set_data(zstandard.ZstdCompressor(level=6).compress(body))
        response.headers["Content-Encoding"] = "zstd"
    elif "gzip" in accepted:
        response.set_data(gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
