"""What a member firm says to its association: on the precise thing, and written by nobody else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import desk as desks
from roadmaps import remarks
from roadmaps.models import Remark


@pytest.fixture
def asked(desk):
    return desk.reach_asked()


def test_a_firm_remarks_on_the_precise_thing(asked):
    found = asked.say(field="title", quote="technicians", proposed="Too few welders")
    assert (found.number, found.element.code, found.quote) == (1, "EMO-C01", "technicians")
    assert found.fate == "open"
    assert asked.say(text=" Once more. ").text == "Once more."
    assert asked.say(asked.fitter).number == 1  # of their own firm: nobody counts the others


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"element": "EMO-C99"}, "does not stand in the text"),
        ({"field": "revision"}, "nothing of this name"),
        ({"field": "title", "quote": "Something else"}, "do not stand there"),
        ({"element": "", "question": 3}, "no such question"),
        ({"text": " "}, "cannot be blank"),
    ],
)
def test_a_remark_on_nothing_is_refused_in_a_sentence(asked, where, said):
    with pytest.raises(ValidationError, match=said):
        asked.say(**where)
    assert not Remark.objects.exists()


def test_colleagues_change_one_remark_and_clash_on_the_same_field(asked, registrar):
    remark = asked.say()
    base = asked.of().revision
    remarks.edit(asked.worker, remark, base, text="Far too few.")
    remarks.edit(asked.worker, remark, base, proposed="400")
    with pytest.raises(Clash):
        remarks.edit(asked.worker, remark, base, text="Enough.")
    assert (asked.now(remark).text, asked.now(remark).proposed) == ("Far too few.", "400")


def test_a_remark_is_taken_back_and_put_back(asked):
    remark = asked.say()
    remarks.withdraw(asked.worker, remark)
    assert not Remark.objects.visible_to(asked.round.drafter).exists()
    assert Remark.objects.visible_to(asked.worker).exists()
    with pytest.raises(Refused, match="taken this back"):
        desks.leave(asked.round.drafter, remark, "Why not.")
    remarks.restore(asked.worker, remark)
    assert Remark.objects.visible_to(asked.round.drafter).exists()


@pytest.mark.parametrize("act", ["write", "edit", "withdraw"])
def test_SR_02_nobody_else_writes_for_a_firm(asked, act):
    remark, of = asked.say(), asked.of()
    acts = {
        "write": lambda who: remarks.write(who, of, "general", "Mine."),
        "edit": lambda who: remarks.edit(who, remark, of.revision, text="Mine."),
        "withdraw": lambda who: remarks.withdraw(who, remark),
    }
    for who in (asked.fitter, asked.round.drafter, *asked.outsiders):
        with pytest.raises(PermissionDenied):
            acts[act](who)
    assert asked.now(remark).text == "We find no welders."


@pytest.mark.parametrize("field", ["number", "comment", "left_because", "is_withdrawn"])
def test_SR_10_nobody_sets_what_the_desk_says(asked, field):
    with pytest.raises(Refused, match="Nobody can set this"):
        remarks.edit(asked.worker, asked.say(), asked.of().revision, **{field: 1})
