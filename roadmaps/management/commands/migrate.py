from django.core.management import call_command
from django.core.management.commands import migrate

from changes import roles


class Command(migrate.Command):
    """Make the tables as their owner, and then give the other roles their rights."""

    help = "Make the tables as their owner, and then give the other roles their rights."

    def handle(self, *args, **options):
        with roles.as_owner():
            super().handle(*args, **options)
            if not options["plan"] and not options["check_unapplied"]:
                call_command("grants", verbosity=options["verbosity"], stdout=self.stdout)
