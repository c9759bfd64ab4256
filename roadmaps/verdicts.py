"""Whether those who commented are satisfied with what they were answered."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.models import Recorded, record_held
from roadmaps.comments import Comment
from roadmaps.submissions import Submission, sends, take


class VerdictQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those on comments of submissions that somebody reads."""
        read = Submission.objects.read_by(actor).values("pk")
        return self.filter(comment__submission__in=read)


class Verdict(Recorded):
    """What an organisation says of the answer to one of its comments."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="verdict")
    is_satisfied = models.BooleanField(_("satisfied"))
    note = models.TextField(_("what is missing"), blank=True, max_length=2000)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["comment"]

    def __str__(self):
        return f"{self.comment}: {self.is_satisfied}"

    @property
    def ledger(self):
        return self.comment.submission


@transaction.atomic
def judge(actor, comment, is_satisfied: bool, note: str = ""):
    """Say in the name of one's organisation whether an answer satisfies it; one may think again."""
    submission = take(comment.submission)
    require_rule(actor, sends, submission)
    comment = submission.comments.get(pk=comment.pk)
    comment.submission = submission
    if not comment.responses.given().exists():
        raise Refused(gettext("There is no answer to this yet."))
    if not is_satisfied and not note.strip():
        raise ValidationError({"note": [gettext("Say what is missing.")]})
    verdict = Verdict.objects.filter(comment=comment).first() or Verdict(comment=comment)
    verdict.comment = comment  # its ledger has to be the row that is held
    said = {"is_satisfied": is_satisfied, "note": note.strip()}
    record_held(actor, "judged", verdict, **said)
    return verdict
