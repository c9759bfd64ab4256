from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0007_titles_stand_on_one_line")]
    operations = [
        migrations.AddField(
            model_name="relation",
            name="is_withdrawn",
            field=models.BooleanField(default=False, editable=False, verbose_name="withdrawn"),
        ),
    ]
