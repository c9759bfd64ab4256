from django.core.management.base import BaseCommand

from api.models import Answer


class Command(BaseCommand):
    """Delete the answers that were kept for a day in case a request is sent again."""

    help = "Delete the answers that were kept for a day in case a request is sent again."

    def handle(self, *args, **options):
        self.stdout.write(f"Answers forgotten: {Answer.objects.forget()}.")
