"""Two people at one thing: different fields merge, the same field clashes and nothing is lost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from changes.models import Change
from changes.values import emptied, held, told

MISSING = object()


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: as both saw it, as it stands now, as I want it."""

    base: Any
    theirs: Any
    mine: Any


class Clash(Exception):
    """Somebody else has changed the same fields since; fields: {name: Difference}."""

    def __init__(self, subject, fields: dict[str, Difference], later: Sequence[Change] = ()):
        """later: the lines of the log since then, in their order."""
        self.subject = subject
        self.fields = fields
        self.revision = subject.ledger.revision  # as the base on which the writer can go on
        written = {name: _line(later, name, each.theirs) for name, each in fields.items()}
        self.lines = {name: line for name, line in written.items() if line}
        super().__init__(_("Somebody else has changed the same in the meantime."))

    @property
    def names(self):
        return sorted(self.fields)

    def as_json(self) -> dict[str, dict[str, Any]]:
        return {name: asdict(difference) for name, difference in self.fields.items()}


def merge(subject, base: int, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that are left to write on a subject whose ledger is locked.

    base: the revision of the ledger that the writer saw. A field that was changed after it clashes,
    unless both want the same. Translations merge text by text.
    """
    _require_known(subject.ledger, base)
    is_behind = base < subject.ledger.revision
    later = list(Change.objects.of(subject).after(base).order_by("revision")) if is_behind else []
    since: dict[str, Any] = {}
    for change in later:
        for name, (before, _after) in change.fields.items():
            since.setdefault(name, before)
    settled: dict[str, Any] = {}
    clashes: dict[str, Difference] = {}
    for name, value in fields.items():
        field, theirs = subject._meta.get_field(name), held(subject, name)
        value = emptied(field, value)
        if name in since and told(field, value) != theirs:
            value, disputed = settle(field, since[name], theirs, value)
            clashes |= disputed
        if told(field, value) != theirs:
            settled[name] = value
    if clashes:
        raise Clash(subject, clashes, later)
    return settled


def value_at(subject, base: int, name: str) -> Any:
    """What a field held when its ledger had this revision, as the log tells it."""
    later = Change.objects.of(subject).after(base).filter(fields__has_key=name)
    first = later.order_by("revision").first()
    return first.fields[name][0] if first else held(subject, name)


def settle(field, base, theirs, value) -> tuple[Any, dict[str, Difference]]:
    """What to write of a field that two people changed, and where they clash.

    base and theirs as the log tells them. Translations are settled text by text.
    """
    mine = told(field, value)
    if not isinstance(field, models.JSONField):
        return value, {field.name: Difference(base, theirs, mine)}
    _require_fitting(field, mine)
    merged, disputed = _merged_texts(base or {}, theirs or {}, mine)
    return merged, {f"{field.name}.{path}": each for path, each in disputed.items()}


def _require_known(ledger, base):
    if not isinstance(base, int) or isinstance(base, bool) or not 0 <= base <= ledger.revision:
        message = _("The base has to be a revision of this map that you have seen: 0 to %(last)s.")
        raise ValidationError({"base": [message % {"last": ledger.revision}]})


def _require_fitting(field, texts):
    # What is taken apart has to have the parts; the table asks only when all is put together.
    try:
        field.run_validators(texts)
    except ValidationError as error:
        raise ValidationError({field.name: error.messages}) from error


def _merged_texts(base, theirs, mine):
    """Nested dictionaries merged leaf by leaf, and the leaves that both changed."""
    paths = {*_leaves(base), *_leaves(theirs), *_leaves(mine)}
    merged: dict[str, Any] = {}
    disputed = {}
    for path in sorted(paths):
        old, other, own = (_leaf(each, path) for each in (base, theirs, mine))
        if old != other and old != own and other != own:
            said = [None if each is MISSING else each for each in (old, other, own)]
            disputed[".".join(path)] = Difference(*said)
        value = other if old == own else own
        if value is not MISSING:
            merged.setdefault(path[0], {})[path[1]] = value
    return merged, disputed


def _line(later, path, theirs):
    """The line that wrote what stands there now, in a field or in one of its texts."""
    name, *way = path.split(".")
    for change in reversed(later):
        before, after = (_at(side, way) for side in change.fields.get(name, (None, None)))
        if before != after and after == theirs:
            return change
    return None


def _at(value, way):
    for key in way:
        value = (value or {}).get(key)
    return value


def _leaves(texts):
    return {(language, name) for language, said in texts.items() for name in said}


def _leaf(texts, path):
    return texts.get(path[0], {}).get(path[1], MISSING)
