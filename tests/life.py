"""A map that has all it needs to be published, and those who carry it through its life."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts import people
from accounts.models import Organisation, User
from roadmaps import elements, map_roles, signoffs, workflow
from roadmaps.elements import Element
from roadmaps.models import Roadmap
from sectors import indicators
from tests import factories
from tests.cast import member

ROUND = {"title": "Round one", "brief": "What is missing?", "audience": "public"}
FORTY_DAYS = timedelta(days=40)
IN_SPANISH = "Dicho en español"


@dataclass
class Story:
    """A map, and those who carry it through its life."""

    roadmap: Roadmap
    steward: User
    editor: User
    approver: User
    treasury: Organisation
    official: User
    challenge: Element

    def now(self):
        return Roadmap.objects.get(pk=self.roadmap.pk)

    def take(self, who, step, **said):
        return workflow.take(who, self.roadmap, step, **said)

    def read(self):
        """The hash of the text as it stands, as whoever reads it gets it."""
        return signoffs.hash_of(signoffs.text_of(self.now()))

    def ask(self, who, purpose):
        """Ask the treasury for its clearance."""
        return signoffs.ask(who, self.now(), purpose, "finance", self.treasury)

    def sign(self, asked, decision="cleared", note=""):
        """The treasury reads the text as it stands, and says what it says."""
        return signoffs.sign(self.official, asked, decision, self.read(), note)

    def write(self, who, **fields):
        element = elements.in_full(self.challenge)
        elements.edit(who, element, self.now().revision, **fields)

    def translate(self):
        """Say everything in the other language of the map too."""
        for element in self.now().elements.standing():
            whole, now = elements.in_full(element), self.now().revision
            texts = {
                name: {"text": IN_SPANISH, "revision": now}
                for name in ("title", "summary")
                if getattr(whole, name)
            }
            elements.edit(self.editor, whole, now, translations={"es": texts})

    def consult(self):
        """Ask everybody, for forty days."""
        closes_at = timezone.now() + FORTY_DAYS
        return self.take(self.approver, "open_consultation", **ROUND, closes_at=closes_at)

    def reach_approval(self):
        """On the short way: reviewed, consulted on, closed early, and translated."""
        self.take(self.steward, "submit_for_review", reason="A lead is still sought.")
        self.consult()
        self.take(self.approver, "close_consultation", reason="Everybody has answered.")
        self.translate()
        self.take(self.steward, "submit_for_approval")

    def reach_force(self):
        """On the short way, and published."""
        self.reach_approval()
        self.take(self.approver, "publish", note="The first edition.")

    def refresh(self):
        """A second edition is begun."""
        self.reach_force()
        self.take(self.steward, "open_refresh")

    def current(self):
        return self.now().editions.current().exclude(kind="consultation").get()


@member
def treasury(registrar):
    return factories.organisation(registrar, "ministry", name="Treasury")


@member
def official(registrar, treasury, steward, ready):
    """Speaks for the treasury, which reads the map as a reviewer."""
    person = factories.person(registrar, name="Official")
    people.join(registrar, person, treasury, may_submit=True)
    map_roles.grant(steward, ready, "reviewer", organisation=treasury)
    return person


@member
def ready(registrar, programme, editor, roadmap, goal):
    """A draft with everything that a first edition has to have, but for the other language."""
    share = indicators.add(registrar, programme, "ev-share", name="Share", kind="share")
    whole = elements.in_full(goal)
    elements.edit(editor, whole, Roadmap.objects.get(pk=roadmap.pk).revision, indicator=share)
    return Roadmap.objects.get(pk=roadmap.pk)


@member
def story(ready, steward, editor, approver, treasury, official, challenge):
    return Story(ready, steward, editor, approver, treasury, official, challenge)
