"""Publishers who come at once, and publishers who are killed: never half a publication.

Stage, edition, what is looked up, the lines of the log and the notices are all there, or none of
them. Whoever was killed publishes again; in the end there is one edition, each person on the map
was told once, and got one mail.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from accounts.rules import Refused
from changes.models import Change
from changes.verify import faults
from roadmaps.models import Entry, Notice
from tests.faults.test_posting import Post
from tests.threads import at_once
from tests.tree import ROOT

KILLS = int(os.environ.get("KILLS", "5"))  # of publishers; by hand, twenty and more
TOGETHER = 4
FIRST = {"edition": "1.0"}
NOTHING = {
    "stage": "approval", "is_published": False, "editions": [], "entries": 0, "told": [],
    "told_in_the_log": 0, "lines": 0, "mails": [],
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_four_who_publish_at_once_one_does(story):
    story.reach_approval()
    acts = [
        lambda: story.take(story.approver, "publish", note="At once.") for _one in range(TOGETHER)
    ]
    done = at_once(*acts).outcomes()
    refused = [str(each) for each in done if isinstance(each, Refused)]
    assert refused == ["“Publish” is no step from the stage “In force”."] * (TOGETHER - 1)
    told = story.now().editions.values_list("major", "minor", "status")
    assert list(told) == [(1, 0, "current"), (0, 1, "superseded")]
    lines = Change.objects.within(story.roadmap)
    assert lines.filter(verb="publish").count() == 1
    people = Notice.objects.filter(step="publish").values_list("person__name", flat=True)
    assert sorted(people) == ["Editor", "Official", "Steward"]
    codes = Entry.objects.exclude(kind__in=["roadmap", "figure", "link"]).values_list("key")
    assert len(codes) == len(set(codes)) == story.now().elements.count()
    assert list(faults()) == []


class Press(Post):
    """A database, and programs that publish from it."""

    def begin(self, *words):
        command = [sys.executable, "tests/faults/publishing.py", *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)

    def open(self):
        command = [sys.executable, "tests/faults/publishing.py", "open"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.parent = subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)

    def publish(self, slug, moment=None):
        """Publish, perhaps until one is killed; gives what was said until then.

        moment: how much is said before the end.
        """
        self.parent.stdin.write(f"{slug}\n")
        self.parent.stdin.flush()
        publisher, said = int(self.parent.stdout.readline()), []
        while len(said) != moment and (line := self.parent.stdout.readline().strip()) != "dead":
            said.append(line)
        if len(said) == moment:
            os.kill(publisher, signal.SIGKILL)
            while self.parent.stdout.readline().strip() != "dead":
                continue
        return said

    def end(self):
        self.parent.stdin.close()
        self.parent.wait(30)
        super().end()


@pytest.fixture
def press():
    with tempfile.TemporaryDirectory(prefix="rumbo-") as folder:
        made = Press(Path(folder).resolve() / "data")
        made.start_database()
        made.open()
        yield made
        made.end()


def test_whoever_is_killed_while_publishing_there_is_never_half_a_publication(press):
    scene = press.run("set", str(KILLS + 1))
    whole, *slugs = scene["slugs"]
    moments = moments_of(press, whole)
    published = press.run("state")["maps"][whole]
    assert published["stage"] == "in_force"
    assert len(published["told"]) == scene["people"]
    deaths = {slug: moment_of(number, moments) for number, slug in enumerate(slugs)}
    said = {slug: press.publish(slug, moment) for slug, moment in deaths.items()}
    found = press.run("state")
    assert found["faults"] == []
    for slug in slugs:
        there = found["maps"][slug]
        assert there in (NOTHING, published), (slug, deaths[slug])
        if "done" in said[slug]:
            assert there == published
        elif "commit" not in said[slug]:
            assert there == NOTHING
    whole_ones = [slug for slug in slugs if found["maps"][slug] == published]
    lost = KILLS - len(whole_ones)
    for needed in (lost, 0):
        assert press.run("again") == {"published": needed, "of": KILLS + 1}
    assert press.run("state")["maps"] == dict.fromkeys(scene["slugs"], published)
    assert_each_is_mailed_once(press, scene)
    print(
        f"{KILLS} publishers killed between write 1 and {moments}: {len(whole_ones)} had published "
        f"all of it, {lost} nothing; tried again, each of {KILLS} is published once"
    )


def moments_of(press, slug):
    """At how many moments somebody can be killed who publishes, and lives."""
    *writes, commit, done, told = press.publish(slug)
    assert ({*writes}, commit, done, json.loads(told)) == ({"write"}, "commit", "done", FIRST)
    return len(writes) + 2


def moment_of(number, moments):
    """Spread over all writes; every third right at the end: at the commit, or after it."""
    if number % 3 == 2:
        return moments - number // 3 % 2
    return 1 + number * (moments - 1) // KILLS


def assert_each_is_mailed_once(press, scene):
    for mails in (scene["people"], 0):  # one for each person, with all that they are told
        assert press.run("send") == {"sent": mails}
    found, mails = press.run("state"), press.mailed()
    assert set(mails.values()) == {1}
    told = [number for state in found["maps"].values() for number in state["mails"]]
    assert Counter(told) == dict.fromkeys(mails, len(scene["slugs"]))
    assert found["faults"] == []
