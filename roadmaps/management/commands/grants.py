from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from roadmaps import grants


class Command(BaseCommand):
    """Give the roles of the database their rights; `migrate` does it too, when it is done."""

    help = "Give the roles of the database their rights; migrate does it too, when it is done."
    requires_system_checks = []

    def handle(self, *args, verbosity, **options):
        try:
            said = grants.give()
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"No rights were given. The database says: {error}") from error
        for line in said if verbosity else ():
            self.stdout.write(line)
