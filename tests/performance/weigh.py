"""`make weigh`: what a page costs a trainee on 2G, and whether that is within our goals.

Home, a lesson and a test page of a fresh demonstration, signed in, in Chromium: cold (nothing
cached) and warm (the same page again), by loopback and by this machine's own address, as on a
hotspot, where browsers take neither brotli nor zstd. Bytes are all that pass, requests and headers
included. Exit code 1: a goal is missed.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from elearn.demonstration import plans
from tests.browser.served import own_address
from tests.performance.demonstration import Counts, behind, demonstration
from tests.performance.wire import Wire, wire
from tools.browser import ARGUMENTS, find

HOME, LESSON, NEXT, TEST = (
    "/fr/course",
    "/fr/course/module/1/lesson/01",
    "/fr/course/module/1/lesson/02",
    "/fr/test/pre/1",
)
NAMES = {HOME: "home", LESSON: "lesson", NEXT: "next lesson", TEST: "test page"}

# Of a lesson: bytes in all, requests, database queries, seconds.
COLD_BYTES, COLD_REQUESTS, WARM_BYTES, QUERIES, SECONDS = 14_000, 4, 4_000, 2, 4.0

SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 50_000 / 8,
    "uploadThroughput": 50_000 / 8,
}
# Painted, and read to its end: the later of the two.
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
READABLE = """() => Math.max(
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("navigation")[0].domInteractive,
) / 1000"""


@dataclass(frozen=True, slots=True)
class Row:
    """One visit, and the goals it is held to (None: a figure without a goal)."""

    what: str
    figure: float
    goal: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the goal is missed."""
        return self.goal is not None and self.figure > self.goal


@dataclass
class Scale:
    """A browser at one address of the demonstration."""

    browser: Browser
    counts: Counts
    wire: Wire

    def signed_in(self) -> BrowserContext:
        """A browser that has come in with the demonstration's card."""
        context = self.browser.new_context(locale="fr")
        page = context.new_page()
        page.goto(f"{self.wire.address}/fr/sign-in")
        page.fill("[name=code]", plans.TRAINEE.name)
        page.fill("[name=pin]", plans.TRAINEE.secret)
        press(page, "form .btn")
        return context

    def weigh(self, signed_in: BrowserContext, path: str) -> Iterator[Row]:
        """The page cold and warm."""
        context = self.browser.new_context(locale="fr", storage_state=signed_in.storage_state())
        page = context.new_page()
        lesson = path == LESSON
        for again, most, requests in ((False, COLD_BYTES, COLD_REQUESTS), (True, WARM_BYTES, None)):
            what = f"{NAMES[path]}, {'warm' if again else 'cold'}"
            yield from self.visit(page, path, what, lesson, most, requests)
        if lesson:
            yield from self.visit(page, NEXT, f"{NAMES[NEXT]}, warm", False, None, None)
        context.close()

    def visit(
        self, page: Page, path: str, what: str, lesson: bool, most: int | None, requests: int | None
    ) -> Iterator[Row]:
        """One visit: bytes, requests, queries."""
        page.goto("about:blank")
        before = self.wire.up, self.wire.down, self.counts.requests, self.counts.queries
        page.goto(self.wire.address + path, wait_until="networkidle")
        assert path in page.url, f"{path} led to {page.url}"
        up, down = self.wire.up - before[0], self.wire.down - before[1]
        yield Row(f"{what}: bytes ({down} down, {up} up)", up + down, most if lesson else None)
        asked = self.counts.requests - before[2]
        yield Row(f"{what}: requests", asked, requests if lesson else None)
        queries = self.counts.queries - before[3]
        yield Row(f"{what}: queries", queries, QUERIES if lesson else None)

    def time(self, signed_in: BrowserContext) -> Row:
        """Seconds until a lesson's text shows at 50 kbit/s and 300 ms, cold."""
        context = self.browser.new_context(locale="fr", storage_state=signed_in.storage_state())
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)
        page.goto(self.wire.address + LESSON, wait_until="load", timeout=120_000)
        page.wait_for_function(PAINTED)
        seconds = float(page.evaluate(READABLE))
        context.close()
        return Row("lesson, cold: seconds to its text at 50 kbit/s and 300 ms", seconds, SECONDS)


def press(page: Page, where: str) -> None:
    """Click, and wait for the next page."""
    with page.expect_navigation():
        page.click(where)


def weigh(browser: Browser, counts: Counts, host: str) -> Iterator[Row]:
    """Everything at one address; lessons first, because a begun test closes them."""
    with wire(host, behind(counts)) as laid:
        scale = Scale(browser, counts, laid)
        signed_in = scale.signed_in()
        page = signed_in.pages[0]
        for answer in ("decline", "start"):
            page.goto(f"{laid.address}/fr/test/pre")
            press(page, f'form[action$="{answer}"] button')
            for path in (HOME, LESSON) if answer == "decline" else (TEST,):
                yield from scale.weigh(signed_in, path)
            if answer == "decline":
                yield scale.time(signed_in)
        signed_in.close()


def report(host: str, rows: list[Row]) -> None:
    """The table of one address."""
    print(f"\nOn {host}{'figure':>{63 - len(host)}}{'goal':>10}")
    for row in rows:
        figure = f"{row.figure:.1f}" if isinstance(row.figure, float) else f"{row.figure}"
        goal = "" if row.goal is None else f"{row.goal:g}"
        print(f"{row.what:58}{figure:>8}{goal:>10}{'  MISSED' if row.missed else ''}")


def main() -> int:
    """Print the tables; 1 where a goal is missed."""
    hosts = ["localhost", *filter(None, [own_address()])]
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        for host in hosts:
            with demonstration() as counts:
                rows = list(weigh(browser, counts, host))
            report(host, rows)
            missed += sum(row.missed for row in rows)
        browser.close()
    if len(hosts) == 1:
        print("\nThis machine has no address but loopback: nothing was weighed as on a hotspot.")
    print("\nEvery goal is met." if not missed else f"\nGoals missed: {missed}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
