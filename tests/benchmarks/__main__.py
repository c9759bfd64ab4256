"""Measures what should be fast, side by side in one run, and writes docs/benchmarks.md."""

import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
FILES = tempfile.TemporaryDirectory()
os.environ.setdefault("RUMBO_BENCH_FILES", FILES.name)

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import get_runner, setup_test_environment  # noqa: E402

from changes import roles  # noqa: E402
from demo.loading.everything import load  # noqa: E402
from demo.management.commands.demo import FOLDER  # noqa: E402
from demo.reading import read  # noqa: E402
from roadmaps.models import Edition  # noqa: E402
from tests.benchmarks import (  # noqa: E402
    diffs,
    drafts,
    edits,
    lists,
    notices,
    opening,
    pulls,
    rounds,
    typing,
)  # fmt: skip
from tests.benchmarks.server import running  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

`make bench` measures these side by side in one run on one machine, and writes this page. Each time
is the median of many rounds in which the things compared took turns. A ratio is what counts; the
milliseconds depend on the machine.

Machine: {cores} cores, {memory:.0f} GB of memory, Python {python}, PostgreSQL {postgres}, {day}.

| what | figure | ratio | goal | reached |
|---|---|---|---|---|
"""


def measured():
    """All rows, on a database of its own that is taken away again."""
    setup_test_environment()
    from_settings = django.conf.settings
    runner = get_runner(from_settings)(interactive=False, verbosity=0)
    with roles.as_owner():
        databases = runner.setup_databases()
    try:
        print("Loading the maps …", flush=True)
        with roles.as_owner():
            load(read(FOLDER), lambda noun, number: None)
        edition = Edition.objects.current().get(roadmap__slug="automotive")
        path = Path(os.environ["RUMBO_BENCH_FILES"]) / "automotive.json"
        path.write_bytes(bytes(edition.content))
        print("Measuring …", flush=True)
        with running(path.parent) as client:
            rows = [*pulls.rows(client), *edits.rows(client), *notices.rows(client)]
        rows += [*drafts.rows(), *diffs.rows(), *lists.rows(), *rounds.rows()]
        return [*rows, *typing.rows(path.parent), *opening.rows()]
    finally:
        with roles.as_owner():
            runner.teardown_databases(databases)


def machine():
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "memory": pages / 1e9,
        "python": platform.python_version(),
        "postgres": version,
        "day": datetime.now(UTC).date().isoformat(),
    }


if __name__ == "__main__":
    table = "\n".join(str(row) for row in measured())
    page = HEAD.format(**machine()) + table + "\n"
    PAGE.write_text(page, encoding="utf-8")
    print(page)
