import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import terms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_names_stand_on_one_line"),
        ("roadmaps", "0014_organisations_say_what_they_think"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("revision", models.BigIntegerField(default=0, editable=False)),
                ("head", models.CharField(default="", editable=False, max_length=64)),
                ("edits", models.JSONField(verbose_name="changes")),
                ("context", models.JSONField()),
                ("base", models.BigIntegerField(verbose_name="base")),
                (
                    "reason",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="reason",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "visibility",
                    terms.fields.TermField("visibility", default="public", max_length=30),
                ),
                (
                    "outcome",
                    terms.fields.TermField(
                        "proposal_outcome", default="open", max_length=30, verbose_name="outcome"
                    ),
                ),
                ("taken", models.JSONField(blank=True, default=list)),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "elements",
                    models.ManyToManyField(
                        blank=True, related_name="proposals", to="roadmaps.element"
                    ),
                ),
                (
                    "figures",
                    models.ManyToManyField(
                        blank=True, related_name="proposals", to="roadmaps.figure"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="roadmaps.roadmap",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="roadmaps.proposal",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["roadmap", "-made_at"], name="proposals_of_a_map"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("outcome", "open")),
                    models.Q(
                        models.Q(("outcome", "open"), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="answered_proposals_say_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "declined"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_proposals_say_why",
                violation_error_message="Say why it is declined.",
            ),
        ),
    ]
