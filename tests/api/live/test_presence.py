"""Who has a map open, and where on it they are, for those who may see that place."""

import asyncio
import json

import pytest

from api.live import presence
from api.live.hall import Hall
from api.live.presence import Others
from changes import bus
from roadmaps import elements
from tests import factories
from tests.api.live.conftest import SOON, until
from tests.threads import in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_page, roadmap, editor):
    opened = open_page(editor)
    opened.me = opened.hear_of("welcome")["you"]
    return opened


def names(message):
    return sorted(person["name"] for person in message["people"])


def test_people_appear_and_go(page, open_page, steward):
    other = open_page(steward)
    assert names(other.hear_of("welcome")) == ["Editor", "Steward"]
    assert names(page.hear_of("people")) == ["Editor", "Steward"]
    other.line.close()
    assert names(page.hear_of("people")) == ["Editor"]


def test_one_sees_where_the_others_are(page, open_page, steward):
    other = open_page(steward)
    other.hear_of("welcome")
    page.hear_of("people")
    other.say(type="here", where="EMO-C01", field="title")
    told = {person["name"]: person for person in page.hear_of("people")["people"]}
    assert (told["Steward"]["where"], told["Steward"]["field"]) == ("EMO-C01", "title")
    assert (told["Editor"]["where"], told["Editor"]["field"]) == (None, None)
    assert told["Steward"]["initials"] == "S"
    assert told["Steward"]["colour"] in range(8)


def test_nobody_learns_of_a_hidden_element_from_who_is_there(page, open_page, steward, roadmap):
    hidden = elements.add(steward, roadmap, "challenge", title="Secret", visibility="internal")
    others = [open_page(steward), open_page(steward)]
    for other in others:
        other.hear_of("welcome")
    others[0].say(type="here", where=hidden.code, field="title")
    until(lambda: hidden.code in str(others[1].hear_of("people")))
    others[0].say(type="here", where="EMO-C01", field=None)
    until(lambda: "EMO-C01" in str(seen(page, hidden.code)))


def seen(page, code):
    message = page.hear_of("people")
    assert code not in json.dumps(message)
    return message


def test_a_place_that_there_is_not_is_told_to_nobody(page, open_page, steward):
    other = open_page(steward)
    other.hear_of("welcome")
    page.say(type="here", where="EMO-C99", field="title")
    page.say(type="here", where="EMO-C01", field=None)
    until(lambda: "EMO-C01" in str(seen(other, "EMO-C99")))


def test_SR_38_an_address_is_told_to_nobody(open_page, registrar, steward, roadmap):
    for name in ("", "ana@ministry.example", "Ana <ana@ministry.example>"):
        person = factories.person(registrar, name=name)
        factories.maps.grant(steward, roadmap, "observer", user=person)
        told = open_page(person).line.recv(timeout=SOON)
        assert "@" not in told
        assert person.name.partition("@")[0] in told


def test_a_map_is_not_told_who_is_at_another(open_page, page, steward, programme):
    factories.roadmap(steward, programme, slug="other")
    assert names(open_page(steward, "/live/other").hear_of("welcome")) == ["Steward"]
    assert page.hears_nothing_of("people")


class Elsewhere:
    """Another process that has the same map open."""

    def __init__(self, roadmap):
        self.told, self.key = [], str(roadmap.pk)

    def says(self, name, **words):
        bus.publish({"presence": {"hall": name, "room": self.key, **words}})

    def people(self, *names):
        told = {"initials": "X", "colour": 1, "where": "EMO-C01", "field": None}
        return [{"id": name, "name": name, **told} for name in names]


def test_people_of_other_processes_are_there_too(page, open_page, roadmap, steward):
    other = Elsewhere(roadmap)
    other.says("there", people=other.people("Far away"))
    assert names(page.hear_of("people")) == ["Editor", "Far away"]
    assert "Far away" in names(open_page(steward).hear_of("welcome"))
    page.hear_of("people")
    other.says("there", people=[])
    assert names(page.hear_of("people")) == ["Editor", "Steward"]


@pytest.mark.parametrize(
    "people", [None, 7, "x", [7], [{"name": "x"}], {"a": 1}, [{"id": 1, "name": 2}]]
)
def test_what_another_process_says_wrongly_does_no_harm(page, roadmap, people):
    other = Elsewhere(roadmap)
    other.says("there", people=people)
    other.says("there", people=other.people("Far away"))
    assert names(page.hear_of("people")) == ["Editor", "Far away"]


def test_who_asks_is_told_who_is_here(page, roadmap):
    async def ask():
        heard = asyncio.Queue()
        listener = bus.subscribe(heard.put_nowait)
        Elsewhere(roadmap).says("new", ask=True)
        try:
            while True:
                notice = await asyncio.wait_for(heard.get(), SOON)
                if people := notice.get("presence", {}).get("people"):
                    return people
        finally:
            bus.unsubscribe(listener)

    (person,) = in_a_loop(ask())
    assert (person["name"], person["id"]) == ("Editor", page.me)


def test_people_of_a_process_that_died_are_gone_after_a_while():
    others = Others()
    people = Elsewhere.people(None, "Far away")
    assert others.hear("there", people, now=0)
    assert not others.hear("there", people, now=15)
    assert not others.expire(now=15 + presence.EXPIRES - 1)
    assert others.people() == people
    assert others.expire(now=15 + presence.EXPIRES + 1)
    assert others.people() == []


def test_a_hall_without_rooms_hears_nothing_of_itself():
    hall = Hall()
    hall.hear({"presence": {"hall": hall.name, "room": "x", "people": []}})
    for notice in ({}, {"heads": 7}, {"presence": None}, {"presence": {"hall": 1}}):
        hall.hear(notice)
    assert hall.rooms == {}
