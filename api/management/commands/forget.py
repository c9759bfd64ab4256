from django.core.management.base import BaseCommand

from api.models import Answer


class Command(BaseCommand):
    """Delete the answers that were kept for a day in case a request is sent again."""

    help = __doc__

    def handle(self, *args, **options):
        count = Answer.objects.forget()
        self.stdout.write(f"{count} answers forgotten.")
