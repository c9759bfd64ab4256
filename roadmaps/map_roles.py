"""Who may do what on one map: roles of people and of organisations, perhaps until a day."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.onlookers import Onlooker
from accounts.organisations import require_existing
from accounts.rules import Refused, Rule, maintains
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Recorded, erase, lock, record, record_held
from roadmaps.questions import NOBODY, NOWHERE, once_a_day
from roadmaps.rules import require
from roadmaps.stages import Role, Stage
from terms.fields import TermField


class MapRoleQuerySet(models.QuerySet):
    def counting(self):
        """Those whose last day is not over."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=timezone.localdate()))

    def held_by(self, actor):
        """The roles by which somebody may do anything today, their own and their organisations'.

        An onlooker has those of an organisation, or any role, on the maps whose steward looks.
        """
        if not isinstance(actor, Onlooker):
            return self.counting().filter(_held_by(actor))
        stewarded = MapRole.objects.counting().filter(_held_by(actor.looker), role=Role.STEWARD)
        seen = self.counting().filter(roadmap__in=stewarded.values("roadmap"))
        if actor.role:
            return seen.filter(role=Role.STEWARD)  # on each such map there is one; see `by_map`
        return seen.filter(organisation=actor.organisation) if actor.organisation else seen.none()

    def held_as(self, actor, *roles):
        """The same of some roles; an onlooker has none but the one that is imagined."""
        held = self.held_by(actor)
        if not (isinstance(actor, Onlooker) and actor.role):
            return held.filter(role__in=roles)
        return held if actor.role in roles else held.none()

    def by_map(self, actor) -> dict[Any, set[str]]:
        """The roles of a person by map; on maps that are not in it they have none."""
        imagined = actor.role if isinstance(actor, Onlooker) else ""
        roles: dict[Any, set[str]] = defaultdict(set)
        for key, role in self.held_by(actor).values_list("roadmap", "role"):
            roles[key].add(imagined or role)
        return roles

    def lasting_stewards(self, but=None):
        """Stewards without a last day, of whom somebody can sign in. but: a person who goes."""
        people = User.objects.filter(is_active=True).exclude(pk=but and but.pk)
        reach = models.Q(user__in=people) | models.Q(organisation__memberships__user__in=people)
        return self.filter(reach, role=Role.STEWARD, until=None)


def _held_by(actor):
    return _held_by_whoever_is(actor.pk)


def _held_by_whoever_is(key):
    # The person may have been read long ago: whether they may sign in is asked as it is now.
    person = User.objects.filter(pk=key, is_active=True)
    theirs = models.Q(organisation__memberships__user__in=person)
    return models.Q(user__in=person) | theirs


class MapRole(Recorded):
    """What a person or an organisation may do on one map."""

    roadmap = models.ForeignKey("roadmaps.Roadmap", models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="map_roles")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="map_roles"
    )
    role = TermField("map_role", verbose_name=_("role"))
    until = models.DateField(_("last day"), null=True, blank=True)
    interest = models.TextField(_("declared interest"), blank=True)

    objects = MapRoleQuerySet.as_manager()

    WRITTEN = ("role", "until", "interest")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) ^ models.Q(organisation__isnull=False),
                name="role_of_one_person_or_organisation",
                violation_error_message=_("A role belongs to one person or to one organisation."),
            ),
            models.UniqueConstraint(
                fields=["roadmap", "role", "user", "organisation"],
                nulls_distinct=False,
                name="role_once_a_map",
            ),
        ]

    def __str__(self):
        return f"{self.holder}: {self.role}"

    @property
    def ledger(self):
        return self.roadmap

    @property
    def holder(self):
        """The name of the person or the organisation that has it."""
        return self.user.called if self.user else self.organisation.name

    @property
    def is_over(self):
        return self.until is not None and self.until < timezone.localdate()


@once_a_day
def _roles():
    held = MapRole.objects.counting().filter(_held_by_whoever_is(NOBODY), roadmap=NOWHERE)
    return held.values_list("role")


def roles_on(roadmap, actor) -> set[str]:
    """The roles of somebody on one map, today."""
    if isinstance(actor, Onlooker):
        return MapRole.objects.filter(roadmap=roadmap).by_map(actor).get(roadmap, set())
    with connection.cursor() as cursor:
        cursor.execute(*_roles({NOBODY: actor.pk, NOWHERE: roadmap}))
        return {role for (role,) in cursor.fetchall()}


def acquaintances(actor):
    """The people whom somebody knows from here: of their organisations, and of their maps."""
    maps = MapRole.objects.held_by(actor).values("roadmap")
    known = models.Q(memberships__organisation__in=Organisation.objects.of(actor))
    known |= models.Q(map_roles__roadmap__in=maps)
    known |= models.Q(memberships__organisation__map_roles__roadmap__in=maps)
    return User.objects.filter(known, is_active=True).distinct()


def places(actor):
    """The organisations from which somebody knows people: their own, and those of their maps."""
    if maintains(actor, None):
        return Organisation.objects.all()
    maps = MapRole.objects.held_by(actor).values("roadmap")
    own = models.Q(pk__in=Organisation.objects.of(actor).values("pk"))
    return Organisation.objects.filter(own | models.Q(map_roles__roadmap__in=maps)).distinct()


@Rule
def is_own(actor, held):
    """Was this role given to this very person?"""
    return actor.is_authenticated and actor.is_active and actor.pk == held.user_id


@transaction.atomic
def grant(actor, roadmap, role, **fields):
    """Give a role on this map to a person or an organisation, perhaps until a day."""
    lock(roadmap)
    require(actor, "grant", roadmap)
    return give(actor, "granted", roadmap, role=role, **fields)


def give(actor, verb, roadmap, **fields):
    """Write down a role on a map that is locked; whoever calls this has asked whether it may be."""
    require_a_day_to_come(fields.get("until"))
    if organisation := fields.get("organisation"):
        require_existing(organisation)
    again = {name: fields.get(name) for name in ("role", "user", "organisation")}
    for over in roadmap.roles.filter(**again, until__lt=timezone.localdate()):
        erase(actor, "ended", over)
    held = MapRole(roadmap=roadmap)
    record(actor, verb, held, **fields)
    return held


@transaction.atomic
def edit(actor, held, base, **fields):
    """Change a role, its last day or the declared interest; base is the revision that was seen."""
    held = _take(held)
    require(actor, "grant", held.roadmap)
    if others := fields.keys() - {*MapRole.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})
    if settled := merge(held, base, fields):
        require_a_day_to_come(settled.get("until"))
        if "until" in settled and is_own(actor, held) and held.until is not None:
            raise Refused(gettext("Nobody gives themselves more time. Ask another steward."))
        was_steward = held.role == Role.STEWARD
        record_held(actor, "edited", held, **settled)
        if was_steward:
            require_a_steward(held.roadmap)
    return held


@transaction.atomic
def declare(actor, held, interest):
    """Say what interest somebody has in the matter, oneself or as a steward."""
    held = _take(held)
    if not is_own(actor, held):
        require(actor, "grant", held.roadmap)
    if held.interest != interest:
        record_held(actor, "declared", held, interest=interest)
    return held


@transaction.atomic
def revoke(actor, held):
    """Take a role back; from that moment on nothing more is written by it."""
    held = _take(held)
    require(actor, "grant", held.roadmap)
    return _end(actor, "revoked", held)


@transaction.atomic
def leave(actor, held):
    """Give up a role that one has oneself."""
    held = _take(held)
    require_rule(actor, is_own, held)
    return _end(actor, "left", held)


def _end(actor, verb, held):
    change = erase(actor, verb, held)
    if held.role == Role.STEWARD:
        require_a_steward(held.roadmap)
    return change


def _take(held):
    """The role as it is now, with the map locked."""
    lock(held.roadmap)
    found = MapRole.objects.filter(pk=held.pk).select_related("user", "organisation").first()
    if found is None:
        raise Refused(gettext("This role has been taken back already."))
    found.roadmap = held.roadmap
    return found


def require_a_day_to_come(until):
    """Refuse a last day that is over."""
    day = MapRole._meta.get_field("until").to_python(until)
    if day is not None and day < timezone.localdate():
        raise ValidationError({"until": [gettext("This day is over already.")]})


def require_a_steward(roadmap):
    """Nobody leaves a map to nobody."""
    if roadmap.stage != Stage.RETIRED and not roadmap.roles.lasting_stewards().exists():
        raise Refused(
            gettext(
                "The map would be left without a steward. First give that role to somebody else, "
                "without a last day."
            )
        )
