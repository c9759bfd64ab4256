"""Nobody hears on an open map what is not meant for them, whatever is done on it meanwhile."""

import asyncio

import pytest
from django.db import connection

from api.live import presence
from roadmaps import elements, history
from tests.leaks import happenings
from tests.leaks.cast import CAST, INSIDE, MEMBERS, OUTSIDERS
from tests.leaks.sockets import Socket
from tests.threads import in_a_loop

pytestmark = pytest.mark.django_db
MISSING = "nowhere"


@pytest.fixture(scope="module")
def evening(scene):
    return hold(scene, CAST)


def hold(scene, cast):
    """These sit at both maps, while things are added, changed and taken back on them."""
    clients = {name: scene.client(name) for name in cast}
    places = [(name, slug) for slug in (*scene.maps, MISSING) for name in cast]

    async def sit():
        sockets = {(name, slug): Socket(clients[name], slug) for name, slug in places}
        running = [asyncio.ensure_future(each.run()) for each in sockets.values()]
        await asyncio.gather(*[each.until("welcome") for each in sockets.values()])
        words, codes = await talk(scene, sockets)
        for each in sockets.values():
            await each.leave()
        await asyncio.gather(*running)
        return sockets, words, codes

    return in_a_loop(sit())


async def talk(scene, sockets):
    """Let it all happen; then everybody who was away a while asks what they missed."""
    before = {slug: scene.maps[slug].revision for slug in scene.maps}
    begun = await asyncio.to_thread(let_go, happenings.begin, scene)
    inside = [each for each in begun.elements if each.visibility == "internal"]
    for each in inside:
        await sockets["steward", each.roadmap.slug].say(type="here", where=each.code, field=None)
    await asyncio.to_thread(let_go, happenings.change, scene, begun)
    await asyncio.to_thread(let_go, happenings.end, scene, begun)
    words = await asyncio.to_thread(let_go, say_a_last_word, scene)
    members = {place: each for place, each in sockets.items() if each.end is None}
    for (_name, slug), each in members.items():
        await each.until(words[slug])
        await each.say(type="since", revision=before[slug])
        await each.until('"since"')
    return words, [each.code for each in inside]


def let_go(act, *arguments):
    """Do something by a line to the database of one's own."""
    try:
        return act(*arguments)
    finally:
        connection.close()


def say_a_last_word(scene):
    """Something that all members are told: what was done before it has been told by then."""
    words = {}
    for slug, roadmap in scene.maps.items():
        words[slug] = scene.words.word("the last word", *MEMBERS)
        elements.add(scene.cast["steward"], roadmap, "goal", title=words[slug])
    return words


@pytest.mark.parametrize("name", MEMBERS)
def test_SR_03_members_hear_what_is_meant_for_them_and_no_more(scene, evening, name):
    sockets, words, codes = evening
    for slug, last in words.items():
        socket = sockets[name, slug]
        heard = {word for each in socket.heard for word in scene.words.heard(each.encode())}
        assert scene.words.not_for(name, heard) == []
        assert last in heard
        assert len(heard) > 10
        told = [code for code in codes if any(code in each for each in socket.heard)]
        assert bool(told) == (name in INSIDE), told


@pytest.mark.parametrize("name", OUTSIDERS)
def test_SR_36_outsiders_are_shown_out_of_a_hidden_map_as_of_a_missing_one(evening, name):
    sockets, _words, _codes = evening
    for slug in ("open", "shadow", MISSING):
        assert (sockets[name, slug].heard, sockets[name, slug].end) == ([], (4404, ""))


def tell_as_to_a_steward(monkeypatch, scene):
    def as_a_steward(_actor, roadmap, lines, told=history.told):
        return told(scene.cast["steward"], roadmap, lines)

    monkeypatch.setattr(history, "told", as_a_steward)


def show_every_place(monkeypatch, scene):
    monkeypatch.setattr(presence, "_as_seen", lambda each, sight, degrees: each)


@pytest.mark.parametrize("break_it", [tell_as_to_a_steward, show_every_place])
def test_a_leak_is_heard(scene, monkeypatch, break_it):
    break_it(monkeypatch, scene)
    sockets, _words, codes = hold(scene, ("observer", "steward"))
    heard = "\n".join(each for slug in scene.maps for each in sockets["observer", slug].heard)
    words = scene.words.heard(heard.encode())
    assert scene.words.not_for("observer", words) or any(code in heard for code in codes)
