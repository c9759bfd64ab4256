"""The log of everything anybody did, and the only two ways to write to the database.

Each thing with a history of its own (a map, a sector, an organisation …) is a ledger. Its lines
are numbered without gaps under the lock of its own row, so writers on different maps never wait
for one another, and each line carries the hash of the line before it.
"""

import hashlib
import json
import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from changes.bus import announce
from changes.constraints import explained
from changes.requests import request_id
from changes.values import held, require_legible, told
from changes.veils import veiled

COUNTERS = ("revision", "head")  # of a ledger; they are no contents

CURRENT_TRANSACTION = models.Func(
    template="(pg_current_xact_id()::text::bigint)", output_field=models.BigIntegerField()
)
OLDEST_RUNNING = models.Func(
    template="(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)",
    output_field=models.BigIntegerField(),
)


class ChangeQuerySet(models.QuerySet):
    def of(self, subject):
        return self.filter(subject=address(subject))

    def within(self, ledger):
        return self.filter(ledger=address(ledger))

    def after(self, revision):
        return self.filter(revision__gt=revision)

    def with_people(self):
        """Together with who did it, for whom, and whose proposal it was."""
        return self.select_related("actor", "on_behalf_of", "proposed_by")

    def settled(self):
        """Only what no running transaction can still come before, in the order of commits."""
        return self.filter(transaction__lt=OLDEST_RUNNING).order_by("transaction", "pk")

    def field_names(self):
        return {name for fields in self.values_list("fields", flat=True) for name in fields}


class Change(models.Model):
    """One thing that one person did to one object. Never edited, never deleted."""

    at = models.DateTimeField()
    actor = models.ForeignKey(  # none: the clock
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="changes"
    )
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    ledger = models.CharField(max_length=80)
    revision = models.BigIntegerField()
    fields = models.JSONField(default=dict)  # {name: [before, after]}
    request = models.UUIDField(null=True, db_index=True)  # what was done in one go
    on_behalf_of = models.ForeignKey(  # the organisation for which the actor said they act
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey(  # who had proposed what the actor took up
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    credential = models.UUIDField(null=True)  # the key by which it was asked for
    transaction = models.BigIntegerField(db_default=CURRENT_TRANSACTION, editable=False)
    hash = models.CharField(max_length=64)

    # What the public needs to follow what is published; who did it, and what it said, stays here.
    OPEN = ("id", "at", "verb", "subject", "ledger", "revision", "transaction")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "revision"], name="one_line_a_revision")
        ]
        indexes = [models.Index(fields=["transaction", "id"], name="feed_order")]

    def __str__(self):
        return f"{self.ledger} line {self.revision}: {self.verb} {self.subject}"

    def seal(self, previous: str) -> str:
        """The hash of this line, which depends on every line before it.

        previous: the hash of the line before, empty for the first one. SHA-256 in hex.
        """
        said = [self.ledger, self.revision, self.verb, self.subject, self.fields]
        done = [str(self.actor_id), self.at.isoformat(), str(self.request or "")]
        also = {
            "on_behalf_of": self.on_behalf_of_id,
            "credential": self.credential,
            "proposed_by": self.proposed_by_id,
        }
        more = {name: str(key) for name, key in also.items() if key}  # older lines had none
        parts = [previous, said, done, more] if more else [previous, said, done]
        line = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(line.encode()).hexdigest()


class Recorded(models.Model):
    """A model whose rows change only through `record` and `erase`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.BigIntegerField(default=0, editable=False)  # of its ledger, when last changed

    UNTOLD: frozenset[str] = frozenset()  # fields that do not stand in the log
    VEILED: frozenset[str] = frozenset()  # texts of which it says only that they changed

    class Meta:
        abstract = True

    @property
    def ledger(self):
        """The thing in whose history changes of this row are told."""
        return self

    @property
    def veil(self):
        """The secret under which the log tells what is veiled."""
        return ""


class Ledger(Recorded):
    """A thing with a history of its own: it counts its changes and seals them."""

    head = models.CharField(max_length=64, default="", editable=False)  # hash of its last line

    held_at: int | None = None  # the revision that it had when it was last locked

    class Meta:
        abstract = True


def address(subject):
    """The one name of a row in the log, also where its fields are spread over several tables."""
    return f"{table(type(subject))}:{subject.id}"


def table(model):
    """The name in the log of all rows of a model."""
    return [model, *model._meta.all_parents][-1]._meta.label_lower


def record(actor, verb, subject, **fields):
    """Set the fields, save the subject, and log who did it; one number for all three.

    What the tables refuse is a ValidationError with the sentence of the constraint.
    """
    with explained(subject), transaction.atomic():
        lock(subject.ledger)
        return _record(actor, verb, subject, fields)


def record_held(actor, verb, subject, **fields):
    """The same where the command has locked the ledger itself and nothing was written since."""
    with explained(subject):
        return _record(actor, verb, subject, fields)


def _record(actor, verb, subject, fields):
    is_new = subject._state.adding
    require_legible(fields)
    veil = "" if is_new else subject.veil  # the fields may change it, or end it
    before = {name: None if is_new else held(subject, name) for name in fields}
    groups = {name for name in fields if subject._meta.get_field(name).many_to_many}
    for name in fields.keys() - groups:
        setattr(subject, name, fields[name])
    known = {field.name for field in subject._meta.fields if _is_known(field, subject, fields)}
    subject.full_clean(exclude=groups | known, validate_unique=False, validate_constraints=False)
    after = {name: held(subject, name) for name in fields.keys() - groups - subject.UNTOLD}
    after |= {name: told(subject._meta.get_field(name), fields[name]) for name in groups}
    if is_new:
        after = _all_that_is_set(subject) | after
    said = _as_told(_differences(before, after), subject, subject.veil if is_new else veil)
    change = _write(actor, verb, subject, said)
    _keep(subject, fields.keys() - groups)
    for name in groups:
        getattr(subject, name).set(fields[name])
    return change


def _all_that_is_set(subject):
    """What a new row holds, so that the log alone could write it again."""
    said = {}
    for field in subject._meta.concrete_fields:
        is_counted = field.name in (*COUNTERS, "id") or field.name in subject.UNTOLD
        if is_counted or getattr(field.remote_field, "parent_link", False):
            continue
        if (value := held(subject, field.name)) not in (None, "", [], {}):
            said[field.name] = value
    return said


def _is_known(field, subject, fields):
    """A row that we hold in our hands, or held before, need not be looked up to see that it is."""
    is_old = not subject._state.adding and field.name not in fields
    return field.is_relation and (is_old or field.is_cached(subject))


@transaction.atomic
def erase(actor, verb, subject):
    """Delete the subject, logging every field it had."""
    lock(subject.ledger)
    had = {name: [value, None] for name, value in _all_that_is_set(subject).items()}
    change = _write(actor, verb, subject, _as_told(had, subject, subject.veil))
    subject.delete()
    return change


def lock(ledger):
    """Hold the row of a ledger until the transaction ends, and see it as it is now.

    Lines that only name the row, as their actor or their source, need not wait for it: whoever
    holds it may in turn be waiting for what they hold.
    """
    if not ledger._state.adding:
        rows = type(ledger)._base_manager.select_for_update(no_key=True)
        ledger.refresh_from_db(from_queryset=rows)
    ledger.held_at = ledger.revision
    return ledger


def _as_told(fields, subject, veil):
    """The fields as the log may keep them for ever."""
    told = {name: pair for name, pair in fields.items() if name not in subject.UNTOLD}
    for name in subject.VEILED & told.keys():
        told[name] = [veiled(value, veil) for value in told[name]]
    return told


def _write(actor, verb, subject, fields):
    ledger, acting = subject.ledger, getattr(actor, "acting", None)
    change = Change(
        at=timezone.now(),
        actor=actor,
        verb=verb,
        subject=address(subject),
        ledger=address(ledger),
        revision=ledger.revision + 1,
        fields=fields,
        request=request_id.get(),
        on_behalf_of=acting and acting.organisation,
        proposed_by=getattr(actor, "takes_up_from", None),
        credential=acting and acting.credential,
    )
    change.hash = change.seal(ledger.head)
    subject.revision = ledger.revision = change.revision
    ledger.head = change.hash
    change.save(force_insert=True)
    announce(change.ledger, change.revision)
    if ledger is not subject:
        rows = type(ledger)._base_manager.filter(pk=ledger.pk)
        rows.update(revision=ledger.revision, head=ledger.head)
    return change


def _keep(subject, names):
    if subject._state.adding:
        subject.save(force_insert=True)
    else:
        counters = {"revision", "head"} if subject.ledger is subject else {"revision"}
        subject.save(update_fields={*names, *counters})


def _differences(before, after):
    return {
        name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]
    }
