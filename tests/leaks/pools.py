"""What may stand in the open parts of an address: things that mostly belong to somebody else."""

from itertools import cycle, islice

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from accounts.models import Key, Organisation
from roadmaps.views.writing.parts import PARTS
from sectors.models import Indicator, Programme, Sector, Source

MOST = 4  # things of one kind that are tried at one door
SOME = {
    "kind": ["challenge", "initiative"], "number": ["1.0", "0.1"],
    "table": ["elements", "figures", "links"],
    "word": sorted(PARTS, key=lambda word: word == "figures"),  # the one that maps have comes last
    "provider_id": [settings.SINGLE_SIGN_ON or "ministry"],
    "step": ["submit_for_review"], "sort": ["xlsx"], "secret": ["nobodys"], "uidb36": ["1"],
}  # fmt: skip
NAMED = {"vocabularies": "map_state", "problems": "not-found"}
REGISTERS = {
    "programmes": Programme, "sectors": Sector, "sources": Source, "indicators": Indicator,
}  # fmt: skip
PARTS_OF = {"figures": "figures", "milestones": "milestones", "links": "links",
            "participations": "participations", "progress": "progress-updates"}  # fmt: skip
TIED_TO_A_MAP = {
    "/invitations/": "map-invitations", "/clearance/": "signoffs", "/figures/": "figures",
    "/proposals/": "proposals", "/threads/": "threads", "/notes/": "notes",
    "/texts/": "narratives",
}  # fmt: skip
OF_A_KIND = {
    "challenges": "challenge", "goals": "goal", "fdi-targets": "fdi_target",
    "technologies": "technology", "skills": "skill", "infrastructure": "infrastructure",
    "initiatives": "initiative",
}  # fmt: skip


def values(scene, route, slug: str) -> list[dict[str, str]]:
    """What the open parts of an address may hold together; behind the last stands most."""
    things, template = scene.things[slug], route.template
    match route.names:
        case ("slug", "word", "key"):
            return [
                {"slug": slug, "word": word, "key": str(each.pk)}
                for word in PARTS
                for each in some(things, PARTS_OF[word])[-2:]
            ]
        case ("slug", "key"):
            pool = next(
                (pool for part, pool in TIED_TO_A_MAP.items() if part in template), "map-roles"
            )
            rows = things[pool]
            return [{"slug": slug, "key": str(each.pk)} for each in rows[-3:]]
        case ("code", "key"):
            if route.resource == "councils":
                return [{"code": code, "key": str(key)} for code, key in scene.tied["seats"]]
            rows = scene.tied["invitations" if "invitations" in template else "memberships"]
            return [{"code": code, "key": str(key)} for code, key in rows[-3:]]
    pools = [_pool(scene, route, name, slug) for name in route.names]
    # Each thing of each pool once: not all that can be said of all of them, which would be many.
    most = max(map(len, pools), default=1)
    rounds = zip(*(islice(cycle(pool), most) for pool in pools), strict=True)
    found = [dict(zip(route.names, chosen, strict=True)) for chosen in rounds] or [{}]
    return [*found, dict(zip(route.names, (pool[-1] for pool in pools), strict=True))]


def _pool(scene, route, name, slug):
    things = scene.things[slug]
    match name:
        case "slug":
            return [slug]
        case "code" if "elements/" in route.template:
            return [each.code for each in some(things, "elements")]
        case "code":
            return _codes(scene, route)
        case "name":
            return [NAMED[route.resource]]
        case "pk":
            return _keys(scene, route, things)
        case "key" if route.resource == "account":
            own = "notices" if "account/work" in route.template else "map-invitations"
            return [str(each.pk) for each in things[own]]
        case "key":
            return [str(each.pk) for each in some(things, route.resource)]
    return SOME[name]


def _codes(scene, route):
    resource = route.resource
    if "/steps/" in route.template:
        return ["retire", "submit_for_review"]
    if resource in ("organisations", "institutes"):
        of_the_ministry = Organisation.objects.get(memberships__user=scene.cast["steward"])
        return [of_the_ministry.code, scene.house.code]
    if resource == "checks":
        return ["challenge_unaddressed"]
    if resource == "councils":
        return ["council"]
    rows = REGISTERS[resource].objects.order_by("pk")
    return list(rows.values_list("code", flat=True)[:2])


def _keys(scene, route, things):
    """By number: what ties people to things, and what is the steward's own."""
    steward = scene.cast["steward"]
    own = {"tokens": Key, "keys": Key, "sessions": UserSession, "passkeys": Authenticator}
    for part, model in own.items():
        if f"/{part}/" in f"/{route.template}":
            rows = model.objects.filter(user=steward.pk).order_by("pk")
            rows = rows.filter(type="webauthn") if model is Authenticator else rows
            return [str(rows.first().pk)]
    if route.resource in scene.tied:
        return [str(key) for _code, key in scene.tied[route.resource][-3:]]
    return [str(each.pk) for each in things[route.resource][-2:]]


def some(things, resource):
    """Some of the things behind a door: of each degree the last ones, which nobody published."""
    if resource in OF_A_KIND:
        return [each for each in things["elements"] if each.kind == OF_A_KIND[resource]][-MOST:]
    rows = things.get(resource, things["elements"])
    chosen = {getattr(each, "visibility", number): each for number, each in enumerate(rows)}
    return [*list(chosen.values())[-MOST + 1 :], rows[-1]]
