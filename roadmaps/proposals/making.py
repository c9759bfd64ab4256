"""Making a proposal: one does what one would do, and all of it is taken back but the difference."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from changes.models import Change, lock, record
from roadmaps import applying, document, notices
from roadmaps.diff import Edit, compare
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.history.reader import Reader
from roadmaps.proposals.ends import ends_of, named
from roadmaps.proposals.excerpts import excerpts
from roadmaps.proposals.proposal import Proposal, degree
from roadmaps.proposals.standing import Outdated, Stand, stand
from roadmaps.proposals.texts import understood
from roadmaps.roadmap import Refused
from roadmaps.rules import require

Act = Callable[[Any], Any]  # what somebody would do, given who does it
MOST = 200  # edits in one proposal
UNREADABLE = (
    KeyError, TypeError, ValueError, AttributeError, ArithmeticError, FieldDoesNotExist,
)  # fmt: skip


@transaction.atomic
def propose(actor, roadmap, act: Act, reason: str) -> Proposal:
    """Propose what would be different on a map if one did something; nothing of it is done."""
    return _propose(actor, roadmap, act, (), reason)


def _propose(actor, roadmap, act: Act | None, written: Sequence[Edit], reason) -> Proposal:
    """written: what is proposed for running texts, which is not rehearsed but read."""
    lock(roadmap)
    require(actor, "propose", roadmap)
    if act is None:
        before = after = document.build(roadmap, actor)
    else:
        before, after = rehearse(actor, roadmap, act)
    texts = [understood(actor, roadmap, each, before) for each in written]
    edits = [*compare(before, after), *(each.edit for each in texts)]
    if not edits:
        raise Refused(_("This changes nothing on the map."))
    if len(edits) > MOST:
        raise Refused(_("A proposal has %(most)d changes at most.") % {"most": MOST})
    if any(edit.subject == "progress_update" for edit in edits):
        raise Refused(_("Progress is reported, and not proposed."))
    if len({each.edit.key for each in texts}) < len(texts):
        raise Refused(_("A proposal changes each text once."))
    return _record(actor, roadmap, edits, (before, after), reason, texts)


@transaction.atomic
def propose_edits(actor, roadmap, edits: Iterable[Edit], reason: str) -> Proposal:
    """Propose a list of edits, each as the difference of two documents tells it."""
    written = [edit for edit in edits if edit.verb == "written"]
    others = [edit for edit in edits if edit.verb != "written"]
    _only_what_is_seen(actor, roadmap, others)

    def act(person):
        try:
            now = document.build(roadmap, person)
            if wrong := [each for each in stand(others, now) if each.stand == Stand.CLASHES]:
                raise Outdated(roadmap, wrong)
            applying.apply(person, roadmap, others)
        except UNREADABLE as error:
            raise Refused(_("What is said of a change does not fit what it is about.")) from error

    return _propose(actor, roadmap, act if others else None, written, reason)


def propose_text(actor, narrative, base: int, reason: str, *, steps: Any = None, whole: Any = None):
    """Propose to write a text otherwise. base: the version that was read.

    steps: what was done to it, as the editor tells it; or whole: the tree of all of it.
    """
    said = {"steps": steps} if whole is None else {"document": whole}
    edit = Edit("written", "narrative", str(narrative.pk), before={"version": base}, after=said)
    return propose_edits(actor, narrative.roadmap, [edit], reason)


@transaction.atomic
def rehearse(actor, roadmap, act: Act) -> tuple[dict, dict]:
    """The map for somebody as it is, and as it would be if they did something."""
    person: Any = User.objects.get(pk=actor.pk)
    person.rehearses = roadmap.pk
    with transaction.atomic():
        before = document.build(roadmap, person)
        act(person)
        _require_in_sight(roadmap, person, before)
        after = document.build(roadmap, person)
        transaction.set_rollback(True)
    lock(roadmap)  # it was raised, and is as before
    return before, after


def _require_in_sight(roadmap, person, before):
    """Refuse what would hide something from its author: it would look as if it had gone."""
    seen = roadmap.sight_of(person).visibilities
    bearers = [before, *before["elements"]]
    elements = roadmap.elements.filter(code__in=[each["code"] for each in before["elements"]])
    figures = Figure.objects.filter(
        pk__in=[figure["id"] for bearer in bearers for figure in bearer["figures"]]
    )
    if any(rows.exclude(visibility__in=seen).exists() for rows in (elements, figures)):
        raise Refused(_("A proposal cannot hide something from whoever makes it."))


def made_by(actor, request) -> Proposal | None:
    """The proposal that a request has made already, where it is sent once more."""
    lines = Change.objects.filter(request=request, actor=actor.pk, verb="proposed")
    keys = [subject.partition(":")[2] for subject in lines.values_list("subject", flat=True)[:1]]
    return Proposal.objects.near().filter(pk__in=keys).first()


def _record(actor, roadmap, edits, documents, reason, texts):
    acting = getattr(actor, "acting", None)
    names = _names(edits, documents[0])
    edits = [_renamed(edit, names) for edit in edits]
    elements, figures = _named(roadmap, edits, documents)
    elements += [each for text in texts for each in text.elements]
    figures += [each for text in texts for each in text.figures]
    context = excerpts(edits, *documents, names)
    context["before"]["narratives"] = [each.before for each in texts]
    context["after"]["narratives"] = [each.after for each in texts]
    proposal = Proposal(roadmap=roadmap, author=User.objects.get(pk=actor.pk))
    record(
        actor,
        "proposed",
        proposal,
        organisation=acting and acting.organisation,
        edits=[asdict(edit) for edit in edits],
        context=context,
        base=roadmap.revision,
        reason=reason,
        made_at=timezone.now(),
        visibility=degree([each.visibility for each in (*elements, *figures)] + _said(edits)),
        elements=elements,
        figures=figures,
    )
    notices.tell_proposal(proposal, actor)
    return proposal


def _names(edits, before):
    """What new elements are called that have no codes yet: others may take theirs by then."""
    known = {each["code"] for each in before["elements"]}
    new = [edit.key for edit in edits if (edit.verb, edit.subject) == ("added", "element")]
    return {code: f"new-{number}" for number, code in enumerate(new, 1) if code not in known}


def _renamed(edit, names):
    after = edit.after
    if isinstance(after, dict):
        new = {end: _name(names, after[end]) for end in ends_of(edit) if end in after}
        after = {**after, **new}
    elif isinstance(after, list) and edit.verb == "reordered":
        after = [_name(names, value) for value in after]
    elif edit.field in ends_of(edit):
        after = _name(names, after)
    places = {part: _name(names, getattr(edit, part)) for part in ("key", "element", "behind")}
    return replace(edit, after=after, **places)


def _name(names, code):
    return names.get(code, code) if isinstance(code, str) else code


def _named(roadmap, edits, documents):
    """The elements and figures that there are and that a list of edits names."""
    codes = set(_codes(edits)) | set(_ends_of_links(edits, documents))
    elements = Element.objects.filter(code__in=codes)
    keys = {edit.key for edit in edits if edit.subject == "figure" and edit.verb != "added"}
    keys |= {value for edit in edits if edit.verb == "reordered" and edit.subject == "figure"
             for value in edit.before}  # fmt: skip
    keys |= {
        side for edit in edits if edit.field in ("told_as", "part_of")
        for side in (edit.before, edit.after) if side
    }  # fmt: skip
    own = Figure.objects.filter(element__roadmap=roadmap) | Figure.objects.filter(
        on_roadmap=roadmap
    )
    return list(elements), list(own.filter(pk__in=keys))


def _codes(edits):
    """Every code of an element that edits name."""
    for edit in edits:
        if edit.element:
            yield edit.element
        if edit.subject == "element" and edit.verb != "reordered":
            yield edit.key
        yield from named(edit)


def _ends_of_links(edits, documents):
    keys = {edit.key for edit in edits if edit.subject == "link"}
    for told in documents:
        for link in told["links"]:
            if link["id"] in keys:
                yield from (link["source"]["code"], link["target"]["code"])


def _said(edits):
    """For whom what is new is meant, and what changes whom it is meant for."""
    for_whom = []
    for edit in edits:
        for side in (edit.before, edit.after):
            said = side.get("visibility") if isinstance(side, dict) else None
            for_whom += [side] if edit.field == "visibility" else [said]
    return [each for each in for_whom if each]


def _only_what_is_seen(actor, roadmap, edits):
    """Nobody learns by a proposal that there is something on another map; it is as missing."""
    far = Element.objects.filter(code__in=set(_codes(edits))).exclude(roadmap=roadmap)
    reader = Reader(actor, [roadmap], far := list(far))
    if not all(reader.sees(each) for each in far):
        raise Refused(_("What should be changed does not stand on this map."))
