"""How people write each kind of thing, whichever way their request came.

A writer finds the thing, reads the body, calls one command of the domain, and tells what stands
there now. It knows nothing of HTTP.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404
from rest_framework import serializers

from api import abilities, bodies, conditions, etags, fields, sight
from api.bodies import Body, Values
from api.conditions import Condition
from api.described import Described
from api.mistakes import Mistakes, mistake
from changes.merging import Clash
from changes.models import Change, lock
from roadmaps.document.rows import plain
from roadmaps.models import Figure
from roadmaps.roadmap import Refused
from sectors.models import Sector

Item = dict[str, Any]
NO = (
    Clash, Refused, ValidationError, PermissionDenied, Mistakes,
    conditions.Stale, conditions.Unconditional,
)  # fmt: skip
OWNED = (
    "id", "roadmap", "kind", "code", "number", "revision", "is_withdrawn", "position", "etag",
    "abilities", "ledger", "earliest", "latest",
)  # fmt: skip
ROOT = "/api/v1"


class Moved(Exception):
    """Somebody else wrote on the map between our look at the thing and our lock."""


class Writer(Described):
    """What people do with one kind of thing, by the bodies of requests.

    commands: the module of the domain. places: members that say where a new thing stands.
    """

    name = ""  # in addresses
    named_by = "id"  # the member by which a thing is named there
    commands: Any
    may: tuple[str, ...] = ("add", "edit", "withdraw", "restore", "reorder")
    near: tuple[str, ...] = ("roadmap",)  # what is read together with a row
    places: Mapping[str, Any] = {}

    def __init__(self, name: str = ""):
        self.name = name or self.name
        label = self.model.__name__
        owned = (*OWNED, *self.told, *self.places)
        self.new = Body(f"New{label}", {**self.places, **self.written(True)}, owned)
        self.changed = Body(f"{label}Edit", {"base": bodies.BASE, **self.written(False)}, owned)
        sibling = fields.Reference(lambda actor, key: self.place(actor, key), allow_null=True)
        self.moved = Body(f"{label}Place", {"after": sibling})
        self.draft_of = Body(f"{label}Draft", self.described())
        self.columns = {**self.told, **_columns(self.model, self.names())}

    def written(self, is_new: bool) -> Values:
        """The members that people may write."""
        return bodies.written(self.model, self.names(), is_new)

    # What people do.

    @transaction.atomic
    def add(self, actor, said: Item) -> Any:
        """Write something new."""
        values = self.new.read(actor, said)
        return self.put(actor, bodies.emptied(self.model, values))

    def put(self, actor, values: Values) -> Any:
        """The command that writes something new."""
        raise NotImplementedError

    def edit(self, actor, key: str, said: Item, condition: Condition | None) -> Any:
        """Change some members."""

        def change(thing):
            told = dict(said)
            base = conditions.base_of(told, condition, thing)
            values = self.changed.read(actor, told)
            if isinstance(values.get("translations"), dict):
                values["translations"] = _patched(thing, values["translations"])
            return self.commands.edit(actor, thing, base, **bodies.emptied(type(thing), values))

        return self._settled(actor, key, change, condition)

    def withdraw(self, actor, key: str, condition: Condition | None) -> Any:
        """Take it off the map."""
        return self._settled(
            actor, key, lambda thing: self.commands.withdraw(actor, thing), condition
        )

    def restore(self, actor, key: str, condition: Condition | None) -> Any:
        """Put it back on the map."""
        return self._settled(
            actor, key, lambda thing: self.commands.restore(actor, thing), condition
        )

    def reorder(self, actor, key: str, said: Item) -> Any:
        """Put it behind another one, or before all of them."""

        def move(thing):
            after = self.moved.read(actor, said)["after"]
            return self.commands.reorder(actor, thing, after)

        return self._attempt(actor, key, move, None, is_held=True)

    def address(self, item: Item) -> str:
        """Where the working copy of the thing can be found from now on."""
        return f"{ROOT}/{self.name}/{item[self.named_by]}?draft=true"

    # How it is found.

    def find(self, key: str) -> Any:
        """The row with this id, with the map on which it stands."""
        found = self.rows().filter(sight.same(key)).first()
        if found is None:
            raise Http404
        return found

    def rows(self) -> Any:
        return self.model.objects.select_related(*self.near)

    def place(self, actor, key: str) -> Any:
        """A thing of the same kind, if this person may see it."""
        try:
            found = self.find(key)
        except Http404:
            return None
        return found if sight.sees(actor, found) else None

    def place_of(self, actor, said: Item) -> Any:
        """Where something new is to stand; nothing where that is not said or cannot be seen."""
        for name, field in self.places.items():
            if isinstance(said.get(name), str):
                try:
                    return field.find(actor, said[name])
                except serializers.ValidationError:
                    return None
        return None

    def draft(self, actor, key: str) -> Any:
        """The thing, for members of the map."""
        found = self.find(key)
        if not sight.sees_draft(actor, found):
            raise Http404
        return found

    # How it is told.

    def tell(self, actor, thing: Any) -> Item:
        """What stands there now, with its tag and what this person may do with it."""
        rows = self.model._base_manager.filter(pk=thing.pk)
        if "sectors" in self.columns:
            served = Sector.objects.filter(elements=models.OuterRef("pk")).order_by("code")
            rows = rows.annotate(codes_of_sectors=ArraySubquery(served.values("code")))
        (values,) = rows.values(*self.columns.values(), *self.kept)
        item = {"id": str(thing.pk), "roadmap": thing.roadmap.slug}
        item |= {name: plain(values[path]) for name, path in self.columns.items()}
        item |= {name: values[name] for name in self.kept} | self.checked(actor, thing, item)
        item["abilities"] = abilities.of(actor, thing)
        return item | {"etag": etags.of_item(item, item["revision"])}

    def checked(self, actor, thing: Any, item: Item) -> Item:
        """Members that are told otherwise, because not everybody may see what they name."""
        return {}

    # How nothing comes in between.

    def _settled(self, actor, key, act, condition):
        try:
            return self._attempt(actor, key, act, condition)
        except Moved:
            return self._attempt(actor, key, act, condition, is_held=True)

    @transaction.atomic
    def _attempt(self, actor, key, act: Callable, condition, is_held=False):
        """Look, and do it; what was seen before the lock has to hold when the lock is held."""
        thing = self.find(key)
        if is_held:
            lock(thing.ledger)
            thing = self.find(key)
        seen_at, degrees = thing.ledger.revision, sight.degrees(thing)
        with _hidden_is_missing(actor, thing, degrees):
            try:
                if condition is not None:
                    condition.require(thing)
                done = act(thing)
            except NO as error:
                if not is_held and _has_moved(thing, seen_at, condition):
                    raise Moved from error
                raise
        if not is_held and _has_moved(thing, seen_at, condition):
            raise Moved
        return done


@contextmanager
def _hidden_is_missing(actor, thing, degrees) -> Iterator[None]:
    """Whatever else is wrong: to somebody who may not see it, it is not there."""
    try:
        yield
    except NO as error:
        if not sight.sees(actor, thing, degrees):
            raise Http404 from error
        raise
    if not sight.sees(actor, thing, degrees):
        raise Http404


def _has_moved(thing, seen_at, condition):
    """Whether what was looked at may have been another thing by the time of the lock."""
    held_at = thing.ledger.held_at
    if held_at is None or held_at == seen_at:
        return False
    between = Change.objects.within(thing.ledger).after(seen_at).filter(revision__lte=held_at)
    return condition is not None or between.filter(fields__has_key="visibility").exists()


def _patched(thing, patch):
    try:
        return fields.patched(thing.translations, patch)
    except serializers.ValidationError as error:
        raise mistake("translations", "invalid", " ".join(map(str, error.detail))) from error


def _columns(model, names) -> dict[str, str]:
    """Where each member is found: rows by their codes, figures and elements of a list too."""
    found = {}
    for name in names:
        column = model._meta.get_field(name)
        if column.many_to_many:
            found[name] = "codes_of_sectors"
        elif column.is_relation:
            is_figure = column.related_model is Figure
            found[name] = f"{name}_id" if is_figure else f"{name}__code"
        else:
            found[name] = name
    return found
