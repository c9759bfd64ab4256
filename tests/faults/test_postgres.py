"""What may befall the server that comes along, in data folders of its own."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

from config import postgres
from config.database import database

HERE = Path(__file__).resolve().parents[2]
ANOTHER = "daemon"  # an account that every Linux has and that owns nothing
ACCOUNTS = ["", ANOTHER] if os.geteuid() == 0 else [""]


@cache
def python_for(account):
    """Ours, or where it lies in somebody's private folder, the same version of the system."""
    version = f"python3.{sys.version_info.minor}"
    for each in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            subprocess.run([each, "-c", ""], check=True, **as_one(account))
        except OSError:
            continue
        return each
    return pytest.skip(f"The account {account} may run no Python {version} on this machine.")


def as_one(account):
    return {"user": account, "group": account, "extra_groups": []} if account else {}


class Place:
    """A data folder, and commands that use it as one account."""

    def __init__(self, data, account=""):
        self.data = data
        self.account = account

    def popen(self, *words):
        env = {"RUMBO_DATA": str(self.data), "PYTHONPATH": sysconfig.get_path("purelib")}
        command = [python_for(self.account), "-m", "config.postgres", *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=HERE, env=env, **pipes, **as_one(self.account))

    def say(self, *words):
        with self.popen(*words) as process:
            out, err = process.communicate(timeout=60)
        return out.strip(), err, process.returncode

    def ask(self, sql):
        out, err, code = self.say("psql", "-Atqc", sql)
        assert code == 0, err
        return out

    def hold(self):
        """A command that goes on using the server until somebody ends it."""
        process = self.popen("start")
        assert "PostgreSQL answers" in process.stdout.readline()
        return process

    def status(self):
        return self.say("status")[0]

    @property
    def postmaster(self):
        file = self.data / "postgres" / "cluster" / "postmaster.pid"
        return int(file.read_text().split("\n")[0])


@pytest.fixture
def data():
    with tempfile.TemporaryDirectory(prefix="rumbo-") as folder:
        yield Path(folder).resolve() / "data"


@pytest.fixture
def place(data):
    return Place(data)


@pytest.fixture(params=ACCOUNTS, ids=lambda name: name or "ourselves")
def anybody(request, data):
    """The same for us and, when we are root, for an ordinary account."""
    data.mkdir()
    if request.param:
        data.parent.chmod(0o755)
        os.chown(data, postgres.pwd.getpwnam(request.param).pw_uid, -1)
    return Place(data, request.param)


def end(process, with_signal=signal.SIGTERM):
    process.send_signal(with_signal)
    process.communicate(timeout=60)


def test_it_is_set_up_for_our_texts_and_writes_to_the_disk_before_it_answers(place):
    settings = "fsync", "full_page_writes", "synchronous_commit", "TimeZone", "listen_addresses"
    asked = ", ".join(f"current_setting('{name}')" for name in settings)
    assert place.ask(f"SELECT {asked}") == "on|on|on|UTC|"
    assert place.ask("SELECT current_database(), getdatabaseencoding(), lower('ÑÁ')") == (
        "rumbo|UTF8|ñá"
    )


def test_two_that_begin_at_once_share_one_server(place):
    sql = "SELECT pg_postmaster_start_time() FROM pg_sleep(0.5)"
    both = [place.popen("psql", "-Atqc", sql) for _ in range(2)]
    first, second = (process.communicate(timeout=60)[0] for process in both)
    assert first
    assert first == second
    assert place.status() == "stopped"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_stops_the_server(place, how):
    end(place.hold(), how)
    assert place.status() == "stopped"


def test_it_comes_back_with_its_data_when_the_server_is_killed_at_work(anybody):
    user = anybody.hold()
    anybody.ask("CREATE TABLE kept AS SELECT 42 AS answer")
    busy = anybody.popen("psql", "-Atqc", "SELECT pg_sleep(60)")
    wait_for_a_sleeper(anybody)
    os.kill(anybody.postmaster, signal.SIGKILL)
    assert anybody.ask("SELECT answer FROM kept") == "42"
    end(user)
    end(busy)
    assert anybody.status() == "stopped"


def wait_for_a_sleeper(place):
    for _ in range(50):
        if place.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1":
            return
        time.sleep(0.1)
    raise AssertionError("Nobody sleeps.")


def test_the_number_of_a_killed_server_may_belong_to_another_process(place):
    user = place.hold()
    os.kill(place.postmaster, signal.SIGKILL)
    file = place.data / "postgres" / "cluster" / "postmaster.pid"
    file.write_text(re.sub(r"^\d+", str(os.getpid()), file.read_text()))
    assert place.ask("SELECT 1") == "1"
    end(user)
    assert place.status() == "stopped"


def test_a_first_start_that_was_killed_half_way_is_begun_anew(place):
    begun = place.data / "postgres" / "cluster.new"
    begun.mkdir(parents=True)
    (begun / "PG_VERSION").write_text("18")
    assert place.ask("SELECT 1") == "1"


def test_a_folder_for_the_socket_that_somebody_put_there_is_refused(data):
    place = Place(data / ("x" * 100))
    socket = postgres.Server(place.data / "postgres").socket
    data.mkdir()
    socket.symlink_to(data)
    try:
        _out, err, code = place.say("psql", "-c", "SELECT 1")
    finally:
        socket.unlink()
    assert code == 1
    assert "belongs to somebody else" in err


def test_when_it_cannot_start_it_says_why(place):
    place.ask("SELECT 1")
    with (place.data / "postgres" / "cluster" / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    _out, err, code = place.say("psql", "-c", "SELECT 1")
    assert code == 1
    assert "PostgreSQL does not start." in err
    assert "no_such_setting" in err
    assert "Traceback" not in err


def test_data_of_somebody_else_is_not_touched():
    for account in ACCOUNTS[1:]:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder).resolve()
            Place(data).ask("SELECT 1")
            _out, err, code = Place(data, account).say("psql", "-c", "SELECT 1")
            assert code == 1
            assert "Set RUMBO_DATA to a folder of yours." in err


def test_a_database_of_ones_own_is_used_as_its_address_says(monkeypatch, data):
    address = "postgresql://rumbo:s%40crt@db.example:5433/maps?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", address)
    entry = database(data).web
    options = entry.pop("OPTIONS")
    assert entry == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "maps",
        "USER": "rumbo",
        "PASSWORD": "s@crt",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert options["sslmode"] == "require"
    assert not data.exists()


def test_an_address_that_cannot_be_read_is_refused_without_its_password(monkeypatch, data):
    monkeypatch.setenv("DATABASE_URL", "mysql://rumbo:s3cret@db.example/maps")
    with pytest.raises(SystemExit, match="postgresql://user") as refusal:
        database(data)
    assert "s3cret" not in str(refusal.value)
