"""Reports that are overdue, told once to those who are to write them."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changes.models import lock, record
from roadmaps import board, tracking
from roadmaps.board import LONGEST_SILENCE
from roadmaps.editions import Edition
from roadmaps.elements import LEADING
from roadmaps.entries import Entry
from roadmaps.notices.notice import Kind, Notice
from roadmaps.notices.telling import people_of
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role


def remind() -> int:
    """Tell the reporters of each initiative whose report is overdue; gives how many were told.

    The clock does it once a day, and may do it twice: nobody is reminded twice of one report.
    """
    told, since = 0, Edition.objects.reported_since()
    for roadmap in Roadmap.objects.filter(slug__in=since).order_by("slug"):
        told += _remind(roadmap, since[roadmap.slug])
    return told


@transaction.atomic
def _remind(roadmap, since):
    entries = tracking.initiatives(Entry.objects.filter(roadmap=roadmap))
    initiatives = entries.get(roadmap.slug, [])
    rows = board.rows(roadmap.slug, initiatives, timezone.localdate(), since)
    overdue = {row.code: row.report_due - LONGEST_SILENCE for row in rows if row.is_overdue}
    _settle(roadmap, overdue)
    if not overdue:
        return 0
    lock(roadmap)  # so that two clocks do not tell the same
    known = Notice.objects.filter(roadmap=roadmap, kind=Kind.PROGRESS_DUE)
    told = set(known.values_list("person", "element__code", "since"))
    made = 0
    for element, person in _reporters(roadmap, overdue):
        if (person.pk, element.code, overdue[element.code]) not in told:
            notice = Notice(person=person, roadmap=roadmap, element=element)
            said = {"since": overdue[element.code], "made_at": timezone.now()}
            record(None, "told", notice, kind=Kind.PROGRESS_DUE, **said)
            made += 1
    return made


def _settle(roadmap, overdue):
    """What is not overdue any more waits for nobody."""
    asked = Notice.objects.filter(roadmap=roadmap, kind=Kind.PROGRESS_DUE, done_at=None)
    for notice in asked.select_related("element"):
        if overdue.get(notice.element.code) != notice.since:
            record(None, "settled", notice, done_at=timezone.now())


def _reporters(roadmap, codes):
    """Each initiative with those who report on it: reporters of an organisation that leads it."""
    leads = defaultdict(set)
    elements = roadmap.elements.standing().filter(code__in=codes)
    parts = elements.filter(participations__role__in=LEADING, participations__is_withdrawn=False)
    for code, organisation in parts.values_list("code", "participations__organisation"):
        leads[code].add(organisation)
    reporters = people_of(roadmap, Role.REPORTER)
    for element in elements.order_by("code"):
        own = Q(memberships__organisation__in=leads[element.code] - {None})
        for person in reporters.filter(own).distinct():
            yield element, person
