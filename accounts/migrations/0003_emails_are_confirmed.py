from django.db import migrations


def confirm(apps, _schema_editor):
    """Whoever has an account was given it by somebody who knew the e-mail."""
    address = apps.get_model("account", "EmailAddress")
    people = apps.get_model("accounts", "User").objects.filter(emailaddress=None)
    rows = [
        address(user=person, email=person.email.lower(), verified=True, primary=True)
        for person in people.iterator()
    ]
    # Of two accounts whose e-mails differ in capitals only, one has to choose another one.
    address.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_keys_for_programs"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
