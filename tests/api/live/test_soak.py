"""What many sockets leave behind, and what a server says that goes down."""

import gc
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.sync.client import connect

from api.live import hall
from api.live.connections import Connection
from changes import bus
from tests.api.live.conftest import Page, Server, cookie, until
from tests.api.live.test_sockets import edit

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20
SOCKETS = int(os.environ.get("SOCKETS", "300"))  # by hand, a thousand and more
MOST_GROWTH = 16 * 1024 * 1024  # bytes, after all of them


def memory():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def alive():
    gc.collect()
    return [each for each in gc.get_objects() if type(each) is Connection]


def open_and_close(server, session, number):
    brought = {"origin": server.origin, "additional_headers": [("Cookie", session)]}
    options = {"proxy": None, "compression": None, "close_timeout": 5}
    with connect(f"ws://{server.host}/live/electromobility", **brought, **options) as line:
        page = Page(line)
        page.hear_of("welcome")
        page.say(type="here", where="EMO-C01", field="title")
        if number % 3 == 0:
            line.socket.close()  # gone without a word


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="This system has no /proc.")
def test_many_sockets_leave_nothing_behind(server, roadmap, editor, steward, challenge):
    session = cookie(editor)
    with ThreadPoolExecutor(AT_ONCE) as clients:

        def many(count):
            list(clients.map(lambda number: open_and_close(server, session, number), range(count)))
            until(lambda: not alive(), 30)

        many(SOCKETS // 5)
        before = memory()
        many(SOCKETS)
        grown = memory() - before
    assert grown < MOST_GROWTH
    assert [each.rooms for each in hall._halls.values() if each.rooms] == []
    assert bus._bus.listeners == set()
    print(f"{SOCKETS} sockets: {grown / 2**20:.1f} MiB more")


def test_a_server_that_goes_down_says_so(transactional_db, roadmap, editor):
    headers = [("Cookie", cookie(editor))]
    with Server() as going:
        address = f"ws://{going.host}/live/electromobility"
        line = connect(address, origin=going.origin, additional_headers=headers, proxy=None)
        with line as opened:
            page = Page(opened)
            page.hear_of("welcome")
            going.uvicorn.should_exit = True
            assert page.is_closed_with() == 1012
    assert not going.thread.is_alive()


def test_a_map_that_nobody_has_open_any_more_can_be_opened_again(open_page, editor, challenge):
    for severity in (1, 2, 3):
        page = open_page(editor)
        page.hear_of("welcome")
        edit(editor, challenge, severity=severity)
        assert page.hear_of("changes")["changes"][0]["fields"]["severity"][1] == severity
        page.line.close()
        until(lambda: not alive())
