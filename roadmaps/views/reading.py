"""What the reader of a page gets to see: one rule for all pages about a map.

A person with a role on the map reads its working copy, everybody else its current edition. What
is hidden and what is missing are answered alike.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from roadmaps import document, moments
from roadmaps.editions import Edition
from roadmaps.roadmap import Roadmap
from roadmaps.rules import abilities
from roadmaps.stages import Stage
from roadmaps.views.shelf import DOCUMENTS

HEAVY = ("content", "gzipped", "brotlied")
TOLD_TO_ALL = {Stage.CONSULTATION, Stage.RETIRED}  # any other stage is the authors' own affair


class Any:
    """Whatever an address may say; what it means is found out later."""

    def __contains__(self, value):
        return True


ANY = Any()


@dataclass(frozen=True)
class Past:
    """The moment as of which a map is read."""

    said: str  # in the address
    day: date
    stage: str
    revision: int | None = None  # of the working copy; none where an edition is read


@dataclass(frozen=True)
class Reading:
    """A map as one person may read it, as it is or as it was."""

    roadmap: Roadmap
    document: dict
    edition: Edition | None  # the one in force
    editions: list[Edition]  # all that this person may read, the newest first
    is_draft: bool  # it is the working copy that is read
    abilities: dict[str, bool]  # what this person may do with it now
    past: Past | None = None  # none where it is read as it is

    @property
    def is_past(self) -> bool:
        """Nothing can be written on a map that is read as it was."""
        return self.past is not None

    @property
    def query(self) -> str:
        """What an address has to end with so that it leads to the same moment."""
        return f"?{urlencode({'as_of': self.past.said})}" if self.past else ""

    @property
    def has_page(self) -> bool:
        """Whether the map has a page that this person may read, and not a draft alone."""
        return self.is_draft or self.edition is not None

    @property
    def slug(self):
        return self.document["roadmap"]["slug"]

    @property
    def stage(self):
        """The stage of the working copy; of that of others only what they are meant to know."""
        if self.past:
            return self.past.stage
        stage = self.roadmap.stage
        return stage if self.is_draft or stage in TOLD_TO_ALL else Stage.IN_FORCE

    @cached_property
    def elements(self) -> dict[str, dict]:
        return {element["code"]: element for element in self.document["elements"]}


def read(actor, slug, as_of="") -> Reading:
    """The map at this address, as this person may read it.

    as_of: a revision, a day or a time, as the address says it; empty for now.
    """
    when = _understood(moments.read, as_of) if as_of else None
    roadmap = Roadmap.objects.visible_to(actor).filter(slug=slug).first()
    if roadmap is None:
        raise Http404
    is_draft = bool(roadmap.roles_of(actor))
    if when is not None:
        read_then = _draft_then if is_draft else _edition_then
        return read_then(actor, roadmap, as_of, when)
    editions = _editions(actor, roadmap, is_draft)
    current = next((each for each in editions if _is_in_force(each)), None)
    if is_draft:
        told = document.build(roadmap, actor)
        return Reading(roadmap, told, current, editions, True, abilities(actor, roadmap))
    shown = current or next((each for each in editions if not each.is_draft), None)
    if shown is None:
        raise Http404
    return Reading(roadmap, DOCUMENTS.take([shown.pk])[shown.pk], shown, editions, False, {})


def read_consulted(slug) -> Reading:
    """A map that was never published, as the draft shows it about which everybody is asked now."""
    draft = Edition.objects.consulted().filter(roadmap__slug=slug).defer(*HEAVY).order_by().first()
    if draft is None:
        raise Http404
    roadmap = Roadmap.objects.only(*Roadmap.OPEN).get(slug=slug)
    document = DOCUMENTS.take([draft.pk])[draft.pk]
    return Reading(roadmap, document, None, [draft], False, {})


def asked(request, **allowed) -> dict[str, str]:
    """What the address asks for; a name or a value that the page does not know is refused.

    allowed: for each name the values it may have. An empty value asks for nothing.
    """
    wishes = {}
    for name, value in request.GET.items():
        if name not in allowed:
            raise _unknown(name)
        if value and value not in allowed[name]:
            words = {"name": name, "value": value[:60]}
            raise BadRequest(_("“%(value)s” is nothing that “%(name)s” can be.") % words)
        wishes[name] = value
    return {name: wishes.get(name, "") for name in allowed}


def _draft_then(actor, roadmap, as_of, when):
    """The working copy as it was, for those who have a role on the map today."""
    revision = _understood(moments.revision_at, roadmap, when)
    moment = when if isinstance(when, datetime) else moments.moment_of(roadmap, revision)
    past = Past(as_of, moment.date(), moments.stage_at(roadmap, revision), revision)
    then = document.build(roadmap, actor, at=revision)
    editions = _editions(actor, roadmap, True, moment)
    return Reading(roadmap, then, _in_force(roadmap, moment), editions, True, {}, past)


def _edition_then(actor, roadmap, as_of, when):
    """The edition that was in force; the revisions of the working copy are its authors' affair."""
    if isinstance(when, int):
        raise _unknown("as_of")
    shown = _in_force(roadmap, when)
    if shown is None:
        raise BadRequest(_("No edition of this map had been published by then."))
    if shown.status == "withdrawn" and roadmap.stage != Stage.RETIRED:
        raise Http404
    past = Past(as_of, when.date(), Stage.IN_FORCE)
    then = DOCUMENTS.take([shown.pk])[shown.pk]
    return Reading(roadmap, then, shown, _editions(actor, roadmap, False, when), False, {}, past)


def _in_force(roadmap, moment):
    return roadmap.editions.defer(*HEAVY).in_force_at(moment).first()


def _understood(question, *asked):
    """What is answered to a question about a moment; what has no answer is a bad request."""
    try:
        return question(*asked)
    except moments.NotThen as error:
        raise BadRequest(str(error)) from error


def _unknown(name):
    return BadRequest(_("This page knows no “%(name)s”.") % {"name": name[:60]})


def _editions(actor, roadmap, is_draft, moment=None):
    editions = roadmap.editions.defer(*HEAVY).order_by("-major", "-minor")
    if moment is not None:
        editions = editions.filter(published_at__lte=moment)
    if not is_draft:
        editions = editions.visible_to(actor)
        if roadmap.stage != Stage.RETIRED:  # what is left of a map that has ended stays readable
            editions = editions.exclude(status="withdrawn")
    return list(editions)


def _is_in_force(edition):
    return edition.status == "current" and not edition.is_draft
