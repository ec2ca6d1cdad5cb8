"""What every request and response passes: where a write comes from, and the headers that protect.

CSRF: the cookie is SameSite=Lax, and a write is refused unless the browser says that it comes from
our own page: Sec-Fetch-Site, or Origin where that is absent (plain http on a private address).
Nothing in a page expires, so what was read offline can still be sent.
"""

from flask import Flask, Response, abort, request

from elearn.web.house import house
from elearn.web.packing import squeeze

READS = ("GET", "HEAD", "OPTIONS")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    # "no-referrer" would make browsers send Origin: null, and every form would be refused.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


def comes_from_us(site: str | None, origin: str | None, host: str) -> bool:
    """Whether a write was sent by one of our own pages; with neither header it was not."""
    if site is not None:
        return site == "same-origin"
    return origin is not None and origin.partition("://")[2] == host


def _refuse_foreign_writes() -> None:
    if request.method in READS:
        return
    headers = request.headers
    if not comes_from_us(headers.get("Sec-Fetch-Site"), headers.get("Origin"), request.host):
        abort(400, "foreign")


def _protect(response: Response) -> Response:
    for name, value in HEADERS:
        response.headers[name] = value
    if house().config.secure:
        # Browsers complain aloud about either on plain http.
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if "Cache-Control" not in response.headers:
        # A shared phone must not show one person's page to the next by its back button.
        response.headers["Cache-Control"] = "no-store"
    return squeeze(response, request)


def install(app: Flask) -> None:
    """Put both around every request."""
    app.before_request(_refuse_foreign_writes)
    app.after_request(_protect)
