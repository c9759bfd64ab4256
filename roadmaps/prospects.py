"""What a step will do, told before it is taken: the stage, who writes then, which edition it
makes, who is told of it and who is asked."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps import editions, notices, signoffs
from roadmaps.effects import roles_that
from roadmaps.signoffs import Purpose
from roadmaps.stages import Role
from roadmaps.steps import Step
from terms.vocabulary import label

NAMED = 6  # people whose names are told; of more it is told how many


def of(roadmap, step: Step, actor) -> list[str]:
    """Everything that follows from a step that somebody takes, a sentence each."""
    said = [*_stage(roadmap, step), *_own(roadmap, step), *_told(roadmap, actor)]
    return [*said, *_asked(roadmap, step, actor)]


def _stage(roadmap, step) -> Iterator[str]:
    words = {"stage": label("map_state", step.ends)}
    if step.ends == roadmap.stage:
        yield _("The map stays at the stage “%(stage)s”.") % words
        return
    yield _("The map goes to the stage “%(stage)s”.") % words
    writers = [label("map_role", role) for role in roles_that("edit", roadmap, step.ends)]
    if writers:
        yield _("Then these write on it: %(roles)s.") % {"roles": ", ".join(writers)}
    else:
        yield _("Then nobody writes on it.")


def _own(roadmap, step) -> Iterator[str]:
    """What this step does and no other one."""
    if tell := OWN.get(step.code):
        yield tell(roadmap)


def _frozen_draft(roadmap):
    number = _number(editions.next_minor(roadmap, 0))
    sentence = _(
        "The text is frozen as draft %(number)s for the consultation; that one is commented on."
    )
    return sentence % {"number": number}


def _published(roadmap):
    number = _number(editions.next_major(roadmap))
    current = _current(roadmap)
    words = {"number": number, "former": current and current.number}
    if current is None:
        return (
            _("The text becomes edition %(number)s, which never changes and which all read.")
            % words
        )
    sentence = _(
        "The text becomes edition %(number)s, which never changes and which all read; it takes the "
        "place of edition %(former)s."
    )
    return sentence % words


def _corrected(roadmap):
    current = _current(roadmap)
    words = {"number": _number(editions.next_minor(roadmap, current.major))}
    words["former"] = current.number
    sentence = _(
        "A correction, edition %(number)s, takes the place of edition %(former)s, with your reason "
        "beside it for all to read."
    )
    return sentence % words


def _set_back(roadmap):
    current = _current(roadmap)
    if current is None:
        return _("There is no edition to go back to.")
    sentence = _("The working copy is set back to edition %(number)s; the history keeps the rest.")
    return sentence % {"number": current.number}


def _withdrawn(roadmap):
    current = _current(roadmap)
    if current is None:
        return _("Nothing was ever published of it; those of the map go on reading it.")
    sentence = _(
        "Edition %(number)s is no longer in force. It stays where it is, under a notice with your "
        "reason, for all to read."
    )
    return sentence % {"number": current.number}


def _always(sentence) -> Callable:
    return lambda roadmap: sentence()


OWN: dict[str, Callable] = {
    "open_consultation": _frozen_draft,
    "extend_consultation": _always(lambda: _("Those who are asked have more time.")),
    "close_consultation": _always(
        lambda: _("Nobody comments any more; the answer is due in 84 days.")
    ),
    "skip_consultation": _always(lambda: _("Nobody outside is asked.")),
    "return_to_revision": _always(lambda: _("Everybody who cleared it is asked to clear it anew.")),
    "publish": _published,
    "correct": _corrected,
    "open_refresh": _always(lambda: _("The current edition stays in force meanwhile.")),
    "abandon_refresh": _set_back,
    "retire": _withdrawn,
}


def _told(roadmap, actor) -> Iterator[str]:
    others = notices.people_of(roadmap).exclude(pk=actor.pk)
    names = sorted(person.called for person in others)
    if not names:
        yield _("Nobody else works on the map, so nobody is told.")
        return
    sentence = ngettext(
        "%(count)s person with a role on the map is told of it: %(names)s.",
        "%(count)s people with a role on the map are told of it: %(names)s.",
        len(names),
    )
    yield sentence % {"count": len(names), "names": _listed(names)}


def _asked(roadmap, step, actor) -> Iterator[str]:
    if step.code == "submit_for_review":
        people = notices.people_of(roadmap, Role.REVIEWER).exclude(pk=actor.pk)
        if names := sorted(person.called for person in people):
            yield _("Asked to review it: %(names)s.") % {"names": _listed(names)}
        else:
            yield _("Nobody is asked to review it: the map has no reviewer.")
    if step.code == "submit_for_approval":
        names = signoffs.lacking(roadmap, Purpose.PUBLICATION)
        if names:
            yield _("Asked to clear it: %(names)s.") % {"names": _listed(names)}
        else:
            yield _("Nobody is asked to clear it.")


def _listed(names):
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    if more <= 0:
        return shown
    words = {"names": shown, "count": more}
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % words


def _current(roadmap):
    found = roadmap.editions.current().exclude(kind="consultation")
    return found.defer(*editions.Edition.UNTOLD).first()


def _number(pair):
    return "{}.{}".format(*pair)
