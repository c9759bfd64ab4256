"""What stands in the way of a step: what stops it, and what may be passed with a reason.

One guard of the vocabulary is no obstacle: that somebody of every helix is invited. Invitations
are sent when a consultation is open, and its page says then which side of society is missing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from changes.models import Change
from roadmaps import answering, findings
from roadmaps.milestones import Milestone
from roadmaps.signoffs import Decision, Purpose, hash_of, text_of
from roadmaps.stages import Stage
from terms.translations import in_language
from terms.vocabulary import label

# Lines of the log that change what is written, as against who may write it or how it gets on.
WRITING = ("begun", "added", "edited", "stated", "tied", "linked", "involved", "planned",
           "withdrawn", "restored", "related", "reordered", "undone")  # fmt: skip
PLANNED = tuple(name for name in Milestone.WRITTEN if name not in Milestone.MONITORED)
LONGEST_QUOTE = 100
TRANSLATED = ("title", "summary")  # of an element, in every language of the map
GRAVE = {  # findings that stop a step; others of theirs are no obstacle to it
    "submit_for_review": {"dependency_cycle"},
    "submit_for_approval": {
        "challenge_unaddressed", "goal_without_target", "goal_without_baseline", "dependency_cycle",
    },
    "publish": {
        "challenge_unaddressed", "goal_without_target", "goal_without_baseline", "dependency_cycle",
    },
}  # fmt: skip
EVER_GRAVE = set().union(*GRAVE.values())
TO_BE_WEIGHED = {  # findings that may be passed with a reason
    "submit_for_review": {"element_without_statement", "initiative_without_lead"},
    "open_consultation": {"challenge_unaddressed"},
}
OF_ITS_OWN = {  # what else can be in the way, and of which steps
    "no_measured_goal": ("submit_for_review",),
    "signoff_missing": ("open_consultation", "publish"),
    "never_consulted": ("skip_consultation",),
    "language_outdated": ("submit_for_approval", "publish"),
    "comment_unanswered": ("submit_for_approval", "publish"),
    "approver_has_written": ("publish",),
    "nothing_to_go_back_to": ("abandon_refresh",),
    "consultation_open": ("retire",),
}


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way, in a sentence.

    is_grave: nothing passes it; otherwise a reason does. element: the code of the element that it
    is about, if it is about one.
    """

    code: str
    sentence: str
    is_grave: bool = True
    element: str | None = None


@dataclass(frozen=True)
class Look:
    """A map on its way to a step, as it is looked through."""

    roadmap: Any
    step: str
    actor: Any
    text: dict[str, Any]  # what everybody will read

    @property
    def sha256(self) -> str:
        return hash_of(self.text)


def standing(roadmap, step: str, actor, text: dict[str, Any] | None = None) -> list[Obstacle]:
    """Everything in the way of a step, the gravest first. text: as it stands, if one has it."""
    if not (searches := SEARCHES.get(step)):
        return []
    look = Look(roadmap, step, actor, text or text_of(roadmap))
    found = [each for search in searches for each in search(look)]
    return sorted(found, key=lambda obstacle: not obstacle.is_grave)


def stopped_by(finding) -> list[str]:
    """The steps that are not taken while this does not hold together."""
    is_block = finding.severity == findings.BLOCK
    return [step for step, codes in GRAVE.items() if is_block and finding.code in codes]


def weighed_with(finding) -> list[str]:
    """The steps that are taken in spite of it with a reason alone."""
    if finding.code in EVER_GRAVE and finding.severity != findings.BLOCK:
        return []  # it is not bad enough to stop any step, and so no obstacle to others
    stopped = stopped_by(finding)
    return [
        step
        for step, codes in TO_BE_WEIGHED.items()
        if finding.code in codes and step not in stopped
    ]


def from_findings(look: Look) -> Iterator[Obstacle]:
    """What does not hold together, as far as this step minds."""
    for finding in findings.check(look.text):
        is_grave = look.step in stopped_by(finding)
        if is_grave or look.step in weighed_with(finding):
            yield Obstacle(finding.code, finding.sentence, is_grave, finding.element)


def without_measured_goal(look: Look) -> Iterator[Obstacle]:
    """At least one goal has to say from where to where it leads, by which indicator."""
    goals = [each for each in look.text["elements"] if each["kind"] == "goal"]
    if not any(_is_measured(goal) for goal in goals):
        sentence = _("No goal has an indicator, a baseline and a target yet.")
        yield Obstacle("no_measured_goal", sentence)


def _is_measured(goal):
    bases = {figure["basis"] for figure in goal["figures"]}
    return bool(goal["indicator"] and findings.has_baseline(goal) and "target" in bases)


def outdated_languages(look: Look) -> Iterator[Obstacle]:
    """What is missing in a required language, or was translated from an older text."""
    lines = _lines_of_texts(look.roadmap)
    _first, *others = look.roadmap.languages
    for element in look.text["elements"]:
        for language in others:
            if fault := _fault_of(element, language, lines[element["id"]]):
                words = {"title": in_language(element, "title"), "language": language}
                yield Obstacle("language_outdated", fault % words, True, element["code"])


def _fault_of(element, language, lines):
    texts = (element["translations"] or {}).get(language) or {}
    for name in TRANSLATED:
        if not (now := element.get(name)):
            continue
        if not (said := texts.get(name)):
            return _("“%(title)s” is not complete in the language “%(language)s”.")
        if _translated_from(lines, language, name, said, now) != now:
            return _("“%(title)s” was changed after it was translated to “%(language)s”.")
    return ""


def _translated_from(lines, language, name, said, now):
    """The text that somebody had before them who translated it.

    They say from which revision; what was written in one go with its translation is newer.
    """
    revision, later = said["revision"], now
    for number, fields in lines:
        before, after = (_said(each, language, name) for each in _translations(fields))
        if name in fields and before != after == said:
            revision = max(revision, number)
    for number, fields in reversed(lines):
        if number > revision and name in fields:
            later = fields[name][0]
    return later


def _translations(fields):
    return fields.get("translations") or (None, None)


def _said(translations, language, name):
    return ((translations or {}).get(language) or {}).get(name)


def _lines_of_texts(roadmap) -> dict[str, list[tuple[int, dict]]]:
    """For each thing the lines that changed its texts: the revision and the fields, in order."""
    changes = Change.objects.within(roadmap).filter(fields__has_any_keys=list(TRANSLATED))
    lines = defaultdict(list)
    told = changes.order_by("revision").values_list("subject", "revision", "fields")
    for subject, revision, fields in told:
        lines[subject.partition(":")[2]].append((revision, fields))
    return lines


def unanswered(look: Look) -> Iterator[Obstacle]:
    """Each comment that was sent to the map, and to which nothing has been given yet."""
    near = ("submission__organisation", "element")
    for comment in answering.unanswered(look.roadmap).select_related(*near):
        words = {"code": comment.code, "text": Truncator(comment.text).chars(LONGEST_QUOTE)}
        code = comment.element.code if comment.element else None
        sentence = _("Comment %(code)s has no answer yet: “%(text)s”") % words
        yield Obstacle("comment_unanswered", sentence, True, code)


def missing_clearance(purpose) -> Callable[[Look], Iterator[Obstacle]]:
    """Sign-offs that are awaited, refused, or were given for another text."""

    def search(look: Look) -> Iterator[Obstacle]:
        sha256 = look.sha256
        asked = look.roadmap.signoffs.filter(purpose=purpose).select_related("organisation")
        for signoff in asked:
            if signoff.holds(sha256):
                continue
            words = {"who": str(signoff.organisation), "what": label("signoff_kind", signoff.kind)}
            yield Obstacle("signoff_missing", _said_of(signoff, sha256) % words)

    return search


def _said_of(signoff, sha256):
    if signoff.decision == Decision.AWAITED:
        return _("%(who)s has not answered yet: %(what)s.")
    if signoff.decision == Decision.OBJECTED:
        return _("%(who)s objects: %(what)s.")
    return _("What %(who)s cleared has been changed since: %(what)s.")


def own_hand(look: Look) -> Iterator[Obstacle]:
    """Nobody approves what they wrote themselves."""
    lines = Change.objects.within(look.roadmap).after(_begun(look.roadmap))
    hand = Q(actor=look.actor.pk) | Q(proposed_by=look.actor.pk)
    own = lines.filter(hand, verb__in=WRITING)
    reports = Q(subject__startswith="roadmaps.progressupdate:")
    in_time = Q(subject__startswith="roadmaps.milestone:", verb="edited")
    in_time &= ~Q(fields__has_any_keys=PLANNED)
    if own.exclude(reports | in_time).exists():
        sentence = _("You wrote on this edition. Somebody else has to approve it.")
        yield Obstacle("approver_has_written", sentence)


def _begun(roadmap) -> int:
    """The revision at which the work on this edition began."""
    refreshes = Change.objects.within(roadmap).filter(verb="open_refresh")
    begun = refreshes.order_by("-revision").values_list("revision", flat=True)[:1]
    edition = roadmap.editions.exclude(kind="consultation").order_by("-map_revision")
    known = edition.values_list("map_revision", flat=True)[:1]
    return max([0, *begun, *known])


def not_minor(look: Look) -> Iterator[Obstacle]:
    """Only what was published before may go on without being consulted on again."""
    if not look.roadmap.is_published:
        sentence = _("A first edition is consulted on. Only a refresh may go without.")
        yield Obstacle("never_consulted", sentence)


def never_published(look: Look) -> Iterator[Obstacle]:
    if not look.roadmap.editions.current().exclude(kind="consultation").exists():
        yield Obstacle("nothing_to_go_back_to", _("There is no edition to go back to."))


def unasked(look: Look) -> Iterator[Obstacle]:
    """A round that is still open."""
    if look.roadmap.stage == Stage.CONSULTATION:
        yield Obstacle("consultation_open", _("A consultation is open. Close it first."))


SEARCHES: dict[str, tuple[Callable[[Look], Iterator[Obstacle]], ...]] = {
    "submit_for_review": (without_measured_goal, from_findings),
    "open_consultation": (missing_clearance(Purpose.CONSULTATION), from_findings),
    "skip_consultation": (not_minor,),
    "submit_for_approval": (unanswered, from_findings, outdated_languages),
    "publish": (
        own_hand,
        missing_clearance(Purpose.PUBLICATION),
        unanswered,
        from_findings,
        outdated_languages,
    ),
    "abandon_refresh": (never_published,),
    "retire": (unasked,),
}
