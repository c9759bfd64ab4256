"""What the test of killed publishers needs, each as a program of its own; it tells JSON.

`publishing.py set N` makes N maps that are to be published, with people on each; `publishing.py
open` reads the address of one after the other, and lets a process of its own publish it, which says
where it is, so that somebody can kill it; `publishing.py again` publishes all of them, as somebody
does who was told nothing; `publishing.py state` tells of each map whatever a publication leaves;
`publishing.py send` sends the mails that are due.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.rules import Refused  # noqa: E402
from changes.models import Change, address  # noqa: E402
from changes.verify import faults  # noqa: E402
from roadmaps import elements, notices, workflow  # noqa: E402
from roadmaps import roadmap as maps  # noqa: E402
from roadmaps.models import Edition, Entry, Notice, Roadmap  # noqa: E402
from tests import factories  # noqa: E402

OBSERVERS, ELEMENTS = 4, 8
WRITES = ("INSERT", "UPDATE", "DELETE")


def set_up(number):
    """Maps in approval; on each of them the same six people."""
    registrar = factories.first_person()
    programme = factories.programme(registrar)
    approver = factories.person(registrar, name="Approver")
    people = [factories.person(registrar, name=f"Observer {one}") for one in range(OBSERVERS)]
    slugs = []
    for one in range(int(number)):
        roadmap = factories.roadmap(registrar, programme, slug=f"map-{one}", languages=["en"])
        maps.grant(registrar, roadmap, "approver", user=approver)
        for person in people:
            maps.grant(registrar, roadmap, "observer", user=person)
        for each in range(ELEMENTS):
            elements.add(registrar, roadmap, "infrastructure", title=f"Line {each}")
        Roadmap.objects.filter(pk=roadmap.pk).update(stage="approval")  # however it came there
        slugs.append(roadmap.slug)
    return {"slugs": slugs, "people": 1 + len(people)}


def open_to_all():
    """A process for each map that is asked for: it says who it is, and we say when it ends."""
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            print(os.getpid(), flush=True)
            print(json.dumps(publish(line.strip())), flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        print("dead", flush=True)
    return {}


def publish(slug):
    """Publish a map, and say before each write and after the end where one is."""
    with connection.execute_wrapper(_say_each_write):
        try:
            with transaction.atomic():
                approver, roadmap = User.objects.get(name="Approver"), _map(slug)
                workflow.take(approver, roadmap, "publish", note="The first edition.")
                print("commit", flush=True)
        except Refused as refusal:
            return {"refused": str(refusal)}
    print("done", flush=True)
    return {"edition": Edition.objects.get(roadmap__slug=slug).number}


def _map(slug):
    return Roadmap.objects.get(slug=slug)


def _say_each_write(execute, sql, params, many, context):
    if sql.startswith(WRITES):
        print("write", flush=True)
    return execute(sql, params, many, context)


def again():
    """Publish every map that was set up; gives how many of them it was needed for."""
    outcomes = [publish(roadmap.slug) for roadmap in Roadmap.objects.all()]
    return {"published": sum("edition" in each for each in outcomes), "of": len(outcomes)}


def send():
    """Steps are told once a day, and all of them in one mail."""
    return {"sent": notices.send("at_once") + notices.send("daily")}


def state():
    """What there is of each map, and what is wrong with the log."""
    return {"maps": {each.slug: _state(each) for each in Roadmap.objects.all()}} | {
        "faults": list(faults())
    }


def _state(roadmap):
    notes = Notice.objects.filter(roadmap=roadmap, step="publish")
    editions = roadmap.editions.values_list("major", "minor", "kind", "status")
    lines = Change.objects.within(roadmap)
    told = Change.objects.filter(subject__in=[address(note) for note in notes], verb="told")
    return {
        "stage": roadmap.stage,
        "is_published": roadmap.is_published,
        "editions": [list(each) for each in editions],
        "entries": Entry.objects.filter(roadmap=roadmap).count(),
        "told": sorted(notes.values_list("person__name", flat=True)),
        "told_in_the_log": told.count(),
        "lines": lines.filter(verb__in=("publish", "published")).count(),
        "mails": [str(each) for each in notes.exclude(sent_at=None).values_list("mail", flat=True)],
    }


if __name__ == "__main__":
    words = {"set": set_up, "open": open_to_all, "again": again, "state": state, "send": send}
    print(json.dumps(words[sys.argv[1]](*sys.argv[2:])))
