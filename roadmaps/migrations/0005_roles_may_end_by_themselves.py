from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0004_rights_have_an_epoch")]
    operations = [
        migrations.AddField(
            model_name="maprole",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
    ]
