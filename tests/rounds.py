"""A round on a map that was never published, two associations that compete, and their people."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts import people
from roadmaps import comments, invited, narratives, receipts, submissions
from roadmaps.models import Comment, Consultation, Narrative, Submission
from roadmaps.narratives import Message, sections
from tests import factories
from tests.cast import member
from tests.life import FORTY_DAYS, Story

QUESTIONS = ["What is missing?", "What will you do yourselves?"]
ASKED = {"title": "Round one", "brief": "What do you think?", "questions": QUESTIONS}
WORDS = "We train many people, and many people train others."


@dataclass
class Round:
    """What is asked of whom: a chamber that is invited, and a rival that may be."""

    story: Story
    chamber: Any  # organisation
    drafter: Any  # of the chamber, may not submit
    signer: Any  # of the chamber, may submit
    rival: Any  # organisation
    competitor: Any  # of the rival, may submit
    registrar: Any

    def open(self, audience="invited"):
        story, until = self.story, timezone.now() + FORTY_DAYS
        story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
        story.take(story.approver, "open_consultation", **ASKED, audience=audience, closes_at=until)
        return self

    @property
    def consultation(self) -> Consultation:
        return self.story.now().consultations.get()

    def invite(self, organisation=None):
        return invited.invite(self.story.steward, self.consultation, organisation or self.chamber)

    @property
    def submission(self) -> Submission:
        return self.consultation.submissions.get(organisation=self.chamber)

    @property
    def comment(self) -> Comment:
        return self.submission.comments.get()

    def write(self, who=None, text="It is too little.", **said):
        said = {"type": "substantive", "text": text, "element": "EMO-C01", **said}
        return comments.write(who or self.drafter, self.submission, **said)

    def begin_vision(self, words=WORDS):
        """A section of the text of the map, to be asked about when the round is opened."""
        vision = sections.add(self.story.steward, self.story.roadmap, "vision")
        self.type_in(vision, 1, words)
        return Narrative.objects.get(pk=vision.pk)

    def speak(self, narrative, who=None, **where):
        """Comment on a text, or on words of it."""
        return self.write(who, element="", narrative=str(narrative.pk), **where)

    def type_in(self, text, at, words):
        """The steward types something."""
        slice = {"content": [{"type": "text", "text": words}]}
        self._step(text, {"from": at, "to": at, "slice": slice})

    def cut(self, text, start, end):
        """The steward takes something out."""
        self._step(text, {"from": start, "to": end})

    def _step(self, text, step):
        fresh = Narrative.objects.get(pk=text.pk)
        message = Message(fresh.version, [{"stepType": "replace", **step}], str(uuid4()), 1)
        narratives.write(self.story.steward, fresh, message)

    def describe(self, **fields):
        fields = {"publication": "named", "formed": "Our board decided.", **fields}
        now = self.submission
        return submissions.describe(self.drafter, now, now.revision, **fields)

    def send(self, who=None):
        now = self.submission
        return receipts.submit(who or self.signer, now, now.revision)

    def reach_sent(self):
        """The chamber is invited, remarks on the challenge, and sends it."""
        self.open().invite()
        self.write()
        self.describe()
        return self.send()

    def reach_the_end(self):
        """What the chamber has written is described and sent, and the round is over."""
        self.describe()
        self.send()
        self.close()

    def close(self):
        story = self.story
        story.take(story.approver, "close_consultation", reason="Everybody has answered.")


@member
def asked_round(story, registrar):
    chamber = factories.organisation(registrar, name="Chamber", members_represented=120)
    rival = factories.organisation(registrar, name="Rival")
    drafter, signer, competitor = (
        factories.person(registrar, name=name) for name in ("Drafter", "Signer", "Competitor")
    )
    people.join(registrar, drafter, chamber)
    people.join(registrar, signer, chamber, may_submit=True)
    people.join(registrar, competitor, rival, may_submit=True)
    return Round(story, chamber, drafter, signer, rival, competitor, registrar)
