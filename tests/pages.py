"""A client that checks every page it fetches: valid HTML, one h1, labels, ids, language."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Page:
    """A page as it came, parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=True)
        self.tree: Element = parser.parse(self.html)

    @property
    def text(self) -> str:
        """All that can be read, spaces folded."""
        body = self.tree.find(f"{XHTML}body")
        assert body is not None
        return " ".join("".join(body.itertext()).split())

    @property
    def title(self) -> str:
        """What the tab says."""
        return "".join(self.tree.find(f"{XHTML}head/{XHTML}title").itertext())  # type: ignore[union-attr]

    @property
    def h1(self) -> str:
        """The page's one heading of the first rank."""
        return " ".join("".join(self.all("h1")[0].itertext()).split())

    def all(self, tag: str) -> list[Element]:
        """Every element of this tag."""
        return list(self.tree.iter(XHTML + tag))

    def links(self) -> list[str]:
        """Where its links lead."""
        return [link.get("href", "") for link in self.all("a")]

    def values(self) -> dict[str, list[str]]:
        """What its forms would send as they stand (hidden, text, ticked and selected)."""
        sent: dict[str, list[str]] = {}
        for entry in self.all("input"):
            ticked = entry.get("checked") is not None
            if entry.get("name") and (entry.get("type") not in ("radio", "checkbox") or ticked):
                sent.setdefault(entry.get("name", ""), []).append(entry.get("value", ""))
        for select in self.all("select"):
            for option in select.iter(XHTML + "option"):
                if option.get("selected") is not None:
                    sent.setdefault(select.get("name", ""), []).append(option.get("value", ""))
        return sent

    def check(self) -> None:
        """What every page of ours holds to."""
        root = self.tree
        assert root.get("lang"), "no language"
        assert self.title.strip(), "no title"
        assert len(self.all("h1")) == 1, "not one h1"
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"ids twice: {sorted(ids)}"
        assert not [element for element in root.iter() if element.get("style")], "style attribute"
        assert not self.all("style"), "style element"
        inline = [script for script in self.all("script") if not script.get("src")]
        assert all(s.get("type") == "application/json" for s in inline), "inline script"
        self._check_labels(set(ids))
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for element in root.iter():
                for wanted in (element.get(name) or "").split():
                    assert wanted in ids, f"{name} leads nowhere: {wanted}"

    def _check_labels(self, ids: set[str | None]) -> None:
        labelled = {label.get("for") for label in self.all("label")}
        inside = {
            entry
            for label in self.all("label")
            for tag in ("input", "select", "textarea")
            for entry in label.iter(XHTML + tag)
        }
        for tag in ("input", "select", "textarea"):
            for entry in self.all(tag):
                if entry.get("type") in ("hidden", "submit"):
                    continue
                assert entry.get("id") in labelled or entry in inside or entry.get("aria-label"), (
                    f"no label: {entry.attrib}"
                )


class Browser:
    """A browser without script: it keeps its cookies and follows no redirect by itself."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def another(self) -> "Browser":
        """Somebody else's browser."""
        return Browser(self.app)

    def get(self, path: str, expect: int = 200, **options: Any) -> Page:
        """Fetch a page, checked; redirects are followed, and the last status is expected."""
        response = self.client.get(path, follow_redirects=True, **options)
        return self._page(response, expect)

    def post(self, path: str, data: Any = None, expect: int = 200, **options: Any) -> Page:
        """Send a form as our own page would, follow where it leads, and check that page."""
        response = self.client.post(
            path, data=data, headers=SAME_ORIGIN, follow_redirects=True, **options
        )
        return self._page(response, expect)

    def sign_in(self, code: str, pin: str, language: str = "fr") -> Page:
        """Come in with a card."""
        return self.post(f"/{language}/sign-in", {"code": code, "pin": pin})

    def sign_in_staff(self, username: str, password: str, language: str = "fr") -> Page:
        """Come in with a username."""
        return self.post(f"/{language}/staff", {"username": username, "password": password})

    def _page(self, response: TestResponse, expect: int) -> Page:
        assert response.status_code == expect, (
            f"{response.request.path}: {response.status}, not {expect}\n"
            + re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))[:800]
        )
        page = Page(response)
        page.check()
        return page
