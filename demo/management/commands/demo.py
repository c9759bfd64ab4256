import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from changes import roles
from demo import cast, life, proposals, round, talks
from demo.comparing import differences
from demo.counting import report
from demo.loading.everything import OPEN_FOR_WRITING, load
from demo.reading import Unreadable, read
from roadmaps.models import Roadmap

FOLDER = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Load the real maps of Mexico and Singapore, or compare them with what is loaded."""

    help = "Load the real maps of Mexico and Singapore, or compare them with what is loaded."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compare, and load nothing")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="where the facts are")

    def handle(self, *args, folder, check, **options):
        try:
            facts = read(folder)
        except Unreadable as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            found = len(error.problems)
            raise CommandError(f"The facts have {found} faults; nothing was loaded.") from error
        if check:
            self._check(facts)
        elif Roadmap.objects.exists():
            self.stdout.write("There are maps already; nothing was loaded.")
        else:
            with roles.as_owner():  # who alone can tell PostgreSQL how much there is by now
                self._load(facts)
            life.tell()
            proposals.tell()
            round.tell()
            talks.tell()
            self._say_who_may_sign_in()

    def _load(self, facts):
        begun = time.monotonic()
        load(facts, lambda noun, number: self.stdout.write(f"  {number:4} {noun} …"))
        for line in report(facts):
            self.stdout.write(line)
        self.stdout.write(f"Loaded in {time.monotonic() - begun:.1f} s.")

    def _check(self, facts):
        found = list(differences(facts))
        for difference in found:
            self.stderr.write(difference)
        if found:
            raise CommandError(f"{len(found)} differences between the files and the database.")
        self.stdout.write("0 differences between the files and the database.")

    def _say_who_may_sign_in(self):
        self.stdout.write(f"Everybody signs in with the password “{cast.PASSWORD}”:")
        for email, name, _organisation, role in [*cast.CAST, *cast.SINGAPORE]:
            needs = ", needs a code" if role in cast.GUARDED else ""
            self.stdout.write(f"  {email:32} {name} ({role}{needs})")
        for email, name, _organisation in cast.MADE_UP:
            self.stdout.write(f"  {email:32} {name}")
        self.stdout.write(f"  {cast.REGISTRAR:32} Registrar (keeps the registers, needs a code)")
        self.stdout.write("The code of those who need one: .venv/bin/python manage.py code EMAIL")
        self.stdout.write(f"Open for its next edition, to write in: /roadmaps/{OPEN_FOR_WRITING}")
        self.stdout.write(f"Invited and not here yet: {cast.GUEST}, by a mail in the data folder")
        self.stdout.write("A key for a program: manage.py key EMAIL --scopes read,write")
