"""A round of consultation on one map of the demo, from the invitation to half of the answers.

It asks about the next edition of that map, and ends while the answers are being written. Who says
something in it is made up, and so is what they say: names, brief and reasons tell as much.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import organisations, people
from accounts.models import Organisation, User
from changes.models import Change
from demo import acts, cast, voices
from demo.acts import the_map
from roadmaps import (
    answering,
    comments,
    invited,
    map_roles,
    proposals,
    receipts,
    submissions,
    verdicts,
    workflow,
)
from roadmaps.models import Comment, Consultation, Submission

NOTE = (
    "Made up to show how it works: there is no such organisation. · "
    "Inventada para mostrar cómo funciona: esta organización no existe."
)
WHY_REVIEWED = "Some statements are missing yet. Made up to show how it works."
ASKED_FOR = timedelta(days=30)


class Telling:
    """The round while it is told: the people who act in it, and what they have changed so far."""

    def __init__(self):
        self.said = voices.read()
        emails = {role: email for email, _name, _organisation, role in cast.CAST[:3]}
        self.people = {role: User.objects.get(email=email) for role, email in emails.items()}
        self.registrar = User.objects.get(email=cast.REGISTRAR)
        self.speakers: dict[str, User] = {}  # by the code of their organisation
        self.lines: dict[str, list[int]] = {}  # of the log of the map, by the key in the file

    def tell(self) -> Consultation:
        self._found_organisations()
        self._open()
        for voice in self.said.organisations:
            self._speak(voice)
        why = {"reason": self.said.closed_because}
        workflow.take(self.people["approver"], the_map(), "close_consultation", **why)
        self._propose()
        self._change()
        self._answer()
        self._judge()
        return self.round

    @property
    def round(self) -> Consultation:
        return the_map().consultations.latest("opens_at")

    def _found_organisations(self):
        found = {}
        for voice in self.said.organisations:
            said = voice.model_dump(include={"name", "short_name", "kind"})
            said |= {"members_represented": voice.members, "note": NOTE}
            found[voice.code] = organisations.add(self.registrar, voice.code, **said)
        self.speakers = cast.welcome(self.registrar, found)
        for code in found.keys() - self.speakers.keys():
            # Nobody signs in as these: their password is kept nowhere.
            email, password = f"{code}@voices.example", secrets.token_urlsafe(24)
            person = people.add(self.registrar, email, password, name=f"{found[code]}")
            people.join(self.registrar, person, found[code], may_submit=True)
            self.speakers[code] = person

    def _open(self):
        steward, approver = self.people["steward"], self.people["approver"]
        workflow.take(steward, the_map(), "submit_for_review", reason=WHY_REVIEWED)
        said = self.said.model_dump(include={"title", "brief", "questions"})
        said |= {"audience": "invited", "closes_at": timezone.now() + ASKED_FOR}
        workflow.take(approver, the_map(), "open_consultation", **said)
        for voice in self.said.organisations:
            asked = Organisation.objects.get(code=voice.code)
            invited.invite(steward, self.round, asked)

    def _speak(self, voice):
        speaker, submission = self.speakers[voice.code], self._submission(voice)
        if voice.end == "declined":
            submissions.decline(speaker, submission, voice.declined_because)
            return
        for comment in voice.comments:
            comments.write(speaker, submission, **_written(comment))
        if voice.end == "no_reply":
            return  # it is still drafting as the round ends
        submission.refresh_from_db()
        submissions.describe(speaker, submission, submission.revision, **voice.position)
        submission.refresh_from_db()
        receipts.submit(speaker, submission, submission.revision)
        if voice.end == "withdrawn":
            receipts.withdraw(speaker, submission)

    def _submission(self, voice) -> Submission:
        return self.round.submissions.get(organisation__code=voice.code)

    def _propose(self):
        """Organisations propose as those who may comment on the map while it is written."""
        for code in sorted({proposal.by for proposal in self.said.proposals}):
            at = Organisation.objects.get(code=code)
            map_roles.grant(self.people["steward"], the_map(), "commenter", organisation=at)
        for said in self.said.proposals:
            made = proposals.propose(self.speakers[said.by], the_map(), _all_of(said), said.why)
            before = the_map().revision
            self._settle(made, said)
            self.lines[said.key] = _lines_after(before)

    def _settle(self, proposal, said):
        editor = self.people["editor"]
        if said.outcome == "declined":
            proposals.decline(editor, proposal, said.answer)
        elif said.outcome == "accepted":
            proposals.accept(editor, proposal, note=said.answer)
        elif said.outcome == "accepted_in_part":
            taken = {str(acts.figure(act.element, act.metric).pk)
                     for act in said.acts if act.metric in said.taken}  # fmt: skip
            numbers = [at for at, edit in enumerate(proposal.all_edits) if edit.key in taken]
            proposals.accept(editor, proposal, numbers, note=said.answer)

    def _change(self):
        for change in self.said.changes:
            before = the_map().revision
            acts.do(self.people["steward"], change.act)
            self.lines[change.key] = _lines_after(before)

    def _answer(self):
        """Those who answer begin all of the responses, and give those that are complete."""
        given, asked = [], self.round
        for said in self.said.responses:
            person = self.people[said.by]
            because = [number for key in said.because for number in self.lines[key]]
            fields = said.model_dump(include={"disposition", "said", "text", "reason"})
            fields |= {"changes": because, "assigned_to": person}
            begun = answering.answer(person, asked, self._comments(said.comments), **fields)
            given += [begun] if said.given else []
        answering.give(self.people["steward"], given)

    def _judge(self):
        for said in self.said.verdicts:
            (comment,) = self._comments([said.comment])
            speaker = self.speakers[comment.submission.organisation.code]
            verdicts.judge(speaker, comment, said.is_satisfied, said.note)

    def _comments(self, codes: Iterable[str]) -> list[Comment]:
        found = {}
        sent = Comment.objects.filter(submission__consultation=self.round)
        for comment in sent.select_related("submission__organisation"):
            found[comment.code] = comment
        return [found[code] for code in codes]


@transaction.atomic
def tell() -> Consultation:
    """Ask about the next edition, hear everybody, close, and answer a part; gives the round."""
    return Telling().tell()


def _all_of(said):
    def act(person):
        for each in said.acts:
            acts.do(person, each)

    return act


def _lines_after(revision) -> list[int]:
    lines = Change.objects.within(the_map()).filter(revision__gt=revision)
    return list(lines.order_by("revision").values_list("revision", flat=True).distinct())


def _written(comment) -> dict:
    """A comment as it is written: its words, and the place it is about."""
    said = comment.model_dump(include={"type", "action", "text", "field", "quote", "question"})
    said["proposed"] = comment.proposed or ""
    if comment.section:
        said["narrative"] = acts.text(*comment.section).pk
    elif comment.link:
        said["link"] = acts.link(*comment.link).pk
    elif comment.metric:
        said["figure"] = acts.figure(comment.on, comment.metric).pk
    elif comment.on:
        said["element"] = comment.on
    if comment.because:
        said |= {"is_confidential": True, "confidential_because": comment.because}
    return {name: value for name, value in said.items() if value is not None}
