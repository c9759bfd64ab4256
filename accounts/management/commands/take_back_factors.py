from django.core.management.base import BaseCommand, CommandError

from accounts import factors
from accounts.people import User


class Command(BaseCommand):
    """Take back the second factors of a person who has lost them, so that they set up others."""

    help = "Take back the second factors of a person who has lost them, so that they set up others."

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose factors are lost")

    def handle(self, *args, email, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the e-mail {email}.") from error
        count = factors.of(person).count()
        factors.take_back(person)
        self.stdout.write(f"{count} factors taken back; all sessions of {person.email} ended.")
