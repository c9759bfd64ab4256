"""What is known in words: of a programme, of a body, and where sources contradict each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import enter
from changes.models import Ledger, Recorded
from sectors.programmes import Programme
from sectors.sources import Evidenced
from terms.translations import Translated


class Fact(Translated, Evidenced, Ledger):
    """Something known of a programme or of an organisation that is no number."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="facts"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="facts"
    )
    label = models.CharField(_("about"), max_length=200)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["programme", "organisation", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False) ^ models.Q(organisation__isnull=False),
                name="fact_of_one_thing",
                violation_error_message=_("A fact is about one programme or one organisation."),
            )
        ]

    def __str__(self):
        return f"{self.label}: {self.text}"


class Mention(Evidenced, Recorded):
    """A source that names an organisation of the register."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mentions")

    def __str__(self):
        return f"{self.organisation}: {self.source}"

    @property
    def ledger(self):
        return self.organisation


class Conflict(Translated, Ledger):
    """Sources that contradict each other about one thing, kept side by side."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="conflicts")
    code = models.SlugField(_("code"), max_length=40)
    about = models.CharField(_("about"), max_length=200)
    reading = models.TextField(_("our reading"), blank=True)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="conflict_code_once")
        ]

    def __str__(self):
        return self.about


class Claim(Evidenced, Recorded):
    """What one of the contradicting sources says."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["conflict", "position"]

    def __str__(self):
        return self.text

    @property
    def ledger(self):
        return self.conflict


def tell(actor, label, text, **fields):
    """Write down a fact about a programme or an organisation."""
    return enter(actor, Fact(), label=label, text=text, **fields)


def mention(actor, organisation, **fields):
    """Note which source names an organisation."""
    return enter(actor, Mention(organisation=organisation), **fields)


def contrast(actor, programme, code, **fields):
    """Note that sources contradict each other."""
    conflict = Conflict(programme=programme, code=code)
    return enter(actor, conflict, programme=programme, code=code, **fields)


def claim(actor, conflict, text, **fields):
    """Note what one of the contradicting sources says."""
    return enter(actor, Claim(conflict=conflict), text=text, **fields)
