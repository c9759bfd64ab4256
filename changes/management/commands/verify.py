from django.core.management.base import BaseCommand, CommandError

from changes.models import Change
from changes.verify import faults


class Command(BaseCommand):
    """Check that no line of the log was changed, taken out or swapped."""

    help = "Check that no line of the log was changed, taken out or swapped."

    def handle(self, *args, **options):
        found = list(faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"The log does not hold; faults: {len(found)}.")
        self.stdout.write(f"The log holds: {Change.objects.count()} lines.")
