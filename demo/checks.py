"""What `manage.py check --deploy --database default` says of the people of the demo."""

from django.core.checks import Error, Tags, register

from accounts.models import User
from demo.cast import CAST, MADE_UP, PASSWORD, REGISTRAR, SINGAPORE

EMAILS = [REGISTRAR, *(email for email, *_rest in [*CAST, *SINGAPORE, *MADE_UP])]


@register(Tags.database, deploy=True)
def nobody_of_the_demo_may_sign_in(app_configs, databases=None, **kwargs):
    """Everybody knows the password of the demo."""
    if not databases:
        return []
    found = User.objects.filter(email__in=EMAILS, is_active=True)
    known = [user.email for user in found if user.check_password(PASSWORD)]
    if not known:
        return []
    words = "People of the demo can sign in with a password that everybody knows"
    hint = "Give the server a database into which the demo was never loaded."
    return [Error(f"{words}: {', '.join(known)}.", hint=hint, id="rumbo.E001")]
