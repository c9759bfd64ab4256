from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import factors, sealing
from accounts.models import User


class Command(BaseCommand):
    """Print the code that the authenticator app of a person of the demo shows now."""

    help = "Print the code that the authenticator app of a person of the demo shows now."

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose code it is")

    def handle(self, *args, email, **options):
        if not settings.DEMO:
            raise CommandError("Only the demo tells codes: here SECRET_KEY is set.")
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the e-mail {email}.") from error
        app = factors.of(person).filter(type=Authenticator.Type.TOTP).first()
        if app is None:
            raise CommandError(f"{email} has no authenticator app, and needs no code.")
        secret = sealing.unseal(app.data["secret"])
        now = next(auth.yield_hotp_counters_from_time())
        self.stdout.write(auth.format_hotp_value(auth.hotp_value(secret, now)))
