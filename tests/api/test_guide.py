"""The guide for programmers: what it shows can be typed as it stands."""

import json
import re
from uuid import UUID

from api.bulk import OF_A_KIND, WRITERS
from api.elements import WRITERS as KINDS
from tests import tree
from tests.api.conftest import ROOT

GUIDES = ("docs/api.md", "docs/councils.md", "docs/texts.md")
TEXT = "".join((tree.ROOT / guide).read_text(encoding="utf-8") for guide in GUIDES)
EXAMPLES = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
CALL = re.compile(r'curl(?:[^"\']|"[^"]*"|\'[^\']*\')*?"\$API(/[^"]*)"')
RESOURCES = WRITERS | {name: KINDS[kind] for name, kind in OF_A_KIND.items()}


def calls():
    """Each call of the guide: its method, its address, its body."""
    for example in EXAMPLES:
        for found in CALL.finditer(example.replace("\\\n", " ")):
            said = found[0]
            body = re.search(r"-d '(.*?)'", said, re.DOTALL)
            method = re.search(r"-X (\w+)", said)
            usual = "POST" if " -d " in said else "GET"
            address = found[1].replace("$TEXT", str(UUID(int=0)))
            yield method[1] if method else usual, address, body and json.loads(body[1])


def test_the_guide_shows_every_way_to_read_and_write():
    shown = {
        (method, address.partition("?")[0].rpartition("/")[2]) for method, address, _ in calls()
    }
    assert {("POST", "bulk"), ("POST", "undo"), ("GET", "changes"), ("POST", "restore")} <= shown
    assert {"GET", "POST", "PATCH", "PUT", "DELETE"} == {method for method, _end in shown}
    assert len(list(calls())) > 20


def test_every_address_of_the_guide_is_there_and_takes_the_method(client, db):
    for method, address, _body in calls():
        allowed = client.options(ROOT + address.partition("?")[0]).headers["Allow"]
        assert method in allowed, address


def test_every_parameter_of_the_guide_is_known(client, published):
    for method, address, _body in calls():
        if method == "GET" and "draft" not in address and "$" not in address:
            response = client.get(ROOT + address)
            assert response.status_code != 400, response.content


def test_every_body_of_the_guide_has_the_members_that_it_needs_and_no_other():
    new = [(address, body) for method, address, body in calls() if method == "POST" and body]
    operations = next(body["operations"] for address, body in new if address == "/bulk")
    new += [(each["path"], each["body"]) for each in operations if each["method"] == "POST"]
    new = [(address.strip("/"), body) for address, body in new if address.strip("/") in RESOURCES]
    assert {name for name, _body in new} == {"skills", "figures", "goals"}
    for name, body in new:
        fields = RESOURCES[name].new.fields
        assert body.keys() <= fields.keys()
        assert {member for member, field in fields.items() if field.required} <= body.keys()
