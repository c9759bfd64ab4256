"""What it costs to edit a field durably, and whether people on other maps are in the way."""

import http.client
import json
import statistics
import subprocess
import sys
import time
import uuid

import psycopg
from django.db import connection

from accounts import keys
from accounts.models import User
from roadmaps import workflow
from roadmaps.models import Roadmap
from tests.benchmarks.measuring import Row, told
from tests.benchmarks.server import environment
from tests.tree import ROOT

ROUNDS = 200
SECONDS = 6  # for which the writers write

BARE = (
    "SELECT revision FROM roadmaps_roadmap WHERE id = %(map)s FOR NO KEY UPDATE",
    """INSERT INTO changes_change
       (at, actor_id, verb, subject, ledger, revision, fields, hash, transaction)
       VALUES (now(), NULL, 'bare', 'bare', 'bare', %(number)s, '{}', '', 0)""",
    "UPDATE roadmaps_element SET summary = %(text)s WHERE id = %(element)s",
    "UPDATE roadmaps_roadmap SET head = head WHERE id = %(map)s",
)


class Editor:
    """Somebody who edits the same field again and again, over a connection that is kept."""

    def __init__(self, port):
        person = User.objects.get(email="steward@economia.example")
        _key, secret = keys.make(person, "Benchmark", ["read", "write"])
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def edit(self, code, base) -> float:
        """Give an element another summary. Returns the seconds until it was said to be saved."""
        body = json.dumps({"base": base, "summary": f"Summary {uuid.uuid4()}"})
        begun = time.perf_counter()
        self.line.request("PATCH", f"/api/v1/elements/{code}", body, self.headers)
        response = self.line.getresponse()
        said = response.read()
        taken = time.perf_counter() - begun
        if response.status != 200:
            raise SystemExit(f"An edit was answered with {response.status}: {said[:300]!r}")
        return taken


def rows(client) -> list[Row]:
    """An edit by the API beside the bare statements and a view that does nothing."""
    roadmap = Roadmap.objects.get(slug="automotive")
    editor, bare = Editor(client.port), Bare(roadmap)
    edits, plain = [], []
    for _round in range(ROUNDS):
        roadmap.refresh_from_db()
        edits.append(editor.edit("AUT-I01", roadmap.revision))
        begun = time.perf_counter()
        bare.write()
        client.get("/bench/empty")
        plain.append(time.perf_counter() - begun)
    taken = {"edit": statistics.median(edits), "bare": statistics.median(plain)}
    ratio = taken["edit"] / taken["bare"]
    what = "Editing a field by the API, durably: time against bare SQL and an empty view"
    return [Row(what, told(taken), ratio, "≤ 2", ratio <= 2), writers()]


class Bare:
    """The least that a durable edit needs, on a connection of its own."""

    def __init__(self, roadmap):
        settings = connection.settings_dict
        place = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"]}
        self.line = psycopg.connect(**place)
        element = roadmap.elements.exclude(code="AUT-I01").first()
        self.said = {"map": roadmap.pk, "element": element.pk, "number": 0}

    def write(self):
        self.said |= {"number": self.said["number"] + 1, "text": str(uuid.uuid4())}
        with self.line.transaction():
            for statement in BARE:
                self.line.execute(statement, self.said)


def writers() -> Row:
    """Edits a second of one writer on one map, of four on four maps, of four on one map."""
    steward = User.objects.get(email="steward@economia.example")
    mexican = Roadmap.objects.filter(programme__code="mexico").order_by("slug")
    roadmaps = [each for each in mexican if each.elements.exists()][:4]
    for roadmap in roadmaps:
        if roadmap.stage == "in_force":
            workflow.open_refresh(steward, roadmap)
    slugs = [roadmap.slug for roadmap in roadmaps]
    alone, apart, together = _written(slugs[:1]), _written(slugs), _written(slugs[:1] * 4)
    figure = f"one {alone:.0f}/s, four maps {apart:.0f}/s, four writers on one map {together:.0f}/s"
    what = "Four writers on four maps: edits a second against one writer on one map"
    return Row(what, figure, apart / alone, "> 1", apart > alone)


def _written(slugs) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.writer", str(SECONDS)]
    pipes = {"cwd": ROOT, "env": environment(), "stdout": subprocess.PIPE, "text": True}
    processes = [
        subprocess.Popen([*command, slug, str(number)], **pipes)
        for number, slug in enumerate(slugs)
    ]
    return sum(float(process.communicate(timeout=90)[0]) for process in processes)
