"""Who has come in, looked up for each request: the person, and what they are trusted with.

It stands above the maps, because only they know who approves one; `accounts` asks it by way of the
settings, as Django asks its backends.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from roadmaps.map_roles import MapRole
from roadmaps.stages import Role

NOBODY = UUID(int=0)  # stands in the question for the person whom it is asked of


class Backend(AuthenticationBackend):
    """Lets people in by e-mail and password, and knows who needs a second factor besides."""

    def get_user(self, user_id):
        """A person who may sign in; whether they need a factor is asked in the same question."""
        question, values = self._question(timezone.localdate())
        asked = [user_id if each == NOBODY else each for each in values]
        return next(iter(User.objects.raw(question, asked)), None)

    @classmethod
    @lru_cache(maxsize=2)
    def _question(cls, today: date) -> tuple[str, tuple]:
        # It is asked at each request, and to put it together takes longer than to answer it.
        people = User.objects.filter(pk=NOBODY, is_active=True)
        return people.annotate(needs_factor=cls.needs_factor()).query.sql_with_params()

    @staticmethod
    def needs_factor() -> Q:
        """Whether somebody keeps the registers or approves any map, as a condition on their row."""
        approvers = MapRole.objects.counting().filter(role=Role.APPROVER)
        mine = approvers.filter(user=OuterRef("pk"))
        ours = approvers.filter(organisation__memberships__user=OuterRef("pk"))
        return Q(is_staff=True) | Q(Exists(mine)) | Q(Exists(ours))
