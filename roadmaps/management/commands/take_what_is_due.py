from django.core.management.base import BaseCommand

from roadmaps import workflow


class Command(BaseCommand):
    """Take the steps that the clock takes; give it to the clock where there is no queue."""

    help = "Close every consultation whose time is over."

    def handle(self, *args, **options):
        for roadmap in workflow.take_what_is_due():
            self.stdout.write(f"The consultation on “{roadmap}” is closed.")
