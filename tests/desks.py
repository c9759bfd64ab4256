"""The desk of the chamber in a round, and two of its member firms that compete."""

from dataclasses import dataclass
from typing import Any

from accounts import people
from roadmaps import consulted, remarks
from roadmaps.models import Consulted, Remark
from tests import factories
from tests.cast import member
from tests.rounds import Round


@dataclass
class Desk:
    """Whom the chamber asks before it speaks."""

    round: Round
    firm: Any  # organisation
    worker: Any  # of the firm
    other: Any  # organisation, a competitor of the firm
    fitter: Any  # of the other firm

    def open(self, audience="invited"):
        """The round is open, and the chamber is invited."""
        self.round.open(audience).invite()
        return self

    def ask(self, organisation=None, note="What do you need?"):
        asker, submission = self.round.drafter, self.round.submission
        return consulted.ask(asker, submission, organisation or self.firm, note)

    def reach_asked(self):
        """Both firms are asked."""
        self.open()
        self.ask()
        self.ask(self.other)
        return self

    def of(self, organisation=None):
        return Consulted.objects.get(
            submission=self.round.submission, organisation=organisation or self.firm
        )

    def say(self, who=None, text="We find no welders.", **said):
        """Somebody remarks for their firm, on the challenge."""
        who = who or self.worker
        asked = self.of(self.firm if who == self.worker else self.other)
        said = {"type": "substantive", "element": "EMO-C01", **said}
        return remarks.write(who, asked, text=text, **said)

    @property
    def outsiders(self):
        """Everybody for whom there is nothing to see."""
        story = self.round.story
        return [self.round.competitor, story.steward, story.approver, story.editor, story.official]

    def now(self, remark):
        return Remark.objects.get(pk=remark.pk)


@member
def desk(asked_round, registrar):
    firm = factories.organisation(registrar, "sme", name="Welding Works")
    other = factories.organisation(registrar, "sme", name="Fitting Works")
    worker, fitter = (factories.person(registrar, name=name) for name in ("Worker", "Fitter"))
    people.join(registrar, worker, firm)
    people.join(registrar, fitter, other)
    return Desk(asked_round, firm, worker, other, fitter)
