"""Two maps full of what is hidden, and everybody who may come to a door.

`shadow` has never been published. `open` has: what was written on it since, and what was never
meant for everybody, is hidden.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client

from roadmaps import elements, figures, links, milestones, notices, participations, workflow
from roadmaps import roadmap as maps
from roadmaps.elements import KINDS
from roadmaps.models import Figure, Link, Milestone, Participation, ProgressUpdate, Roadmap
from sectors import indicators, institutes
from sectors.models import Programme
from tests import factories
from tests.leaks import council, life, proposals, texts, threads
from tests.leaks.canaries import Canaries
from tests.leaks.cast import CAST, INSIDE, MEMBERS, enlist, gather, open_browsers
from tests.leaks.letters import ask_for_mails, begin_to_move, go_on_moving, invite, post, told_of

DEGREES = {"public": MEMBERS, "partners": MEMBERS, "internal": INSIDE}
NUMBER = {"kind": "count", "low": "7", "basis": "target"}


@dataclass
class Scene:
    """Everything that stands there, for the walk to find its doors."""

    words: Canaries = field(default_factory=Canaries)
    cast: dict[str, Any] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)  # whose they are
    secrets: dict[str, str] = field(default_factory=dict)  # of keys that open nothing any more
    maps: dict[str, Roadmap] = field(default_factory=dict)
    things: dict[str, dict[str, list]] = field(default_factory=dict)  # by map and kind of thing
    tied: dict[str, list] = field(default_factory=dict)  # to organisations, with their codes
    registrar: Any = None  # who has set it all up
    house: Any = None  # the organisation with a manager of its own
    mails: list = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # of mails, and to whom they went
    standing: frozenset[str] = frozenset()  # the words that are there when all begins

    def bearer(self, name: str) -> dict[str, str]:
        """What those say who come with a key."""
        secret = self.secrets.get(name)
        return {"Authorization": f"Bearer {secret}"} if secret else {}

    def client(self, name: str) -> Client:
        """A browser in which this member of the cast has signed in."""
        client = Client(raise_request_exception=False)
        if name in CAST[1:]:
            client.force_login(self.cast[name])
        return client


def build() -> Scene:
    """The whole scene, through the commands that people use."""
    scene = Scene()
    with post(scene), transaction.atomic():
        registrar = scene.registrar = factories.first_person()
        gather(scene, registrar)
        draw_maps(scene, registrar)
        fill_registers(scene, registrar)
        council.sit_down(scene, registrar)
        life.carry_on(scene)
        proposals.propose(scene)
        threads.talk(scene)
        texts.write(scene)
        open_browsers(scene)
        invite(scene)
        ask_for_mails(scene, registrar)
        begin_to_move(scene)
    with post(scene):
        go_on_moving(scene)
    scene.standing = frozenset(scene.words.meant)
    return scene


def draw_maps(scene, registrar):
    """The two maps, with everything that can be hidden on them."""
    programme = factories.programme(registrar, name="Sectoral strategies")
    for slug, prefix in (("open", "OPE"), ("shadow", "SHA")):
        sector = factories.sector(registrar, programme)
        where = {"slug": slug, "prefix": prefix, "title": f"Map {slug}", "sector": sector}
        scene.maps[slug] = factories.roadmap(scene.cast["steward"], programme, **where)
        scene.things[slug] = {}
        enlist(scene, scene.maps[slug])
    publish(scene, scene.maps["open"])
    for roadmap in scene.maps.values():
        hide(scene, roadmap)
        ask_for_reviews(scene, roadmap)
    join_maps(scene)


def ask_for_reviews(scene, roadmap):
    """The reviewer is asked to review it, and everybody on the map is told of a step."""
    told = [name for name in MEMBERS if name != "steward"]
    steward, reason = scene.cast["steward"], scene.words.word("Notice.reason", *told)
    notices.tell_step(roadmap, "submit_for_review", steward, reason)
    scene.things[roadmap.slug]["notices"] = notices.ask_reviewers(roadmap, steward)


def fill_registers(scene, registrar):
    """Of each register at least one, so that no door leads nowhere."""
    factories.source(registrar)
    programme = Programme.objects.order_by("pk").first()
    indicators.add(registrar, programme, "output", name="Output", kind="stock")
    institutes.add(registrar, scene.house, stage="operating")


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
    things = scene.things[roadmap.slug]
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
    said["title"] = f"Map {words.word('Roadmap.title', *told_of(roadmap))}"
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
