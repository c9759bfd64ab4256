"""What the tests of faults need in a database of their own; run as a program, it tells JSON.

`scene.py set` makes three maps and eight people with keys; `scene.py log` tells what the log holds;
`scene.py session N` signs an editor in; `scene.py revoke N` takes their role on the first map back;
`scene.py text` begins a section of it, and `scene.py said` tells what that says.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import keys  # noqa: E402
from accounts.models import User  # noqa: E402
from changes.models import Change, address  # noqa: E402
from changes.verify import faults  # noqa: E402
from roadmaps import elements, map_roles, narratives  # noqa: E402
from roadmaps import roadmap as maps  # noqa: E402
from roadmaps.models import Narrative, Roadmap  # noqa: E402
from roadmaps.narratives import sections  # noqa: E402
from roadmaps.narratives.texts import Text, after  # noqa: E402
from roadmaps.prose import EMPTY, document  # noqa: E402
from tests import door, factories  # noqa: E402

MAPS, PEOPLE, ELEMENTS = 3, 8, 4


def set_up():
    """Three maps with four elements each, and eight editors."""
    registrar = factories.first_person()
    programme = factories.programme(registrar)
    people = [factories.person(registrar, name=f"Editor {number}") for number in range(PEOPLE)]
    codes = []
    for _number in range(MAPS):
        roadmap = factories.roadmap(registrar, programme)
        for person in people:
            maps.grant(registrar, roadmap, "editor", user=person)
        made = (elements.add(registrar, roadmap, "skill", title="Skill") for _ in range(ELEMENTS))
        codes += [element.code for element in made]
    secrets = [keys.make(person, "Faults", ["read", "write"])[1] for person in people]
    return {"codes": codes, "secrets": secrets, "map": Roadmap.objects.earliest("prefix").slug}


def session(number):
    """The cookie of a browser in which an editor has come in."""
    browser = Client()
    door.let_in(browser, User.objects.get(name=f"Editor {number}"))
    return {"cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value}


def revoke(number):
    """Take the role of an editor on the first map back, as another process would."""
    roadmap = Roadmap.objects.earliest("prefix")
    held = roadmap.roles.get(user__name=f"Editor {number}")
    return {"revision": map_roles.revoke(roadmap.roles.get(role="steward").user, held).revision}


def text():
    """Begin a section of the first map, which all editors write."""
    roadmap = Roadmap.objects.earliest("prefix")
    steward = roadmap.roles.get(role="steward").user
    return {"text": str(sections.add(steward, roadmap, "vision").pk)}


def said():
    """What the section says, by its rows from the first one on, and as it is opened."""
    narrative = Narrative.objects.get()
    rows = list(narrative.steps.order_by("version"))
    replayed = after(Text(0, document(EMPTY)), rows)
    return {
        "versions": [row.version for row in rows],
        "version": narrative.version,
        "words": replayed.document.text_content,
        "opened": narratives.text_of(narrative).document.text_content,
    }


def log():
    """Every line of the maps, and what is wrong with the log."""
    ledgers = {address(roadmap): roadmap.slug for roadmap in Roadmap.objects.all()}
    lines = Change.objects.filter(ledger__in=ledgers).order_by("ledger", "revision")
    told = lines.values_list("ledger", "revision", "verb", "fields", "actor__name")
    return {
        "lines": [(ledgers[ledger], *line) for ledger, *line in told],
        "held": dict(elements.Element.objects.values_list("code", "summary")),
        "faults": list(faults()),
    }


if __name__ == "__main__":
    words = {
        "set": set_up, "log": log, "session": session, "revoke": revoke, "text": text, "said": said,
    }  # fmt: skip
    print(json.dumps(words[sys.argv[1]](*sys.argv[2:])))
