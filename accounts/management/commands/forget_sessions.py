from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts import sessions


class Command(BaseCommand):
    """Delete the sessions that are over, and from where they were begun."""

    help = "Delete the sessions that are over, and from where they were begun."

    def handle(self, *args, **options):
        call_command("clearsessions")
        self.stdout.write(f"{sessions.forget()} sessions forgotten.")
