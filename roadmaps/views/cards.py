"""What a list says of each map: its title, where it stands, and how much is on it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch

from roadmaps.editions import Edition
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Stage
from roadmaps.views.reading import HEAVY, TOLD_TO_ALL
from roadmaps.views.shelf import Shelf

GDP = "gdp_share"


@dataclass(frozen=True)
class Card:
    """One map in a list. Strangers see it as its current edition tells it."""

    roadmap: Roadmap
    head: dict  # title, lead and sector, as in a document
    stage: str
    edition: Edition | None
    editions: list[Edition]
    counts: dict[str, int]  # how many of each kind of element
    shares: list[dict]  # figures of its editions that say which share of GDP the sector has

    @property
    def size(self):
        return sum(self.counts.values())

    @property
    def sector(self):
        """The code of its sector; none where it cuts across all of them."""
        return self.head["sector"] and self.head["sector"]["code"]

    @property
    def lead(self):
        return self.head["lead"] and self.head["lead"]["code"]


def cards(actor, roadmaps) -> list[Card]:
    """A card for each of these maps; the number of queries does not depend on how many."""
    editions = Edition.objects.exclude(kind="consultation").exclude(status="withdrawn")
    newest_first = editions.defer(*HEAVY).order_by("-major", "-minor")
    seen = roadmaps.visible_to(actor)
    if actor.is_authenticated:  # perhaps they work on some of them
        seen = seen.select_related("lead", "sector")
    seen = list(seen.prefetch_related(Prefetch("editions", newest_first, to_attr="told")))
    heads = HEADS.take(edition.pk for roadmap in seen for edition in roadmap.told)
    mine = _on_which_they_work(actor)
    made = [_card(roadmap, heads, roadmap.pk in mine) for roadmap in seen]
    return sorted((card for card in made if card), key=lambda card: card.head["title"].casefold())


def _on_which_they_work(actor):
    if not actor.is_authenticated:
        return set()
    return set(MapRole.objects.held_by(actor).values_list("roadmap", flat=True))


def _card(roadmap, heads, is_mine):
    current = next((each for each in roadmap.told if each.status == "current"), None)
    shown = current or next(iter(roadmap.told), None)
    if not (shown or is_mine):
        return None
    told = heads[shown.pk] if shown else {"head": None, "counts": {}}
    is_quiet = not is_mine and roadmap.stage not in TOLD_TO_ALL
    return Card(
        roadmap=roadmap,
        head=_own_head(roadmap) if is_mine else told["head"],
        stage=Stage.IN_FORCE if is_quiet else roadmap.stage,
        edition=shown,
        editions=roadmap.told,
        counts=told["counts"],
        shares=[share for each in roadmap.told for share in heads[each.pk]["shares"]],
    )


def _own_head(roadmap):
    """The head of the working copy, for those who write it."""
    lead, sector = roadmap.lead, roadmap.sector
    return {
        "slug": roadmap.slug,
        "title": roadmap.title,
        "translations": roadmap.translations,
        "lead": lead and {"code": lead.code, "name": lead.name, "short_name": lead.short_name},
        "sector": sector
        and {"code": sector.code, "name": sector.name, "translations": sector.translations},
    }


def _head(document):
    """The little that lists need of a document."""
    kinds = Counter(element["kind"] for element in document["elements"])
    shares = [figure for figure in document["figures"] if figure["metric"] == GDP]
    return {"head": document["roadmap"], "counts": dict(kinds), "shares": shares}


HEADS = Shelf(4096, _head)
