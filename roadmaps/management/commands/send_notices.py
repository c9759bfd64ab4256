from django.core.management.base import BaseCommand

from roadmaps import notices


class Command(BaseCommand):
    """Send the mails that are due; give it to the clock where there is no queue."""

    help = "Send the mails that are due at once; with --digest remind of reports, and send digests."

    def add_arguments(self, parser):
        parser.add_argument("--digest", action="store_true", help="Those that go out once a day.")

    def handle(self, *args, digest, **options):
        if digest:
            self.stdout.write(f"Reminded of reports: {notices.remind()}.")
        pace = notices.Pace.DAILY if digest else notices.Pace.AT_ONCE
        self.stdout.write(f"Mails sent: {notices.send(pace)}.")
