"""The server that comes along, tried with real processes and data of its own."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from config import postgres
from config.database import database
from tests.tree import ROOT

# It does what a command of Rumbo does, and answers each line of SQL with a line of JSON.
COMMAND = """
import json, os, sys
from pathlib import Path
import psycopg
from config.database import database

place = database(Path(sys.argv[1])).owner
place = {"host": place["HOST"], "user": place["USER"], "dbname": place["NAME"]}
print(json.dumps(place["host"]), flush=True)
for line in sys.stdin:
    if line.strip() == "fork":
        if not (child := os.fork()):
            sys.exit()
        print(json.dumps(os.waitpid(child, 0)[1]), flush=True)
        continue
    with psycopg.connect(**place, autocommit=True) as connection:
        rows = connection.execute(line)
        print(json.dumps(rows.fetchall() if rows.description else []), flush=True)
"""
PACKAGES = str(Path(psycopg.__file__).parent.parent)
NUMBERS = "CREATE TABLE numbers AS SELECT generate_series(1, 1000) AS number"
COUNT = "SELECT count(*) FROM numbers"


class Command:
    """A command of Rumbo that runs beside the test."""

    def __init__(self, data, python=sys.executable, account=None, **environment):
        inherited = {name: each for name, each in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [python, "-B", "-c", COMMAND, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=inherited | {"PYTHONPATH": PACKAGES} | environment,
            **as_account(account),
        )
        self.socket = self._answer()

    def ask(self, statement):
        self.process.stdin.write(f"{statement}\n")
        self.process.stdin.flush()
        return self._answer()

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0

    def kill(self):
        self.process.kill()
        self.process.wait()

    def _answer(self):
        line = self.process.stdout.readline()
        assert line, "The command ended before it answered."
        return json.loads(line)


def as_account(account):
    if account is None or os.geteuid() != 0:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def is_running(data):
    return postgres.Server(data / "postgres").is_running()


def kill_server(data):
    """Kill the server, and wait until the system has buried it; some take a second or two."""
    os.kill(int((data / "postgres/cluster/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until = time.monotonic() + 30
    while is_running(data) and time.monotonic() < until:
        time.sleep(0.1)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    yield folder
    if (folder / "postgres").exists():
        postgres.Server(folder / "postgres").stop()


@pytest.fixture
def begin(data):
    """Begin a command; whatever still runs when the test is over is killed."""
    begun = []

    def begin(*arguments, **environment):
        begun.append(Command(*(arguments or [data]), **environment))
        return begun[-1]

    yield begin
    for command in begun:
        command.kill()


def test_it_starts_answers_and_stops(data, begin):
    command = begin()
    assert command.ask("SELECT current_user, current_database()") == [["rumbo", "rumbo"]]
    assert command.ask("SHOW server_encoding") == [["UTF8"]]
    assert is_running(data)
    command.end()
    assert not is_running(data)


def test_it_is_reached_by_its_socket_alone(begin):
    assert begin().ask("SHOW listen_addresses") == [[""]]


def test_two_at_once_share_one_server_and_the_last_one_stops_it(data, begin):
    first, second = begin(), begin()
    first.ask(NUMBERS)
    assert second.ask(COUNT) == [[1000]]
    first.end()
    assert second.ask(COUNT) == [[1000]]
    second.end()
    assert not is_running(data)


def test_a_child_that_ends_leaves_the_server_to_its_parent(begin):
    command = begin()
    assert command.ask("fork") == 0
    assert command.ask("SELECT 1") == [[1]]


def test_it_comes_back_with_its_data_after_a_stop(data, begin):
    first = begin()
    first.ask(NUMBERS)
    first.end()
    assert begin().ask(COUNT) == [[1000]]


def test_a_command_that_was_killed_is_forgotten(data, begin):
    first = begin()
    first.ask(NUMBERS)
    first.kill()
    second = begin()
    assert second.ask(COUNT) == [[1000]]
    second.end()
    assert not is_running(data)
    assert list((data / "postgres/users").iterdir()) == []


def test_it_comes_back_with_its_data_when_the_server_was_killed(data, begin):
    first = begin()
    first.ask(NUMBERS)
    first.kill()
    kill_server(data)
    second = begin()
    assert second.ask(COUNT) == [[1000]]
    second.end()
    assert not is_running(data)


def test_it_comes_back_when_the_server_is_killed_under_a_command(data, begin):
    first = begin()
    first.ask(NUMBERS)
    kill_server(data)
    second = begin()
    assert first.ask(COUNT) == second.ask(COUNT) == [[1000]]


def test_a_path_too_long_for_a_socket_works(tmp_path, begin):
    data = tmp_path / ("long-" * 30) / "data"
    command = begin(data)
    assert len(os.fsencode(data)) > 108 > len(os.fsencode(command.socket))
    assert command.ask("SELECT 1") == [[1]]
    command.end()
    assert not is_running(data)
    shutil.rmtree(command.socket)  # it lies outside the folders that pytest clears


def test_a_path_with_blanks_and_accents_works(tmp_path, begin):
    command = begin(tmp_path / "los datos de México")
    assert command.ask("SELECT 1") == [[1]]
    command.end()


def test_the_server_never_runs_as_root(data, begin):
    begin()
    owner = (data / "postgres/cluster").stat().st_uid
    assert owner == (os.geteuid() or pwd.getpwnam("nobody").pw_uid)


@pytest.fixture
def ordinary():
    """Somebody who is not root, and a Python that they may run."""
    if os.geteuid() != 0:
        return {"account": pwd.getpwuid(os.geteuid())}
    nobody = pwd.getpwnam("nobody")
    installed = shutil.which("python{}.{}".format(*sys.version_info[:2]), path=os.defpath)
    for python in filter(None, (sys.executable, installed)):
        if may_run(nobody, python):
            return {"account": nobody, "python": python}
    return pytest.skip("No Python and no packages are where the account “nobody” may read them.")


def may_run(account, python):
    look = [python, "-B", "-c", "import psycopg, config.database"]
    environment = {**os.environ, "PYTHONPATH": PACKAGES}
    try:
        subprocess.run(
            look, cwd=ROOT, env=environment, check=True, capture_output=True, **as_account(account)
        )
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


@pytest.fixture
def home(ordinary):
    """A folder that an ordinary user owns."""
    folder = Path(tempfile.mkdtemp(prefix="rumbo-test-"))
    if os.geteuid() == 0:
        os.chown(folder, ordinary["account"].pw_uid, ordinary["account"].pw_gid)
    yield folder
    shutil.rmtree(folder)


def test_an_ordinary_user_has_a_server_too(ordinary, home, begin):
    command = begin(home, **ordinary)
    command.ask(NUMBERS)
    assert (home / "postgres/cluster").stat().st_uid == ordinary["account"].pw_uid
    command.end()
    again = begin(home, **ordinary)
    assert again.ask(COUNT) == [[1000]]
    again.end()
    assert not is_running(home)


def test_root_takes_over_the_data_of_an_ordinary_user_and_gives_them_back(ordinary, home, begin):
    for who in (ordinary, {}, ordinary):
        command = begin(home, **who)
        assert command.ask("SELECT 1") == [[1]]
        command.end()
    assert not is_running(home)


def test_another_database_is_used_where_one_is_named(data, begin, tmp_path):
    owner = begin()
    owner.ask(NUMBERS)
    url = f"postgresql://rumbo@/rumbo?host={owner.socket}"
    guest = begin(tmp_path / "unused", DATABASE_URL=url)
    assert guest.ask(COUNT) == [[1000]]
    guest.end()
    assert not (tmp_path / "unused").exists()
    assert is_running(data)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://rumbo:a%40b@db:5433/maps", ("maps", "rumbo", "a@b", "db", "5433")),
        ("postgres://rumbo@db/maps", ("maps", "rumbo", "", "db", "")),
        ("postgresql://rumbo@/maps?host=/run/pg", ("maps", "rumbo", "", "/run/pg", "")),
    ],
)
def test_the_address_of_a_database_is_taken_apart(monkeypatch, tmp_path, url, parts):
    monkeypatch.setenv("DATABASE_URL", url)
    entry = database(tmp_path).web
    assert tuple(entry[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts


def test_it_says_whether_the_server_runs_and_stops_it(data, begin):
    begin()
    environment = {**os.environ, "RUMBO_DATA": str(data)}
    said = []
    for word in ("status", "stop", "status"):
        command = [sys.executable, "-m", "config.postgres", word]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        said.append(done.stdout.strip())
    assert said == ["running", "", "stopped"]
