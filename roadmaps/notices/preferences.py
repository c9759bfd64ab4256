"""How somebody wants to be told of what: at once, once a day, or only on the page."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import is_oneself
from accounts.rules import Refused, require
from changes.models import Recorded, lock, record_held
from terms.fields import TermField
from terms.vocabulary import TERMS, choices

Pace = choices("notice_pace")
USUAL: dict[str, str] = {str(code): term["pace"] for code, term in TERMS["notice_kind"].items()}


class NoticePreference(Recorded):
    """At which pace somebody is told of one kind of things, where they chose it themselves."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notice_preferences")
    kind = TermField("notice_kind")
    pace = TermField("notice_pace")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_pace_for_a_kind")
        ]

    def __str__(self):
        return f"{self.kind}: {self.pace}"

    @property
    def ledger(self):
        return self.person


def paces_of(person) -> dict[str, str]:
    """The pace at which somebody is told of each kind, in the order of the kinds."""
    chosen = NoticePreference.objects.filter(person=person.pk).values_list("kind", "pace")
    return USUAL | dict(chosen)


@transaction.atomic
def choose(actor, person, **paces):
    """Choose how one is told of some kinds of things."""
    require(actor, is_oneself, person)
    person = lock(User.objects.get(pk=person.pk))
    for kind, pace in paces.items():
        if kind not in USUAL or pace not in Pace.values:
            raise Refused(_("There is no such way to be told of that."))
        chosen = NoticePreference.objects.filter(person=person, kind=kind).first()
        if chosen is not None:
            chosen.person = person  # its ledger has to be the row that is held
        if (chosen.pace if chosen else USUAL[kind]) != pace:
            record_held(
                actor, "chosen", chosen or NoticePreference(person=person, kind=kind), pace=pace
            )
    return paces_of(person)
