"""Published elements, figures, links, milestones and reports, each to be looked up by itself.

They repeat what the current editions say, so that a list for the public never reads the working
copy: what is being drafted cannot be guessed from a count, a filter or the order of a list. Only
how published initiatives get on is told here as it comes in, on top of the edition.
"""

from collections import Counter

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from roadmaps.roadmap import Roadmap

MONITORED = ("forecast", "achieved")  # of a milestone; the rest of it is content


class EntryQuerySet(models.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def replace(self, roadmap, document):
        """Let the public look up this document of the map instead of the one before."""
        self.forget(roadmap)
        self.bulk_create(_entries(roadmap, document), batch_size=500)

    def forget(self, roadmap):
        """Let nobody look up anything of a map any more."""
        self.filter(roadmap=roadmap).delete()

    def track(self, roadmap, code, steps, reports, day):
        """Tell the public how an initiative gets on, if it stands in the current edition.

        steps: its milestones as documents tell them; of those that are published it is told from
        this day on what is expected and what was reached. reports: all that stand.
        """
        here = self.filter(roadmap=roadmap)
        if not here.of_kind("initiative").filter(key=code).exists():
            return
        now = {step["id"]: step for step in steps}
        known = here.of_kind("milestone").filter(data__contains={"initiative": code})
        for entry in known:
            step = now.get(str(entry.uid))
            monitored = step and {name: step[name] for name in MONITORED}
            if monitored and monitored != {name: entry.data[name] for name in MONITORED}:
                entry.data |= monitored | {"told_on": day.isoformat()}
                entry.save(update_fields=["data"])
        here.of_kind("progress_update").filter(data__contains={"initiative": code}).delete()
        self.bulk_create([_report(roadmap, code, report) for report in reports])


class Entry(models.Model):
    """A map in force, or one element, figure, link, milestone or report of it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20)  # roadmap, figure, link, milestone …, a kind of element
    key = models.CharField(max_length=80)  # in which lists are ordered
    uid = models.UUIDField()
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    data = models.JSONField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="entry_key_once"),
            models.UniqueConstraint(fields=["kind", "uid", "roadmap"], name="entry_once"),
        ]
        indexes = [
            models.Index(fields=["roadmap", "kind", "key"], name="entries_of_a_map"),
            models.Index(fields=["key"], name="entries_in_order"),
            GinIndex(fields=["data"], opclasses=["jsonb_path_ops"], name="entries_by_content"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


def _entries(roadmap, document):
    slug = document["roadmap"]["slug"]
    yield _entry(roadmap, "roadmap", slug, document["roadmap"], {"counts": _counts(document)})
    for number, figure in enumerate(document["figures"]):
        yield _entry(roadmap, "figure", f"{slug}#{number:03d}", figure, {"element": None})
    for element in document["elements"]:
        yield from _of_element(roadmap, element)
    for link in document["links"]:
        if link["source"]["roadmap"] == slug:
            ends = (link["source"]["code"], link["kind"], link["target"]["code"])
            yield _entry(roadmap, "link", " ".join(ends), link, {})


def _counts(document):
    slug = document["roadmap"]["slug"]
    counts = Counter(element["kind"] for element in document["elements"])
    figures = [element["figures"] for element in document["elements"]]
    counts["figure"] = len(document["figures"]) + sum(map(len, figures))
    counts["link"] = sum(link["source"]["roadmap"] == slug for link in document["links"])
    return dict(counts)


def _of_element(roadmap, element):
    code = element["code"]
    yield _entry(roadmap, element["kind"], code, element, {})
    for number, figure in enumerate(element["figures"]):
        yield _entry(roadmap, "figure", f"{code}#{number:03d}", figure, {"element": code})
    for number, milestone in enumerate(element.get("milestones", [])):
        key = f"{code}#{number:03d}"
        yield _entry(roadmap, "milestone", key, milestone, {"initiative": code, "told_on": None})
    for report in element.get("progress", []):
        yield _report(roadmap, code, report)


def _report(roadmap, code, report):
    key = f"{code}@{report['as_of']}#{report['id']}"
    return _entry(roadmap, "progress_update", key, report, {"initiative": code})


def _entry(roadmap, kind, key, thing, where):
    return Entry(
        roadmap=roadmap,
        kind=kind,
        key=key,
        uid=thing["id"],
        earliest=thing.get("earliest"),
        latest=thing.get("latest"),
        data={**thing, **where, "roadmap": roadmap.slug},
    )
