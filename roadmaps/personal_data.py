"""What we hold of a person, for that person; and how it ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import keys, memberships, people, sessions
from accounts.models import Invitation, User
from accounts.rules import Refused
from changes.models import Change, erase, lock
from roadmaps import map_roles
from roadmaps.invitations import MapInvitation
from roadmaps.map_roles import MapRole
from roadmaps.notices import Notice, NoticePreference
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role, Stage

Rows = list[dict[str, Any]]
PROFILE = ("id", "email", "name", "language", "is_staff", "last_login")
OF_A_KEY = (
    "id", "name", "hint", "scopes", "made_on", "expires_on", "last_used_at", "revoked_at",
)  # fmt: skip
OF_A_SESSION = ("ip", "user_agent", "created_at", "last_seen_at")
OF_A_FACTOR = ("type", "created_at", "last_used_at")
OF_A_NOTICE = ("id", "kind", "made_at", "seen_at", "sent_at", "done_at")
OF_A_CHANGE = ("id", "at", "verb", "subject", "ledger", "revision", "request", "credential")


def collect(person) -> dict[str, Any]:
    """All of it: profile, ways in, sessions, organisations, roles, keys, looks, notices, log.

    Of what they did it tells when, what and to which thing, and which fields; not what stood in
    them, because they may since have lost the right to read that.
    """
    user = User.objects.get(pk=person.pk)
    return {
        "profile": {name: getattr(user, name) for name in PROFILE},
        "ways_in": _ways_in(user),
        "sessions": list(sessions.of(user).values(*OF_A_SESSION)),
        "memberships": [
            {"organisation": each.organisation.code, **_of(each, "role", "position", "may_submit")}
            for each in user.memberships.select_related("organisation").order_by("pk")
        ],
        "roles": [
            {"roadmap": each.roadmap.slug, **_of(each, "role", "until", "interest")}
            for each in user.map_roles.select_related("roadmap").order_by("pk")
        ],
        "invitations": _invitations(user),
        "keys": list(user.keys.order_by("made_on", "pk").values(*OF_A_KEY)),
        "looks": [
            {"organisation": each.organisation and each.organisation.code, **_of(each, "role")}
            for each in user.looks.select_related("organisation").order_by("revision")
        ],
        "notices": _notices(user),
        "notice_preferences": list(
            NoticePreference.objects.filter(person=user).order_by("kind").values("kind", "pace")
        ),
        "changes": _changes(user),
    }


def _notices(user) -> Rows:
    """What they were told of and when; of which map, only where they may read of it still."""
    rows = [_of(each, *OF_A_NOTICE) for each in user.notices.order_by("made_at", "pk")]
    slugs = dict(Notice.objects.visible_to(user).values_list("pk", "roadmap__slug"))
    return [row | {"roadmap": slugs.get(row["id"])} for row in rows]


def _ways_in(user) -> dict[str, Rows]:
    """What opens the account: e-mails, second factors, and a provider of single sign-on."""
    return {
        "emails": list(user.emailaddress_set.order_by("pk").values("email", "verified")),
        "factors": list(user.authenticator_set.order_by("pk").values(*OF_A_FACTOR)),
        "single_sign_on": list(user.socialaccount_set.order_by("pk").values("provider", "uid")),
    }


def _of(thing, *names):
    return {name: getattr(thing, name) for name in names}


def _invitations(user) -> Rows:
    """Those that wait for an answer of theirs."""
    joining = Invitation.objects.to(user.email).select_related("organisation", "inviter")
    working = MapInvitation.objects.to(user.email).select_related("roadmap", "inviter")
    said = [{"organisation": each.organisation.code, **_letter(each)} for each in joining]
    return said + [{"roadmap": each.roadmap.slug, **_letter(each)} for each in working]


def _letter(letter):
    return _of(letter, "role", "expires_at") | {"by": letter.inviter.called}


def _changes(user) -> Rows:
    done = Change.objects.filter(actor=user).order_by("pk")
    rows = done.values(*OF_A_CHANGE, "on_behalf_of__code", "fields")
    return [
        {
            **{name: row[name] for name in OF_A_CHANGE},
            "on_behalf_of": row["on_behalf_of__code"],
            "fields": sorted(row["fields"]),
        }
        for row in rows
    ]


def alone_on(person) -> list[Roadmap]:
    """The maps that would be left without a steward if this person went."""
    own = MapRole.objects.held_by(person).filter(role=Role.STEWARD)
    maps = Roadmap.objects.filter(pk__in=own.values("roadmap")).exclude(stage=Stage.RETIRED)
    others = MapRole.objects.lasting_stewards(but=person)
    return list(maps.exclude(pk__in=others.values("roadmap")))


@transaction.atomic
def close(actor, email):
    """Close one's own account for ever. What was done with it stays, as that of a former member.

    email: typed once more, so that nobody does it by mistake.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if email.strip().casefold() != person.email.casefold():
        raise Refused(_("This is not the address of your account."))
    for organisation in person.organisations.order_by("pk"):
        lock(organisation)  # before any map, as whoever ends a membership does
    if maps := ", ".join(str(roadmap) for roadmap in alone_on(person)):
        message = _("You are the only steward of: %(maps)s. First give that role to somebody else.")
        raise Refused(message % {"maps": maps})
    _end_ties(actor, person)
    for key in person.keys.order_by("pk"):
        keys.forget(actor, key)
    people.close(actor, person)


def _end_ties(actor, person):
    """End what somebody is on maps and in organisations, and what they are invited to."""
    for held in person.map_roles.order_by("roadmap", "pk"):
        map_roles.leave(actor, held)
    for membership in person.memberships.order_by("organisation", "pk"):
        memberships.leave(actor, membership)
    for kind in (Invitation, MapInvitation):
        for letter in kind.objects.to(person.email).order_by("pk"):
            erase(actor, "declined", letter)
