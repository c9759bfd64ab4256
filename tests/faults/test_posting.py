"""Senders of mails are killed again and again, two at a time; every notice goes out all the same.

A mail whose sender was killed while handing it over may be out already: nobody can know. It goes
out once more under the same Message-ID, by which mailboxes know it. So of each notice there is at
least one mail, all mails of one notice have one number, and no more copies than deaths.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.test_editing import House
from tests.tree import ROOT

NUMBER = re.compile(r"^Message-ID: <([0-9a-f-]{36})@", re.MULTILINE)
REVIEWERS, DEATHS = 60, int(os.environ.get("KILLS", "2"))  # by hand, twenty and more


class Post(House):
    """A database, and programs that send mails from it."""

    def begin(self, *words):
        command = [sys.executable, "tests/faults/posting.py", *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)

    def run(self, *words):
        program = self.begin(*words)
        said, error = program.communicate(timeout=180)
        assert program.returncode == 0, error
        return json.loads(said.splitlines()[-1])

    def end(self):
        self.leave_database()

    def mailed(self):
        """How many mails lie there of each number."""
        texts = [each.read_text() for each in (self.data / "mail").glob("*.log")]
        return Counter(number for text in texts for number in NUMBER.findall(text))


@pytest.fixture
def post():
    with tempfile.TemporaryDirectory(prefix="rumbo-") as folder:
        made = Post(Path(folder).resolve() / "data")
        made.start_database()
        yield made
        made.end()


def test_whoever_is_killed_each_notice_goes_out(post):
    asked = post.run("set", str(REVIEWERS))["asked"]
    for death in range(DEATHS):
        senders = [post.begin("send"), post.begin("send")]
        for sender in senders:
            # In turns right before a mail is out, and right after: before that is written down.
            said = [sender.stdout.readline() for _number in range(1 + death % 4)]
            assert said[-1] == ("taken\n" if death % 2 == 0 else "out\n")
            os.kill(sender.pid, signal.SIGKILL)
            sender.communicate()
    interrupted = post.mailed()
    post.run("later")
    for sender in [post.begin("send"), post.begin("send")]:
        assert sender.wait(180) == 0, sender.communicate()
    found = post.run("state")
    mails = post.mailed()
    told = {key: mail for key, mail, is_sent, _tries in found["notices"] if is_sent}
    assert set(told) == set(asked)  # none is lost
    assert set(mails) == set(told.values())  # no mail but those of the notices
    assert len(set(told.values())) == len(asked)
    twice = sum(mails.values()) - len(mails)
    assert interrupted, "too few mails went out for the test to say anything"
    assert twice, "nobody was killed between a mail and the word of it"
    assert twice <= 2 * DEATHS
    assert found["faults"] == []
    print(
        f"{2 * DEATHS} senders killed, {sum(interrupted.values())} mails out until then; in the "
        f"end {len(asked)} notices, 0 lost, {twice} mails came twice under their number"
    )


def test_of_those_who_send_at_once_and_live_each_sends_its_own(post):
    asked = post.run("set", str(REVIEWERS))["asked"]
    senders = [post.begin("send") for _number in range(3)]
    sent = [json.loads(sender.communicate(timeout=180)[0].splitlines()[-1]) for sender in senders]
    assert sum(each["sent"] for each in sent) == len(asked)
    assert set(post.mailed().values()) == {1}
    assert len(post.mailed()) == len(asked)
