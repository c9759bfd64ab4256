"""Why one element is there: the other one that it serves, needs or waits for."""

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import lock
from roadmaps import contents
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Element, Kind
from roadmaps.rules import require
from sectors.sources import Source
from terms.fields import TermField
from terms.vocabulary import VOCABULARIES, label

A_CIRCLE_AT_A_TIME = 0x52756D62  # the lock of those who draw links that may not close a circle
TYPES = {term["code"]: term for term in VOCABULARIES["link_type"]["terms"]}


class LinkQuerySet(ContentQuerySet):
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


class Link(Content):
    """One element serves, needs or waits for another one, perhaps on another map."""

    source = models.ForeignKey(Element, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(
        Element, models.CASCADE, verbose_name=gettext_lazy("leads to"), related_name="links_in"
    )
    kind = TermField("link_type", verbose_name=gettext_lazy("kind"))
    strength = models.PositiveSmallIntegerField(gettext_lazy("strength"), default=1)  # 1 to 3
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    # It may start, but not finish, before the other one.
    is_finish_only = models.BooleanField(gettext_lazy("for its end only"), default=False)
    evidence = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=gettext_lazy("evidence"),
        null=True,
        blank=True,
        related_name="+",
    )
    certainty = TermField("certainty", verbose_name=gettext_lazy("certainty"), default="unverified")

    objects = LinkQuerySet.as_manager()

    PLACE = ("source",)
    WRITTEN = (
        "target", "kind", "strength", "reason", "is_finish_only", "evidence", "certainty",
    )  # fmt: skip

    class Meta:
        ordering = ["source__code", "position", "kind", "target__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=models.Q(is_withdrawn=False),
                name="link_once",
            ),
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

    @property
    def siblings(self):
        return Link.objects.standing().filter(source=self.source_id)

    def clean(self):
        """Whether the two may be linked so."""
        if self.is_withdrawn or self.target_id is None:
            return
        if why := unlawful(self.kind, self.source.kind, self.target.kind):
            raise ValidationError({"kind": [why]})
        if TYPES[self.kind]["acyclic"] and not self._is_drawn() and self._closes_a_circle():
            ends = {
                "source": self.source.code,
                "kind": label("link_type", self.kind),
                "target": self.target.code,
            }
            message = _("“%(source)s %(kind)s %(target)s” would close a circle.") % ends
            raise ValidationError({"target": [message]})

    def _is_drawn(self):
        """Who only says more of a link waits for nobody who draws one."""
        drawn = Link.objects.standing().filter(pk=self.pk, kind=self.kind, target=self.target_id)
        return not self._state.adding and drawn.exists()

    def _closes_a_circle(self):
        # Two people on two maps could each draw one half of a circle at the same moment.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [A_CIRCLE_AT_A_TIME])
        others = Link.objects.standing().exclude(pk=self.pk).of_kind(self.kind)
        return others.leads_from(self.target_id, self.source_id)


@transaction.atomic
def draw(actor, source, target, kind, **fields):
    """Link two elements; an unlawful link is refused with the ends that are allowed."""
    lock(source.roadmap)
    require(actor, "edit", source)
    require(actor, "view", target)
    contents.standing(target)
    link = Link(source=source)
    return contents.add(actor, "linked", link, target=target, kind=kind, **fields)


@transaction.atomic
def edit(actor, link, base, **fields):
    """Change what a link says or where it leads; base is the revision that the writer saw."""
    link = contents.take(actor, link)
    if target := fields.get("target"):
        require(actor, "view", target)
        contents.standing(target)
    return contents.edit(actor, link, base, **fields)


@transaction.atomic
def withdraw(actor, link):
    """Take a link off the map; its history is kept."""
    return contents.withdraw(actor, contents.take(actor, link))


@transaction.atomic
def restore(actor, link):
    """Put back a link that was withdrawn, if it is still a lawful one."""
    return contents.restore(actor, contents.take(actor, link))


@transaction.atomic
def reorder(actor, link, after=None):
    """Tell a link after another one from the same element, or before all of them."""
    return contents.reorder(actor, contents.take(actor, link), after)


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
