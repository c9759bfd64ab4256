"""The line of an open map, in a browser: it comes back, loses nothing and knows when it is over."""

import pytest
from playwright.sync_api import expect

from api.live import hall
from roadmaps import elements
from roadmaps import roadmap as maps
from tests.api.live.conftest import until
from tests.browser.conftest import let_in

pytestmark = pytest.mark.django_db(transaction=True)
CONNECT = """async (revision) => {
  const { connect, showPeople } = await import("/static/live.js");
  Object.assign(window, { heard: [], states: [], people: [], showPeople });
  window.line = connect("electromobility", {
    revision,
    onChanges: (changes) => heard.push(...changes.map((each) => each.revision)),
    onPeople: (people, you) => { window.people = people; window.you = you; },
    onState: (state) => states.push(state),
  });
}"""
BLOCKED = "window.WebSocket = class { constructor() { throw new Error('blocked'); } };"


class Screen:
    """A page without a map of its own, on which a line is opened."""

    def __init__(self, page, roadmap):
        self.page, self.sockets = page, []
        page.on("websocket", lambda socket: self.sockets.append(socket))
        page.goto("/sign-in")
        roadmap.refresh_from_db()
        self.revision = roadmap.revision
        page.evaluate(CONNECT, roadmap.revision)

    def has(self, expression, timeout=8):
        until(lambda: self.page.evaluate(expression), timeout)

    def see(self, name):
        return self.page.evaluate(name)


@pytest.fixture
def screen(server, reader, editor, roadmap):
    def open_with(script=""):
        page = reader(base_url=server)
        let_in(page, editor, server)
        page.add_init_script(script)
        return Screen(page, roadmap)

    return open_with


def add(steward, roadmap, title):
    elements.add(steward, maps.Roadmap.objects.get(pk=roadmap.pk), "skill", title=title)


def cut():
    """End every socket, as a proxy would that is restarted."""
    for loop, each in list(hall._halls.items()):
        for room in list(each.rooms.values()):
            for connection in list(room.connections.values()):
                loop.call_soon_threadsafe(connection.close, 1012)


def test_what_was_missed_while_the_line_was_cut_is_heard_once(screen, steward, roadmap):
    opened = screen()
    opened.has("states.includes('online')")
    add(steward, roadmap, "one")
    opened.has("heard.length === 1")
    cut()
    opened.has("states.includes('offline')")
    add(steward, roadmap, "two")
    add(steward, roadmap, "three")
    opened.has("heard.length === 3")
    add(steward, roadmap, "four")
    opened.has("heard.length === 4")
    assert opened.see("heard") == [opened.revision + number for number in (1, 2, 3, 4)]
    assert opened.see("states") == ["online", "offline", "online"]


def test_what_happened_before_the_line_was_open_is_heard(screen, steward, roadmap):
    opened = screen()
    opened.page.evaluate("line.leave()")
    add(steward, roadmap, "before")
    opened.page.evaluate(CONNECT, opened.revision)
    opened.has("heard.length === 1")


def test_where_sockets_do_not_get_through_the_feed_is_asked(screen, steward, roadmap):
    opened = screen(BLOCKED)
    opened.has("states.includes('feed')", 15)
    add(steward, roadmap, "over the feed")
    opened.has("heard.length === 1")
    add(steward, roadmap, "again")
    opened.has("heard.length === 2")
    assert opened.see("heard") == [opened.revision + 1, opened.revision + 2]


def test_who_lost_the_role_does_not_knock_again(screen, steward, editor, roadmap):
    opened = screen()
    opened.has("states.includes('online')")
    maps.revoke(steward, maps.MapRole.objects.get(roadmap=roadmap, user=editor))
    opened.has("states.at(-1) === 'closed'")
    opened.page.wait_for_timeout(2500)
    assert len(opened.sockets) == 1


def test_one_says_where_one_is_also_on_a_new_line(screen, roadmap):
    opened = screen()
    opened.has("people.length === 1")
    for field in ("t", "ti", "title"):
        opened.page.evaluate(f"line.here('EMO-C01', '{field}')")
    opened.has("people[0]?.where === 'EMO-C01' && people[0].field === 'title'")
    cut()
    opened.has("states.filter((each) => each === 'online').length === 2")
    opened.has("people[0]?.where === 'EMO-C01'")
    said = opened.see("[people[0].id === you, people.length]")
    assert said == [True, 1]


def test_people_are_shown_once_each_with_their_whole_names(screen):
    opened = screen()
    opened.page.evaluate(
        """() => {
          document.querySelector("main").innerHTML = '<ul class="people"></ul>';
          const one = { id: "1", name: "<b>Ana</b> Ruiz", initials: "AR", colour: 1, where: null };
          const two = { id: "3", name: "Bo", initials: "B", colour: 2, where: "EMO-C01" };
          showPeople(document.querySelector(".people"), [one, { ...one, id: "2" }, two], "2");
        }"""
    )
    rounds = opened.page.locator(".people li")
    expect(rounds).to_have_count(2)
    assert rounds.nth(0).get_attribute("title") == "<b>Ana</b> Ruiz"
    assert "you" in rounds.nth(0).get_attribute("class")
    assert rounds.nth(1).get_attribute("title") == "Bo · EMO-C01"
    expect(opened.page.locator(".people b")).to_have_count(0)


def test_a_line_that_is_left_leaves_nobody_there(screen):
    opened = screen()
    opened.has("people.length === 1")
    opened.page.evaluate("line.leave()")
    until(lambda: not any(each.rooms for each in hall._halls.values()))
