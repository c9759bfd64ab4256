from django.core.management.base import BaseCommand, CommandError

from accounts import people
from accounts.people import User


class Command(BaseCommand):
    """Keep a person out, or let them in again; their roles and what they wrote stay."""

    help = "Keep a person out, or let them in again; their roles and what they wrote stay."

    def add_arguments(self, parser):
        parser.add_argument("email", help="whom")
        parser.add_argument("--undo", action="store_true", help="let them in again")

    def handle(self, *args, email, undo, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the e-mail {email}.") from error
        people.let_in(person) if undo else people.keep_out(person)
        told = "may sign in again" if undo else "is kept out; all sessions and keys are shut"
        self.stdout.write(f"{person.email} {told}.")
