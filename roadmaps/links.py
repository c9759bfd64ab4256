"""Why one element is there: the other one that it serves, needs or waits for."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Recorded, lock, record
from roadmaps.elements import Element, Kind
from roadmaps.roadmap import Refused
from roadmaps.rules import require
from sectors.sources import Source
from terms.fields import TermField
from terms.vocabulary import VOCABULARIES, label

TYPES = {term["code"]: term for term in VOCABULARIES["link_type"]["terms"]}


class LinkQuerySet(models.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def leads_from(self, start, goal):
        """Can one walk from start to goal along these links? Both are primary keys."""
        seen, edge = {start}, {start}
        while edge:
            edge = set(self.filter(source__in=edge).values_list("target", flat=True)) - seen
            if goal in edge:
                return True
            seen |= edge
        return False


class Link(Recorded):
    """One element serves, needs or waits for another one, perhaps on another map."""

    source = models.ForeignKey(Element, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Element, models.CASCADE, related_name="links_in")
    kind = TermField("link_type", verbose_name=gettext_lazy("kind"))
    strength = models.PositiveSmallIntegerField(gettext_lazy("strength"), default=1)  # 1 to 3
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    is_finish_only = models.BooleanField(default=False)  # it may start, but not finish, before
    evidence = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    certainty = TermField("certainty", default="unverified")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["source__code", "kind", "target__code"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="no_link_to_itself",
                violation_error_message=gettext_lazy("An element cannot be linked to itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(strength__gte=1, strength__lte=3),
                name="strength_is_1_to_3",
                violation_error_message=gettext_lazy("The strength lies between 1 and 3."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="conflicts_with", reason=""),
                name="conflict_has_a_reason",
                violation_error_message=gettext_lazy("A conflict needs a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.source.code} {label('link_type', self.kind)} {self.target.code}"

    @property
    def roadmap(self):
        return self.source.roadmap

    @property
    def ledger(self):
        return self.source.roadmap


@transaction.atomic
def draw(actor, source, target, kind, **fields):
    """Link two elements; an unlawful link is refused with the ends that are allowed."""
    lock(source.roadmap)
    require(actor, "edit", source)
    require(actor, "view", target)
    if why := unlawful(kind, source.kind, target.kind):
        raise Refused(why)
    if TYPES[kind]["acyclic"] and Link.objects.of_kind(kind).leads_from(target.pk, source.pk):
        ends = {"source": source.code, "kind": label("link_type", kind), "target": target.code}
        raise Refused(_("“%(source)s %(kind)s %(target)s” would close a circle.") % ends)
    link = Link(source=source)
    record(actor, "linked", link, target=target, kind=kind, **fields)
    return link


def unlawful(kind: str, source_kind: str, target_kind: str) -> str:
    """Why these two kinds may not be linked so, in a sentence; empty when they may."""
    if kind not in TYPES:
        return _("There is no kind of link called “%(kind)s”.") % {"kind": kind}
    rule = TYPES[kind]
    allowed = source_kind in rule["source_kinds"] and target_kind in rule["target_kinds"]
    if allowed and (source_kind == target_kind or not rule["same_kind"]):
        return ""
    words = {"kind": label("link_type", kind), "sources": _kinds(rule["source_kinds"])}
    if rule["same_kind"]:
        return _("“%(kind)s” joins two elements of one kind: %(sources)s.") % words
    words["targets"] = _kinds(rule["target_kinds"])
    return _("“%(kind)s” leads from %(sources)s to %(targets)s.") % words


def lawful_kinds(source_kind: str, target_kind: str) -> list[str]:
    """Every kind of link that may lead from one kind of element to another."""
    return [kind for kind in TYPES if not unlawful(kind, source_kind, target_kind)]


def _kinds(codes):
    return ", ".join(str(Kind(code).label).lower() for code in codes)
