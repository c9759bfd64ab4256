from django.core.management.base import BaseCommand

from roadmaps import narratives, workflow


class Command(BaseCommand):
    """Take the steps that the clock takes; give it to the clock where there is no queue."""

    help = "Close every consultation whose time is over, and settle texts that rest."

    def handle(self, *args, **options):
        for roadmap in workflow.take_what_is_due():
            self.stdout.write(f"The consultation on “{roadmap}” is closed.")
        if settled := narratives.settle_what_rests():
            self.stdout.write(f"{settled} texts are told in the history as they were typed.")
