import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import people
from accounts.people import User


class Command(BaseCommand):
    """Set up the first person, who keeps the registers and invites the others."""

    help = "Set up the first person, who keeps the registers and invites the others."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address at which they get mails")
        parser.add_argument("--name", default="", help="how they are called")

    def handle(self, *args, email, name, **options):
        if User.objects.filter(is_staff=True, is_active=True).exists():
            raise CommandError("Somebody keeps the registers already, and can invite others.")
        password = secrets.token_urlsafe(32)  # which nobody learns
        try:
            people.register(email, password, name=name, is_staff=True)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{email} has an account. To begin: “I have forgotten my password”.")
