from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import keys
from accounts.people import User


class Command(BaseCommand):
    """Make a key of the API for a person, and print its secret, once."""

    help = "Make a key of the API for a person, and print its secret, once."

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose key it is")
        parser.add_argument("--scopes", required=True, help="what it is for: read,write …")
        parser.add_argument("--name", default="Command line", help="what to know it by")
        parser.add_argument("--days", type=int, default=keys.USUAL_DAYS, help="how long it lasts")

    def handle(self, *args, email, scopes, name, days, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the e-mail {email}.") from error
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        try:
            _key, secret = keys.make(person, name, wanted, days)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"{email} may not sign in, and so gets no key.") from error
        self.stdout.write(secret)
