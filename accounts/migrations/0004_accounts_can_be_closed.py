from django.db import migrations, models

import changes.veils
import terms.fields


def give_secrets(apps, schema_editor):
    """Each person a secret of their own: the default was made once, for all rows."""
    users = apps.get_model("accounts", "User").objects
    for key in users.values_list("pk", flat=True):
        users.filter(pk=key).update(secret=changes.veils.new_secret())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_emails_are_confirmed")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="role",
            field=terms.fields.TermField(
                "membership_role", default="member", max_length=30, verbose_name="role"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="secret",
            field=models.CharField(
                blank=True, default=changes.veils.new_secret, editable=False, max_length=64
            ),
        ),
        migrations.RunPython(give_secrets, migrations.RunPython.noop),
    ]
