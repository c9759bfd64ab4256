import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
        ("changes", "0002_lines_are_for_ever"),
    ]
    operations = [
        migrations.AddField(
            model_name="change",
            name="credential",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
    ]
