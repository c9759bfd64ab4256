"""How soon others see an edit: forty maps with ten open pages, an edit a second on each."""

import asyncio
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.test import Client
from websockets.asyncio.client import connect

from accounts.models import User
from roadmaps import elements
from roadmaps.models import Roadmap
from sectors.models import Programme
from tests import factories
from tests.benchmarks.edits import Editor
from tests.benchmarks.measuring import Row
from tests.door import let_in

MAPS, PAGES, SECONDS, WRITERS = 40, 10, 12, 4
GOAL = 0.1  # seconds; what people take for “at once”


def rows(client) -> list[Row]:
    steward = User.objects.get(email="steward@economia.example")
    codes = [_map(steward) for _number in range(MAPS)]
    browser = Client()
    let_in(browser, steward)
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    editors = [Editor(client.port) for _number in range(WRITERS)]
    heard = sorted(asyncio.run(_measure(editors, client.port, cookie, codes)))
    p50, p99 = statistics.median(heard), heard[int(len(heard) * 0.99)]
    what = f"Notice at another page, {MAPS} maps × {PAGES} pages, one edit a second on each map"
    figure = f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, {len(heard)} notices"
    return [Row(what, figure, p99 * 1000, "p99 ≤ 100 ms", p99 <= GOAL)]


def _map(steward):
    """A map with one element; its slug and the code of the element."""
    programme = Programme.objects.get(code="mexico")
    roadmap = factories.roadmap(steward, programme)
    return roadmap.slug, elements.add(steward, roadmap, "skill", title="Skill").code


async def _measure(editors, port, cookie, codes) -> list[float]:
    """Seconds from sending an edit until each page of the map was told."""
    sent: dict[tuple[str, int], float] = {}
    heard: list[tuple[str, int, float]] = []
    pages = [
        asyncio.create_task(_page(port, cookie, slug, heard))
        for slug, _code in codes
        for _number in range(PAGES)
    ]
    await asyncio.sleep(6)  # until all of them have been let in
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(WRITERS) as threads:
        work = [
            loop.run_in_executor(threads, _edit, editor, codes[number::WRITERS], sent)
            for number, editor in enumerate(editors)
        ]
        await asyncio.gather(*work)
    await asyncio.sleep(1)
    for page in pages:
        page.cancel()
    await asyncio.gather(*pages, return_exceptions=True)
    return [at - sent[slug, revision] for slug, revision, at in heard if (slug, revision) in sent]


def _edit(editor, codes, sent):
    """Each map once a second."""
    until = time.perf_counter() + SECONDS
    revisions = dict(Roadmap.objects.values_list("slug", "revision"))
    while time.perf_counter() < until:
        begun = time.perf_counter()
        for number, (slug, code) in enumerate(codes):
            time.sleep(max(0.0, begun + number / len(codes) - time.perf_counter()))
            sent[slug, revisions[slug] + 1] = time.perf_counter()
            editor.edit(code, revisions[slug])
            revisions[slug] += 1
        time.sleep(max(0.0, begun + 1 - time.perf_counter()))


async def _page(port, cookie, slug, heard):
    headers = {"Cookie": cookie}
    origin = f"http://127.0.0.1:{port}"
    address = f"ws://127.0.0.1:{port}/live/{slug}"
    async with connect(address, additional_headers=headers, origin=origin) as line:
        async for text in line:
            now = time.perf_counter()
            message = json.loads(text)
            if message["type"] == "changes":
                heard += [(slug, each["revision"], now) for each in message["changes"]]
