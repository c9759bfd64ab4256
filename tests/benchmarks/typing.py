"""How soon others see a letter: forty texts with ten writers each, stored before it is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import Client

from accounts.models import User
from roadmaps import narratives
from roadmaps.narratives import sections
from sectors.models import Programme
from tests import factories
from tests.benchmarks.measuring import Row
from tests.benchmarks.server import environment, running
from tests.door import let_in

TEXTS, WRITERS, SECONDS = 40, 10, 6
RATES = {500: 0.048, 1000: 0.048, 2000: 0.048, 4000: 0.2}  # steps a second: p99 in seconds
WORDS = "Each pillar has its own measures, and each measure has somebody who answers for it. "
TICKS = os.sysconf("SC_CLK_TCK")


def rows(folder) -> list[Row]:
    found = []
    with running(folder, "tests.benchmarks.one_by_one:application") as client:
        alone = _measure(client, _places(), 500)
    for rate, goal in RATES.items():
        with running(folder) as client:
            told = _measure(client, _places(), rate)
        ratio = told["p99"] / alone["p99"]
        figure = (
            f"p50 {told['p50'] * 1000:.0f} ms, p99 {told['p99'] * 1000:.0f} ms, "
            f"{told['heard']} receipts, {told['cpu'] * 1000 / told['sent'] * 1000:.0f} ms of CPU "
            f"for 1 000 steps; one transaction for a message at 500/s: p99 "
            f"{alone['p99'] * 1000:.0f} ms"
        )
        what = f"A letter at the other writers’, {TEXTS} texts × {WRITERS}, {rate} steps/s"
        is_reached = told["p99"] <= goal and told["sent"] == told["typed"] and not told["refused"]
        found.append(Row(what, figure, ratio, f"p99 ≤ {goal * 1000:.0f} ms", is_reached))
    return found


def _places():
    """A text on each of forty maps, ten writers of each; they are one person with many pages."""
    steward = User.objects.get(email="steward@economia.example")
    programme = Programme.objects.get(code="mexico")
    browser = Client()
    let_in(browser, steward)
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    found = []
    for _number in range(TEXTS):
        roadmap = factories.roadmap(steward, programme)
        text = sections.add(steward, roadmap, "strategy")
        paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": WORDS * 4}]}] * 30
        narratives.put(steward, text, 0, {"type": "doc", "content": paragraphs}, "begun", 0)
        place = {"slug": roadmap.slug, "text": str(text.pk), "version": 1, "cookie": cookie}
        found += [place] * WRITERS
    return found


def _measure(client, places, rate):
    """What the typists tell of one rate, and how much of a processor the server took for it."""
    command = [sys.executable, "-m", "tests.benchmarks.typists", str(client.port), str(rate)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    load = subprocess.Popen([*command, str(SECONDS)], env=environment(), **pipes)
    load.stdin.write(json.dumps(places))
    load.stdin.close()
    if load.stdout.readline() != "in\n":
        raise SystemExit("The typists were not let in.")
    before = _worked(client.pid)
    told = json.loads(load.stdout.readline())
    load.wait(20)
    return told | {"cpu": _worked(client.pid) - before}


def _worked(pid) -> float:
    """Seconds that a process has worked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
