"""What the addressee of a recommendation answers, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.memberships import submits
from accounts.models import Organisation
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.merging import Clash, Difference
from changes.models import Change, Recorded, lock, record
from changes.values import held, told
from roadmaps.councils import keeps
from roadmaps.elements import Element
from terms.fields import TermField
from terms.vocabulary import TERMS, choices

Response = choices("recommendation_response")
Progress = choices("recommendation_progress")
GIVEN = [code for code in TERMS["recommendation_response"] if code != Response.AWAITED]
ACCEPTING = (Response.ACCEPTED, Response.ACCEPTED_IN_PART, Response.ACCEPTED_IN_PRINCIPLE)


class Reply(Recorded):
    """What the addressee of a recommendation answered, on a day; a later one takes its place."""

    recommendation = models.ForeignKey(
        "roadmaps.Recommendation", models.CASCADE, related_name="replies"
    )
    response = TermField("recommendation_response", verbose_name=_("reply"))
    reason = models.TextField(_("reason"), blank=True)
    commitments = models.ManyToManyField(
        Element, blank=True, related_name="+", verbose_name=_("by what it will be done")
    )
    revisit_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    given_on = models.DateField(_("given on"))

    class Meta:
        ordering = ["recommendation", "revision"]

    def __str__(self):
        return f"{self.given_on}: {self.response}"

    @property
    def ledger(self):
        return self.recommendation


class Followup(Recorded):
    """How far a recommendation that was accepted has got, as somebody told it on a day."""

    recommendation = models.ForeignKey(
        "roadmaps.Recommendation", models.CASCADE, related_name="followups"
    )
    progress = TermField("recommendation_progress", verbose_name=_("progress"))
    note = models.TextField(_("in a sentence"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("told by")
    )
    told_on = models.DateField(_("told on"))

    class Meta:
        ordering = ["recommendation", "revision"]

    def __str__(self):
        return f"{self.told_on}: {self.progress}"

    @property
    def ledger(self):
        return self.recommendation


@Rule
def answers(actor, recommendation):
    """May this person submit in the name of the organisation that is addressed?"""
    addressee = recommendation.addressee
    return bool(recommendation.is_made and addressee and submits(actor, addressee))


@Rule
def keeps_its_council(actor, recommendation):
    """Is this person of the secretariat of the council that recommends?"""
    return keeps(actor, recommendation.council)


@Rule
def is_accepted(_actor, recommendation):
    """Has the addressee said that it, or a part of it, will be done?"""
    last = recommendation.replies.last()
    return last is not None and last.response in ACCEPTING


follows = answers | keeps_its_council


@transaction.atomic
def reply(actor, recommendation, base, response, commitments=(), **fields):
    """Answer a recommendation in the name of the organisation to which it was addressed.

    base: the revision of the recommendation that the writer saw. commitments: the elements by
    which it will be done. fields: reason, revisit_on.
    """
    lock(recommendation)
    require_rule(actor, answers, recommendation)
    said = {"reason": "", "revisit_on": None, **fields, "response": response}
    said["commitments"] = list(commitments)
    _require_whole(said)
    last = recommendation.replies.last()
    if last is not None and _says(last, said):
        return last
    _require_the_last(recommendation, last, base, said)
    given = Reply(recommendation=recommendation)
    record(actor, "replied", given, given_on=timezone.localdate(), **said)
    return given


@transaction.atomic
def follow_up(actor, recommendation, base, progress, note=""):
    """Say how far a recommendation has got that was accepted, as addressee or secretariat.

    base: the revision of the recommendation that the writer saw.
    """
    lock(recommendation)
    require_rule(actor, follows, recommendation)
    if not is_accepted(actor, recommendation):
        raise Refused(gettext("Only what was accepted can make progress; wait for the reply."))
    if progress == Progress.LAPSED and not note.strip():
        raise ValidationError({"note": [gettext("Say why it has lapsed.")]})
    said = {"progress": progress, "note": note}
    last = recommendation.followups.last()
    if last is not None and _says(last, said):
        return last
    _require_the_last(recommendation, last, base, said)
    is_addressee = answers(actor, recommendation)
    teller = recommendation.addressee if is_addressee else recommendation.council.secretariat
    made = Followup(recommendation=recommendation)
    record(actor, "followed", made, organisation=teller, told_on=timezone.localdate(), **said)
    return made


def _require_whole(said):
    """Refuse a reply that leaves open what such a reply has to say."""
    response, mistakes = said["response"], {}
    if response not in GIVEN:
        mistakes["response"] = [gettext("Say what the reply is.")]
    elif TERMS["recommendation_response"][response]["reason_required"] and not said["reason"]:
        mistakes["reason"] = [gettext("Such a reply needs a reason.")]
    if response == Response.ACCEPTED and not said["commitments"]:
        mistakes["commitments"] = [gettext("Name at least one element by which it will be done.")]
    if response not in ACCEPTING and said["commitments"]:
        mistakes["commitments"] = [gettext("Elements are named only where something is accepted.")]
    if response == Response.ACCEPTED_IN_PRINCIPLE and said["revisit_on"] is None:
        mistakes["revisit_on"] = [gettext("Say when it will be looked at again.")]
    if mistakes:
        raise ValidationError(mistakes)


def _says(last, said) -> bool:
    """Whether the last word was the very same already."""
    return all(
        held(last, name) == told(last._meta.get_field(name), value) for name, value in said.items()
    )


def _require_the_last(recommendation, last, base, said):
    """Nobody overwrites what they have not seen."""
    if not isinstance(base, int) or isinstance(base, bool) or base > recommendation.revision:
        message = gettext("The base has to be a revision of it that you have seen.")
        raise ValidationError({"base": [message]})
    if last is None or last.revision <= base:
        return
    before = type(last).objects.filter(recommendation=recommendation, revision__lte=base).last()
    differences = {}
    for name, value in said.items():
        mine, theirs = told(last._meta.get_field(name), value), held(last, name)
        if mine != theirs:
            differences[name] = Difference(before and held(before, name), theirs, mine)
    later = Change.objects.within(recommendation).after(base).order_by("revision")
    raise Clash(recommendation, differences, [*later])
