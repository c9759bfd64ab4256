"""A real browser on a running server."""

import re
import socket
import threading
import time

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client

from config.asgi import application
from roadmaps.narratives import sections
from sectors import indicators, institutes
from tests import factories


def ending(address):
    """What the address of a page comes to end with; the browser needs a moment to arrive."""
    return re.compile(re.escape(address) + "(#.*)?$")


def let_in(page, person, server):
    """Give a browser the session of somebody who has come in."""
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}
    page.context.add_cookies([cookie])


@pytest.fixture
def reader(browser, live_server):
    """Opens a page as somebody with this screen and these habits; complaints are collected."""
    contexts = []

    def open_as(width=1440, **habits):
        screen = {"width": width, "height": 900}
        habits = {"base_url": live_server.url} | habits
        context = browser.new_context(viewport=screen, **habits)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: _note(page, said))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def server(transactional_db):
    """The address of the real server, sockets included, in a thread of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = uvicorn.Config(
        application, port=port, ws="websockets-sansio", lifespan="off", log_level="warning"
    )
    running = uvicorn.Server(settings)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
    connection.close_pool()  # so that nothing keeps the database of the tests open


@pytest.fixture
def vision(steward, roadmap):
    return sections.add(steward, roadmap, "vision")


@pytest.fixture
def open_text(server, reader, vision):
    """Opens the page on which the vision is written; pages close before the server does."""

    def open_as(person, **habits):
        page = reader(base_url=server, **habits)
        let_in(page, person, server)
        page.goto(f"/roadmaps/electromobility/texts/{vision.pk}")
        return page

    return open_as


@pytest.fixture
def barriers():
    """What stops people with disabilities on a page, as axe finds it."""
    axe = Axe()

    def find(page):
        found = axe.run(page).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]

    return find


@pytest.fixture
def addresses(published, registrar, programme, sector, ministry, source):
    """Every kind of page there is."""
    series = indicators.add(
        registrar, programme, "ev-share", name="Electric share", unit="% of sales", kind="share",
        sectors=[sector],
    )  # fmt: skip
    for period, low in (("2022", "1.2"), ("2023", "1.4")):
        indicators.observe(
            registrar, series, place="MX", period=period, low=low, status="final", source=source
        )
    centre = factories.organisation(registrar, "research_institute", name="CIDESI")
    made = institutes.add(registrar, centre, stage="candidate", sectors=[sector])
    institutes.fund(registrar, made, "contract", "40", source=source)
    electromobility = "/roadmaps/electromobility"
    tabs = ("", "/links", "/table", "/figures", "/checks", "/editions", "/editions/1.0")
    things = ("C01", "G01", "S01", "I01")
    return [
        "/",
        f"/programmes/{programme.code}",
        f"/sectors/{sector.code}",
        *(electromobility + tab for tab in tabs),
        *(f"{electromobility}/elements/EMO-{thing}" for thing in things),
        f"{electromobility}/links?focus=EMO-C01",
        f"{electromobility}/table?kind=goal&sort=-ends",
        "/indicators",
        "/indicators/ev-share",
        "/institutes",
        f"/organisations/{ministry.code}",
        "/sources/survey-2024",
        "/sign-in",
    ]


def _note(page, said):
    if said.type in ("error", "warning"):
        page.complaints.append(said.text)
