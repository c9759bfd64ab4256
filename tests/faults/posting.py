"""What the test of killed senders needs, each as a program of its own; it tells JSON.

`posting.py set N` makes a map with N reviewers and asks them; `posting.py send` sends, and each
mail takes a moment, so that somebody can be killed in it; `posting.py state` tells what is written
down; `posting.py later` lets the time go by after which a mail in doubt is sent once more.
"""

import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.core.mail import EmailMessage  # noqa: E402
from django.db.models import F  # noqa: E402

from changes.verify import faults  # noqa: E402
from roadmaps import notices  # noqa: E402
from roadmaps import roadmap as maps  # noqa: E402
from roadmaps.models import Notice  # noqa: E402
from tests import factories  # noqa: E402

MOMENT = 0.02  # seconds that a mail takes, before it is out and after


def set_up(number):
    """A map whose reviewers are asked; each of them is to get one mail."""
    registrar = factories.first_person()
    roadmap = factories.roadmap(registrar, factories.programme(registrar))
    for one in range(int(number)):
        person = factories.person(registrar, name=f"Reviewer {one}")
        maps.grant(registrar, roadmap, "reviewer", user=person)
    return {"asked": [str(each.pk) for each in notices.ask_reviewers(roadmap, registrar)]}


def send():
    """Send all that is due, slowly."""
    whole = EmailMessage.send

    def slowly(mail, *args, **kwargs):
        print("taken", flush=True)
        time.sleep(MOMENT)
        done = whole(mail, *args, **kwargs)
        print("out", flush=True)
        time.sleep(MOMENT)
        return done

    EmailMessage.send = slowly
    return {"sent": notices.send("at_once")}


def later():
    """As if ten minutes had gone by."""
    doubtful = Notice.objects.filter(sent_at=None).exclude(mail=None)
    return {"in_doubt": doubtful.update(taken_at=F("taken_at") - timedelta(minutes=10))}


def state():
    """What is written down of each notice, and what is wrong with the log."""
    rows = Notice.objects.values_list("pk", "mail", "sent_at", "attempts")
    told = [[str(key), mail and str(mail), bool(sent), tries] for key, mail, sent, tries in rows]
    return {"notices": told, "faults": list(faults())}


if __name__ == "__main__":
    words = {"set": set_up, "send": send, "later": later, "state": state}
    print(json.dumps(words[sys.argv[1]](*sys.argv[2:])))
