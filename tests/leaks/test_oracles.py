"""What is hidden and what is missing are answered alike, whoever asks and in whatever way."""

import pytest

from tests.leaks import doors
from tests.leaks.cast import OUTSIDERS
from tests.leaks.said import said
from tests.leaks.walk import knock

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "patch", "delete")


def names_a_map(route) -> bool:
    return bool(route.names) and route.names[0] == "slug" and "roadmaps/" in route.template


@pytest.mark.parametrize("name", OUTSIDERS)
def test_SR_05_a_hidden_map_is_a_missing_one_at_every_door(scene, name):
    client, told = scene.client(name), []
    for route in filter(names_a_map, doors.routes()):
        hidden = doors.addresses(scene, route, "shadow")[0]
        missing = hidden.replace("/shadow", "/nowhere", 1)
        for method in METHODS:
            there, nothing = (knock(client, method, each) for each in (hidden, missing))
            same = said(there, "shadow") == said(nothing, "nowhere")
            if there.status != nothing.status or not same:
                told.append(f"{method} {hidden}: {there.status} and not {nothing.status}")
    assert told == []


@pytest.mark.parametrize("name", ["stranger", "observer", "editor"])
def test_SR_05_a_hidden_thing_is_a_missing_one_at_every_door(scene, name):
    """Of a map that one may see: what stands there for stewards and approvers only."""
    client, told = scene.client(name), []
    element = next(each for each in scene.things["open"]["elements"] if is_inside(each))
    figure = next(each for each in scene.things["open"]["figures"] if is_inside(each))
    pairs = {element.code: "OPE-C99", str(element.pk): MISSING, str(figure.pk): MISSING}
    for route in doors.routes():
        for hidden, missing in pairs.items():
            for address in behind(route, hidden):
                for method in METHODS:
                    there = knock(client, method, address)
                    nothing = knock(client, method, address.replace(hidden, missing))
                    same = said(there, hidden) == said(nothing, missing)
                    if there.status != nothing.status or not same:
                        told.append(f"{method} {address}: {there.status}, {nothing.status}")
    assert told == []


MISSING = "00000000-0000-4000-8000-000000000000"


def is_inside(thing) -> bool:
    return thing.visibility == "internal"


def behind(route, key):
    """The addresses of a route behind which one thing stands."""
    values = {"slug": "open", "word": "figures"}
    if route.names and route.names[-1] in ("code", "key") and "-" in key:
        is_code = len(key) < 20
        if (route.names[-1] == "code") == (is_code and "elements/" in route.template):
            yield route.fill(values | {route.names[-1]: key})


@pytest.mark.parametrize("name", [*OUTSIDERS, "observer", "editor"])
def test_SR_05_words_of_hidden_things_find_nothing_that_nonsense_does_not(scene, name):
    """Search, filters and orders answer a word of something hidden as a word of nothing."""
    client = scene.client(name)
    hidden = next(word for word, meant in scene.words.meant.items() if name not in meant)
    nonsense, told = "canarynonsenseend", []
    for route in doors.routes():
        if route.names:
            continue
        for query in doors.questions(route, hidden):
            asked = [
                f"{route.fill({})}?{each}" for each in (query, query.replace(hidden, nonsense))
            ]
            there, nothing = (knock(client, "get", each) for each in asked)
            if said(there, hidden) != said(nothing, nonsense):
                told.append(asked[0])
    assert told == []
