"""Whether those who commented are satisfied with the answer, said on the page of what they sent."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadmaps import verdicts
from roadmaps.models import Comment, Submission
from roadmaps.submissions import sends
from roadmaps.views.confirming import attempt, by_oneself, done


class VerdictForm(forms.Form):
    """Satisfied or not, and what is missing."""

    verdict = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    note = forms.CharField(required=False, max_length=2000)


@require_POST
@by_oneself
@login_required
def judge(request, key):
    """Say whether an answer satisfies one's organisation."""
    mine = Submission.objects.of(request.user).values("pk")
    near = ("submission__consultation__roadmap", "submission__organisation")
    seen = Comment.objects.visible_to(request.user).filter(submission__in=mine)
    it = seen.select_related(*near).filter(pk=key).first()
    if it is None or not sends(request.user, it.submission):
        raise Http404
    form = VerdictForm(request.POST)
    error = _("Say whether the answer satisfies you.")
    if form.is_valid():
        said = form.cleaned_data
        is_satisfied = said["verdict"] == "yes"
        error = attempt(lambda: verdicts.judge(request.user, it, is_satisfied, said["note"]))
    there = reverse("submission", args=[it.submission_id])
    return done(request, f"{there}#comment-{it.number}", error)
