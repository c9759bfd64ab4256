"""Somebody whom a person imagines, to see the site with other eyes: never with better ones.

An onlooker stands wherever a person does who asks for something. It has no account, so nothing can
be written in its name, and it sees nothing that the person who looks may not see.
"""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from terms.vocabulary import label


class Onlooker:
    """The eyes of an outsider, of somebody of an organisation, or of somebody with a role.

    looker: the person who looks. With neither organisation nor role it is an outsider's.
    """

    is_onlooker = True
    is_staff = is_superuser = False
    email, name, language = "", "", ""
    acting = closed_at = None

    def __init__(self, looker: Any, organisation: Any = None, role: str = ""):
        self.looker = looker
        self.organisation = organisation
        self.role = role
        self.pk = self.id = uuid.uuid4()  # nobody's

    def __str__(self):
        return self.called

    @property
    def called(self) -> str:
        """Whose eyes these are."""
        if self.organisation is not None:
            return _("somebody of %(organisation)s") % {"organisation": self.organisation}
        if self.role:
            return _("somebody with the role “%(role)s”") % {"role": label("map_role", self.role)}
        return _("an outsider")

    @property
    def is_authenticated(self) -> bool:
        """An outsider is somebody who has not signed in."""
        return bool(self.organisation or self.role)

    @property
    def is_anonymous(self) -> bool:
        return not self.is_authenticated

    is_active = is_authenticated
