"""Every check by its code: what it means, why it matters, how to mend it, and which steps it stops.

Findings say what does not hold together on a map; what else stands in the way of a step is told by
the obstacles. Both lead to these pages.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadmaps.obstacles import GRAVE, OF_ITS_OWN, TO_BE_WEIGHED
from roadmaps.steps import STEPS, Step


@dataclass(frozen=True)
class Check:
    """One thing that is looked for on every map."""

    code: str
    title: Any  # these are said in the language of whoever reads them
    meaning: Any
    why: Any
    mend: Any

    @property
    def stops(self) -> list[Step]:
        """The steps that it stops; nothing passes it there."""
        own = OF_ITS_OWN.get(self.code, ())
        return [STEPS[step] for step in STEPS if step in own or self.code in GRAVE.get(step, ())]

    @property
    def is_weighed(self) -> list[Step]:
        """The steps that are taken in spite of it, with a reason."""
        weighed = [step for step, codes in TO_BE_WEIGHED.items() if self.code in codes]
        return [STEPS[step] for step in weighed]


_ALL = (
    Check(
        "challenge_unaddressed",
        _("A challenge that nothing addresses"),
        _(
            "A challenge or an opportunity stands on the map, and no initiative, technology, "
            "investment or infrastructure addresses it. It stops a step where its severity is 4 or "
            "5."
        ),
        _("Who reads that it is grave asks what is done about it, and finds nothing."),
        _("Link an initiative, a technology or an investment that addresses it."),
    ),
    Check(
        "skill_undelivered",
        _("A skill that nobody supplies"),
        _("The map needs people with this skill, and no initiative trains them."),
        _("What rests on these people will stand still for want of them."),
        _("Link an initiative that delivers the skill, or say that nobody does."),
    ),
    Check(
        "fdi_target_undelivered",
        _("An investment that nobody works to win"),
        _("A foreign investment is wanted, and no initiative works to bring it."),
        _("Investments that nobody asks for go elsewhere."),
        _("Link an initiative that delivers the investment."),
    ),
    Check(
        "technology_unbrought",
        _("A technology that nobody brings"),
        _("A technology is wanted, and no initiative develops, adapts or introduces it."),
        _("A technology comes to an industry by somebody's work."),
        _("Link an initiative that delivers the technology."),
    ),
    Check(
        "goal_without_target",
        _("A goal without a target"),
        _("A goal has no figure that says what is to be reached by when."),
        _("Nobody can say later whether it was reached."),
        _("Add a figure with the basis “target” and the year it is for."),
    ),
    Check(
        "goal_without_baseline",
        _("A target without a baseline"),
        _("A goal does not say from which value of which year it starts."),
        _("Without it nobody knows how far the target is, or whether it was reached already."),
        _("Say from which value, of which year, it starts."),
    ),
    Check(
        "initiative_without_lead",
        _("An initiative that nobody leads"),
        _("No organisation is the lead, the co-lead or the owner of an initiative."),
        _("What everybody takes part in and nobody leads is not done."),
        _("Give an organisation the role of lead."),
    ),
    Check(
        "initiative_without_dates",
        _("An initiative without dates"),
        _("An initiative does not say when it begins and when it ends."),
        _("It cannot be drawn, and nobody sees whether it comes in time for what needs it."),
        _("Say when it begins and ends; a rough period such as 2027~ is enough."),
    ),
    Check(
        "element_without_statement",
        _("A title without a statement"),
        _("Something on the map has a title, and no sentence says what is meant by it."),
        _("Two readers will understand two things, and both will be disappointed."),
        _("Say in a sentence or two what is meant."),
    ),
    Check(
        "delivered_too_late",
        _("Delivered after it is needed"),
        _(
            "Something is delivered after the day on which it is needed, or begins before what it "
            "requires or depends on is there."
        ),
        _("Each date looks right by itself; together they cannot be kept."),
        _("Move one of the two periods, or remove the link."),
    ),
    Check(
        "dependency_cycle",
        _("Things that wait for one another"),
        _("Several things require, depend on or replace one another in a circle."),
        _("None of them can ever begin."),
        _("Remove one of the links of the circle."),
    ),
    Check(
        "people_promised_twice",
        _("The same people promised to two sectors"),
        _(
            "Several maps count on the people of one skill, or one initiative trains the same "
            "people for several maps."
        ),
        _("Each map adds up by itself, and together they need people who are not there."),
        _("Say in figures how many people each of the maps gets."),
    ),
    Check(
        "number_without_source",
        _("A number without a source"),
        _("A figure does not say where it was read."),
        _("A number that nobody can look up will be disputed first."),
        _("Say where the number was read."),
    ),
    Check(
        "illustrative_number",
        _("A number made up for illustration"),
        _("A figure was made up to show how the map will look. It is marked wherever it is told."),
        _("It must not be taken for real."),
        _("Replace it by a number with a source before it is taken for real."),
    ),
    Check(
        "no_measured_goal",
        _("No goal that is measured"),
        _("Not one goal of the map has an indicator, a baseline and a target."),
        _("Reviewers cannot judge a way without knowing where it leads."),
        _("Give one goal an indicator, a baseline and a target."),
    ),
    Check(
        "language_outdated",
        _("A language that is not current"),
        _(
            "The title or the statement of something is missing in a language of the map, or was "
            "changed after it was translated."
        ),
        _("Readers of that language would be told something else, or nothing."),
        _("Translate it, or confirm the translation by saving it again."),
    ),
    Check(
        "comment_unanswered",
        _("A comment without an answer"),
        _("Something that was sent in the last consultation has not been answered yet."),
        _("Who took the trouble to say something is owed an answer, before the map goes on."),
        _("Answer it in the table of answers, alone or together with others that say the same."),
    ),
    Check(
        "signoff_missing",
        _("A clearance that is missing"),
        _(
            "An organisation that was asked has not answered, has objected, or cleared a text that "
            "was changed since."
        ),
        _("Nothing leaves the house that those who answer for it have not seen as it is."),
        _("Ask it to read and sign; an approver can pass it over with a reason."),
    ),
    Check(
        "approver_has_written",
        _("An approver who has written"),
        _("Whoever is about to publish has written on this edition."),
        _("Two people stand for what is published: one who wrote it and one who did not."),
        _("Another approver publishes it."),
    ),
    Check(
        "never_consulted",
        _("A first edition that was not consulted on"),
        _("Nothing of this map was ever published, and it is to go on without a consultation."),
        _("Those who have to carry a map out are asked before it exists, not after."),
        _("Open a consultation."),
    ),
    Check(
        "nothing_to_go_back_to",
        _("No edition to go back to"),
        _("A draft is to be given up, and there is no edition in force to go back to."),
        _("Nothing would be left of the map."),
        _("Go on with the draft, or retire the map."),
    ),
    Check(
        "consultation_open",
        _("A consultation that is open"),
        _("A map is to be retired while people are still asked about it."),
        _("Who is asked gets an answer."),
        _("Close the consultation first."),
    ),
)
CHECKS: dict[str, Check] = {check.code: check for check in _ALL}
