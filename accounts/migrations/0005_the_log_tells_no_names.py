import hashlib
import json

from django.db import migrations

from changes.veils import veiled

# Lines written before names and addresses were veiled are veiled here, and the histories of the
# people in question sealed anew from their beginning. It is the only time that lines are
# rewritten; docs/decisions says why. To go back would need what was taken out.


def seal(previous, line):
    said = [line.ledger, line.revision, line.verb, line.subject, line.fields]
    done = [str(line.actor_id), line.at.isoformat(), str(line.request or "")]
    also = {"on_behalf_of": line.on_behalf_of_id, "credential": line.credential}
    more = {name: str(key) for name, key in also.items() if key}
    parts = [previous, said, done, more] if more else [previous, said, done]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_clear(text):
    return text and not text.startswith("veiled:")


def names_somebody(line):
    texts = [text for name in ("email", "name") for text in line.fields.get(name, [])]
    return line.subject == line.ledger and any(map(is_clear, texts))


def check(lines):
    """Refuse to seal anew what somebody has rewritten: that would hide it."""
    previous = ""
    for line in lines:
        if line.hash != seal(previous, line):
            raise ValueError(f"{line.ledger}: line {line.revision} is not as it was written.")
        previous = line.hash


def veil(lines, secret):
    """The lines of one person, told again without names; gives the hash of the last one."""
    check(lines)
    previous = ""
    for line in lines:
        if line.subject == line.ledger:
            for name in {"email", "name"} & line.fields.keys():
                line.fields[name] = [
                    veiled(text, secret) if is_clear(text) else text for text in line.fields[name]
                ]
        previous = line.hash = seal(previous, line)
        type(line).objects.filter(pk=line.pk).update(fields=line.fields, hash=line.hash)
    return previous


def tell_no_names(apps, schema_editor):
    changes = apps.get_model("changes", "Change").objects
    users = apps.get_model("accounts", "User").objects
    schema_editor.execute("ALTER TABLE changes_change DISABLE TRIGGER lines_are_for_ever")
    for user in users.order_by("pk"):
        ledger = f"accounts.user:{user.pk}"
        lines = list(changes.filter(ledger=ledger).order_by("revision"))
        if any(map(names_somebody, lines)):
            users.filter(pk=user.pk).update(head=veil(lines, user.secret))
    schema_editor.execute("ALTER TABLE changes_change ENABLE TRIGGER lines_are_for_ever")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_accounts_can_be_closed"),
        ("changes", "0003_lines_say_for_whom_and_by_which_key"),
    ]
    operations = [migrations.RunPython(tell_no_names, migrations.RunPython.noop)]
