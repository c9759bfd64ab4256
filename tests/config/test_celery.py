"""The clock of the queue: what it does, and when."""

import json
import os
import subprocess
import sys

from tests.tree import ROOT

ASK = """
import json
from config.celery import app
app.loader.import_default_modules()
schedule = app.conf.beat_schedule
print(json.dumps([sorted(each["task"] for each in schedule.values()), sorted(app.tasks)]))
"""


def test_every_task_of_the_clock_is_there():
    env = os.environ | {"CELERY_BROKER_URL": "memory://"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    scheduled, known = json.loads(done.stdout.splitlines()[-1])
    told = ("send_digests", "send_notices", "take_what_is_due")
    assert scheduled == [f"roadmaps.tasks.{name}" for name in told]
    assert set(scheduled) <= set(known)
