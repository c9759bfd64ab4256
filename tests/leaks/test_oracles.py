"""What is hidden and what is missing are answered alike, whoever asks and in whatever way."""

import json
import re

import pytest

from tests.leaks import doors
from tests.leaks.cast import CAST, OUTSIDERS
from tests.leaks.contributions_matrix import CONTRIBUTIONS
from tests.leaks.council_matrix import COUNCILS
from tests.leaks.desk_matrix import DESK
from tests.leaks.life_matrix import LIFE
from tests.leaks.matrix import MATRIX as OTHERS
from tests.leaks.proposals_matrix import PROPOSALS
from tests.leaks.said import said
from tests.leaks.threads_matrix import THREADS
from tests.leaks.walk import knock

pytestmark = pytest.mark.django_db
MATRIX = OTHERS | COUNCILS | LIFE | CONTRIBUTIONS | PROPOSALS | THREADS | DESK
KEY = re.compile(r"\d+|[-0-9a-f]{36}|[-\w]{43}")  # how things are named that are nobody's words
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
    for route in doors.some(doors.routes(), name == "observer"):
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
    is_known = {*route.names[:-1]} <= values.keys()
    if route.names and is_known and route.names[-1] in ("code", "key") and "-" in key:
        is_code = len(key) < 20
        if (route.names[-1] == "code") == (is_code and "elements/" in route.template):
            yield route.fill(values | {route.names[-1]: key})


@pytest.mark.parametrize("name", ["stranger", "guest", "reviewer", "approver"])
def test_SR_05_what_is_hidden_of_other_people_is_missing_at_every_door(scene, name):
    """Where the matrix says that it is hidden, nobody can tell it from nothing."""
    client, place, told, tried = scene.client(name), CAST.index(name), [], 0
    for route in doors.routes():
        address = doors.addresses(scene, route, "shadow")[-1]
        hidden = next((part for part in address.split("/") if KEY.fullmatch(part)), None)
        if hidden is None:
            continue
        missing = "999999" if hidden.isdigit() else MISSING if len(hidden) == 36 else "x" * 43
        for method in METHODS:
            if MATRIX.get(f"{method.upper()} {route.template}", "-" * len(CAST))[place] != "h":
                continue
            tried += 1
            there = knock(client, method, address)
            nothing = knock(client, method, address.replace(hidden, missing))
            if there.status != 404 or said(there, hidden) != said(nothing, missing):
                told.append(f"{method} {address}: {there.status}, {nothing.status}")
    assert told == []
    assert tried > 10


@pytest.mark.parametrize(("name", "slug"), [("stranger", "shadow"), ("observer", "open")])
def test_SR_05_a_hidden_thing_named_in_a_body_is_a_missing_one(scene, name, slug):
    """What outsiders may not see of a map, and members not of one on which they are."""
    client, told, things = scene.client(name), [], scene.things[slug]
    element = next(each for each in things["elements"] if is_inside(each))
    step = things["milestones"][-1]
    hidden = {"element": element.code, "source": element.code, "target": element.code,
              "initiative": step.initiative.code, "parent": element.code}  # fmt: skip
    pairs = {member: (code, f"{code[:3]}-C99") for member, code in hidden.items()}
    pairs |= {"user": (str(scene.cast["rival"].pk), MISSING)}
    pairs |= {"roadmap": ("shadow", "nowhere")} if slug == "shadow" else {}
    for route in doors.routes():
        if f"POST {route.template}" not in MATRIX or not route.is_api or route.names:
            continue
        for member, names in pairs.items():
            bodies = [json.dumps({member: each}) for each in names]
            answers = [knock(client, "post", route.fill({}), body=body) for body in bodies]
            if said(answers[0], names[0]) != said(answers[1], names[1]):
                told.append(f"{route.template}: {bodies[0]}")
    assert told == []


@pytest.mark.parametrize("name", [*OUTSIDERS, "observer", "editor"])
def test_SR_05_words_of_hidden_things_find_nothing_that_nonsense_does_not(scene, name):
    """Search, filters and orders answer a word of something hidden as a word of nothing."""
    client = scene.client(name)
    hidden = next(word for word, meant in scene.words.meant.items() if name not in meant)
    nonsense, told = "canarynonsenseend", []
    lists = [route for route in doors.routes() if not route.names]
    for route in doors.some(lists, name in ("stranger", "observer")):
        for query in doors.questions(route, hidden):
            asked = [
                f"{route.fill({})}?{each}" for each in (query, query.replace(hidden, nonsense))
            ]
            there, nothing = (knock(client, "get", each) for each in asked)
            if said(there, hidden) != said(nothing, nonsense):
                told.append(asked[0])
    assert told == []
