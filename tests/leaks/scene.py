"""Two maps full of what is hidden, and everybody who may come to a door.

`shadow` has never been published. `open` has: what was written on it since, and what was never
meant for everybody, is hidden.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts import keys, people
from accounts.models import Key, Organisation
from roadmaps import elements, figures, links, milestones, participations, workflow
from roadmaps import roadmap as maps
from roadmaps.elements import KINDS
from roadmaps.models import Figure, Link, Milestone, Participation, ProgressUpdate, Roadmap
from sectors.models import Programme, Sector, Source
from tests import factories
from tests.leaks.canaries import Canaries

MEMBERS = ("observer", "commenter", "reviewer", "partner", "editor", "steward", "approver")
INSIDE = ("steward", "approver")
OUTSIDERS = ("anonymous", "stranger", "rival")
CAST = (*OUTSIDERS, *MEMBERS)
KEEPERS = (*INSIDE, "rival")  # of the registers, each at a ministry of their own
DEGREES = {"public": MEMBERS, "partners": MEMBERS, "internal": INSIDE}
REGISTERS = {
    "programmes": Programme, "sectors": Sector, "organisations": Organisation, "sources": Source,
}  # fmt: skip
NUMBER = {"kind": "count", "low": "7", "basis": "target"}


@dataclass
class Scene:
    """Everything that stands there, for the walk to find its doors."""

    words: Canaries = field(default_factory=Canaries)
    cast: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)  # of keys that open nothing any more
    maps: dict[str, Roadmap] = field(default_factory=dict)
    things: dict[str, dict[str, list]] = field(default_factory=dict)  # by map and kind of thing

    def known(self, resource: str, name: str) -> list:
        """The names of things in a register, or of keys that belong to somebody else."""
        if name == "pk":
            return [Key.objects.filter(user=self.cast["steward"]).first().pk]
        model = REGISTERS.get(resource)
        rows = model.objects.order_by("pk").values_list("code", flat=True)[:2] if model else []
        return list(rows) or ["map_state"]

    def bearer(self, name: str) -> dict[str, str]:
        """What those say who come with a key."""
        secret = self.secrets.get(name)
        return {"Authorization": f"Bearer {secret}"} if secret else {}

    def client(self, name: str) -> Client:
        """A browser in which this member of the cast has signed in."""
        client = Client(raise_request_exception=False)
        if self.cast[name].is_authenticated:
            client.force_login(self.cast[name])
        return client


def build() -> Scene:
    """The whole scene, through the commands that people use."""
    scene = Scene()
    registrar = factories.first_person()
    gather(scene, registrar)
    programme = factories.programme(registrar, name="Sectoral strategies")
    for slug, prefix in (("open", "OPE"), ("shadow", "SHA")):
        sector = factories.sector(registrar, programme)
        where = {"slug": slug, "prefix": prefix, "title": f"Map {slug}", "sector": sector}
        scene.maps[slug] = factories.roadmap(scene.cast["steward"], programme, **where)
        enlist(scene, scene.maps[slug])
    publish(scene, scene.maps["open"])
    for roadmap in scene.maps.values():
        hide(scene, roadmap)
    join_maps(scene)
    return scene


def gather(scene, registrar):
    """The cast, each at an organisation of their own; and keys that open nothing any more."""
    ministry = factories.organisation(registrar, "ministry")
    for name in (*MEMBERS, "stranger", "rival"):
        person = factories.person(registrar, name=name.title(), is_staff=name in KEEPERS)
        scene.cast[name] = person
        at = ministry if name in INSIDE else factories.organisation(registrar)
        people.join(registrar, person, at)
        keys.make(person, scene.words.word("Key.name", name), ["read"])
    scene.cast["anonymous"] = AnonymousUser()
    factories.roadmap(scene.cast["rival"], factories.programme(registrar))
    for name in ("expired", "revoked"):
        key, scene.secrets[name] = keys.make(
            scene.cast["steward"], name, ["read", "write", "admin"]
        )
        if name == "revoked":
            keys.revoke(scene.cast["steward"], key)
        else:
            long_ago = timezone.localdate() - timedelta(days=2)
            Key.objects.filter(pk=key.pk).update(made_on=long_ago, expires_on=long_ago)


def enlist(scene, roadmap):
    """Everybody's role on a map; the partner's comes through an association."""
    steward = scene.cast["steward"]
    for name in ("observer", "commenter", "reviewer", "editor", "approver"):
        interest = scene.words.word("MapRole.interest", *MEMBERS)
        maps.grant(steward, roadmap, name, user=scene.cast[name], interest=interest)
    association = scene.cast["partner"].memberships.get().organisation
    maps.grant(steward, roadmap, "editor", organisation=association)


def publish(scene, roadmap):
    """What everybody may read: a word in it shows that the walk sees what is there."""
    editor = scene.cast["editor"]
    title = f"Known {scene.words.word('the edition', *CAST)}"
    skill = elements.add(editor, roadmap, "skill", title=title, period="2028")
    for kind in KINDS:
        elements.add(editor, roadmap, kind, title=f"Plain {kind}")
    initiative = roadmap.elements.filter(kind="initiative").first()
    links.draw(editor, initiative, skill, "delivers")
    hide(scene, roadmap)
    workflow.adopt(scene.cast["approver"], [roadmap], label="First", note="First.")
    workflow.open_refresh(scene.cast["steward"], roadmap)
    roadmap.refresh_from_db()
    since = scene.words.word("a title since the edition", *MEMBERS)
    elements.edit(editor, elements.in_full(skill), roadmap.revision, title=f"Known {since}")


def hide(scene, roadmap):
    """On a map: everything that can be written, in every degree of confidentiality."""
    steward, words = scene.cast["steward"], scene.words
    is_draft = roadmap.stage == "draft" and roadmap.editions.exists()
    things = scene.things.setdefault(roadmap.slug, {})
    for degree, meant in DEGREES.items():
        if degree == "public" and not is_draft and roadmap.slug == "open":
            continue  # before the edition this would be published with it
        for kind in KINDS:
            things.setdefault("elements", []).append(_element(scene, roadmap, kind, degree, meant))
    for element in [*things["elements"]]:
        meant = DEGREES[element.visibility]
        if element.kind == "initiative":
            _on_an_initiative(scene, element, meant)
        things.setdefault("figures", []).append(_figure(scene, element, meant, "public"))
        things["figures"].append(_figure(scene, element, INSIDE, "internal"))
        group = words.texts(Participation, *meant, but=["group"])
        part = participations.involve(
            steward,
            element,
            None,
            "partner",
            group=words.word("Participation.group", *meant),
            **group,
        )
        things.setdefault("participations", []).append(part)
    _between(scene, roadmap, things)
    if is_draft or roadmap.slug != "open":
        _of_the_map(scene, roadmap, things)


def _element(scene, roadmap, kind, degree, meant):
    words = scene.words
    said = words.texts(KINDS[kind], *meant)
    spanish = {"es": {"title": {"text": words.word("translations", *meant), "revision": 1}}}
    element = elements.add(
        scene.cast["steward"], roadmap, kind, visibility=degree, translations=spanish,
        period="2026/2028", **said,
    )  # fmt: skip
    before = words.word("a summary before it was changed", *meant)
    for summary in (before, words.word("a summary", *meant)):
        roadmap.refresh_from_db()
        elements.edit(scene.cast["steward"], element, roadmap.revision, summary=summary)
    return element


def _figure(scene, subject, meant, degree):
    said = scene.words.texts(Figure, *meant)
    metric = scene.words.word("Figure.metric", *meant)
    return figures.state(
        scene.cast["steward"], subject, metric=metric, visibility=degree, **NUMBER, **said
    )


def _on_an_initiative(scene, initiative, meant):
    steward, words = scene.cast["steward"], scene.words
    things = scene.things[initiative.roadmap.slug]
    said = words.texts(Milestone, *meant, but=["title"])
    title = words.word("Milestone.title", *meant)
    step = milestones.plan(steward, initiative, title, planned="2027", **said)
    things.setdefault("milestones", []).append(step)
    said = words.texts(ProgressUpdate, *meant)
    state = {"as_of": "2026-05-04", "status": "in_delivery", "confidence": "red"}
    report = milestones.report(steward, initiative, **state, **said)
    things.setdefault("progress-updates", []).append(report)


def _between(scene, roadmap, things):
    """A link in each degree: from the initiative to the skill of that degree."""
    rows = [each for each in things["elements"] if each.kind in ("initiative", "skill")]
    for degree, meant in DEGREES.items():
        ends = {each.kind: each for each in rows if each.visibility == degree}
        if not ends or Link.objects.filter(source=ends["initiative"]).exists():
            continue
        said = scene.words.texts(Link, *meant)
        link = links.draw(
            scene.cast["steward"], ends["initiative"], ends["skill"], "delivers", **said
        )
        things.setdefault("links", []).append(link)


def _of_the_map(scene, roadmap, things):
    """What a map says of itself, what it follows from, and what was withdrawn."""
    steward, words = scene.cast["steward"], scene.words
    roadmap.refresh_from_db()
    said = {name: words.word(f"Roadmap.{name}", *MEMBERS) for name in ("summary", "vision", "note")}
    maps.describe(steward, roadmap, roadmap.revision, **said)
    other = {name: words.word(f"Relation.{name}", *MEMBERS) for name in ("other_name", "note")}
    maps.relate(steward, roadmap, "merged_into", **other)
    things["figures"].append(_figure(scene, roadmap, MEMBERS, "partners"))
    gone = elements.add(
        steward, roadmap, "skill", title=words.word("a withdrawn element", *MEMBERS)
    )
    elements.withdraw(steward, gone)
    things["elements"].append(gone)


def join_maps(scene):
    """A link from the published map to one that nobody knows of."""
    ends = {
        slug: next(
            each
            for each in scene.things[slug]["elements"]
            if each.kind == kind and each.visibility == "public" and not each.is_withdrawn
        )
        for slug, kind in (("open", "initiative"), ("shadow", "skill"))
    }
    said = scene.words.texts(Link, *MEMBERS)
    links.draw(scene.cast["steward"], ends["open"], ends["shadow"], "delivers", **said)
