"""Every list of the API, with ten maps in the database and with a thousand."""

import uuid

from django.db import connection
from django.test import Client

from api.urls import LISTS
from changes import roles
from roadmaps.models import Edition, Entry, Roadmap
from tests.benchmarks.measuring import Row, medians

ROUNDS = 15
FEW, MANY = 10, 1000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows() -> list[Row]:
    """How much slower the first page of a list is where there are a hundred times as many maps."""
    leave(FEW)
    few = _first_pages()
    multiply(MANY - FEW)
    many = _first_pages()
    told = []
    for name in LISTS:
        ratio = many[name] / few[name]
        figure = f"{few[name] * 1000:.1f} ms and {many[name] * 1000:.1f} ms"
        what = f"`/{name}`: time with {MANY} maps against {FEW}"
        told.append(Row(what, figure, ratio, "≤ 1.3", ratio <= 1.3))
    return told


def _first_pages():
    with roles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(SERVER_NAME="localhost")
    taken = medians(ROUNDS, **{name: _page(client, name) for name in LISTS})
    return taken


def _page(client, name):
    def ask():
        response = client.get(f"/api/v1/{name}")
        if response.status_code != 200:
            raise SystemExit(f"/{name} answered {response.status_code}.")

    return ask


def leave(number):
    """Let the public see only so many maps."""
    shown = list(Roadmap.objects.order_by("slug").values_list("pk", flat=True)[:number])
    Entry.objects.exclude(roadmap__in=shown).delete()
    Roadmap.objects.exclude(pk__in=shown).update(is_published=False)


def multiply(number):
    """So many copies of the automotive map, with editions and entries of their own."""
    original = Roadmap.objects.get(slug="automotive")
    edition = original.editions.get()
    entries = list(original.entries.all())
    copies = [_copy(original, count) for count in range(number)]
    Roadmap.objects.bulk_create(copies)
    fields = [field.attname for field in Edition._meta.concrete_fields]
    said = {name: getattr(edition, name) for name in fields}
    Edition.objects.bulk_create(
        [Edition(**(said | {"id": uuid.uuid4(), "roadmap_id": copy.pk})) for copy in copies],
        batch_size=100,
    )
    for copy in copies:
        Entry.objects.bulk_create([_entry(entry, copy) for entry in entries])


def _copy(original, count):
    fields = [field.attname for field in Roadmap._meta.concrete_fields]
    said = {name: getattr(original, name) for name in fields}
    letters = "".join(LETTERS[count // 26**place % 26] for place in (2, 1, 0))
    names = {"id": uuid.uuid4(), "slug": f"copy-{count}", "prefix": f"Z{letters}"}
    return Roadmap(**(said | names | {"is_published": True}))


def _entry(entry, roadmap):
    key = entry.key.replace("AUT", roadmap.prefix).replace("automotive", roadmap.slug)
    data = entry.data | {"roadmap": roadmap.slug, "id": str(uuid.uuid4())}
    if "code" in data:
        data["code"] = key
    return Entry(
        roadmap=roadmap,
        kind=entry.kind,
        key=f"{roadmap.prefix} {key}"[:80] if entry.kind == "link" else key,
        uid=data["id"],
        earliest=entry.earliest,
        latest=entry.latest,
        data=data,
    )
