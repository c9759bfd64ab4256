import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0012_maps_go_through_steps")]

    operations = [
        migrations.AddField(
            model_name="roadmap",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roadmaps.roadmap",
                verbose_name="successor",
            ),
        ),
    ]
