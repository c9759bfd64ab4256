"""Who does what: by an organisation of the register, or by a group that is named in words."""

import pytest

from roadmaps.models import Roadmap
from tests.api.conftest import complaints, told
from tests.api.things import MAP, NEW

PART = NEW["participations"][0]


def base():
    return {"base": Roadmap.objects.get(slug=MAP).revision}


@pytest.fixture
def part(new):
    item = new("participations")
    return item, f"/participations/{item['id']}"


def test_an_organisation_takes_the_place_of_a_group(send, part, association):
    _item, here = part
    both = send("patch", here, {"organisation": association.code} | base())
    assert list(complaints(both)) == ["/organisation"]
    change = {"organisation": association.code, "group": None}
    told_now = send("patch", here, change | base()).json()
    assert {name: told_now[name] for name in change} == change
    nobody = send("patch", here, {"organisation": None} | base())
    assert list(complaints(nobody)) == ["/organisation"]


def test_nobody_has_the_same_part_twice(send, part, new):
    _item, here = part
    again = send("post", "/participations", PART)
    assert complaints(again) == {"/organisation": "There is one just like it already."}
    send("delete", here)
    second = send("post", "/participations", PART)
    assert second.status_code == 201
    assert list(complaints(send("post", f"{here}/restore"))) == ["/organisation"]
    other = send("post", "/participations", PART | {"role": "funder"}).json()
    change = {"role": PART["role"]} | base()
    assert list(complaints(send("patch", f"/participations/{other['id']}", change))) == [
        "/organisation"
    ]


def test_an_organisation_that_is_not_in_the_register_is_named_in_the_complaint(send, part):
    _item, here = part
    said = complaints(send("patch", here, {"organisation": "nobody", "group": None} | base()))
    assert said == {"/organisation": "“nobody” is not there, or you may not see it."}


def test_who_has_a_part_in_the_map_itself_is_told_with_the_map(send, draft, roadmap, editor):
    body = {"roadmap": MAP, "group": "Everybody", "role": "partner"}
    item = send("post", "/participations", body, editor).json()
    assert (item["element"], item["roadmap"]) == (None, MAP)
    whole = draft(f"/roadmaps/{MAP}", editor)
    assert [each["group"] for each in whole["participations"]] == ["Everybody"]


def test_a_part_in_what_was_withdrawn_is_not_added(send, part, editor):
    _item, here = part
    send("delete", "/elements/EMO-I01")
    told(send("post", "/participations", PART | {"role": "funder"}), 409)
    assert send("patch", here, {"note": "Until 2026"} | base()).status_code == 200
