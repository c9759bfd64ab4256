"""Who has come in, looked up for each request: the person, and what they are trusted with.

It stands above the maps, because only they know who approves one; `accounts` asks it by way of the
settings, as Django asks its backends.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from roadmaps.map_roles import MapRole
from roadmaps.questions import NOBODY, once_a_day
from roadmaps.stages import Role


class Backend(AuthenticationBackend):
    """Lets people in by e-mail and password, and knows who needs a second factor besides."""

    def get_user(self, user_id):
        """A person who may sign in; whether they need a factor is asked in the same question."""
        return next(iter(User.objects.raw(*_who_comes({NOBODY: user_id}))), None)

    @staticmethod
    def needs_factor() -> Q:
        """Whether somebody keeps the registers or approves any map, as a condition on their row."""
        approvers = MapRole.objects.counting().filter(role=Role.APPROVER)
        mine = approvers.filter(user=OuterRef("pk"))
        ours = approvers.filter(organisation__memberships__user=OuterRef("pk"))
        return Q(is_staff=True) | Q(Exists(mine)) | Q(Exists(ours))


@once_a_day
def _who_comes():
    people = User.objects.filter(pk=NOBODY, is_active=True)
    return people.annotate(needs_factor=Backend.needs_factor())
