import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import organisations
from accounts.models import Organisation
from accounts.organisations import HELICES
from changes.models import Change
from tests import factories


def test_the_kind_of_an_organisation_gives_its_side_of_the_helix(registrar):
    union = factories.organisation(registrar, "union")
    firm = factories.organisation(registrar, "sme")
    assert (union.helix, firm.helix) == ("civil_society", "industry")
    assert list(Organisation.objects.of_helix("civil_society")) == [union]


def test_every_kind_has_a_side(registrar):
    assert set(HELICES.values()) == {"government", "industry", "academia", "civil_society", "other"}


def test_an_organisation_keeps_its_name_then_and_now(registrar):
    spring = factories.organisation(registrar, "agency", name="SPRING", validity="../2018-03")
    later = factories.organisation(registrar, "agency", name="Enterprise Singapore")
    organisations.edit(registrar, later, predecessors=[spring])
    assert list(spring.successors.all()) == [later]
    assert list(Organisation.objects.existing().filter(kind="agency")) == [later]
    assert Change.objects.of(later).last().fields == {"predecessors": [[], [str(spring.pk)]]}


def test_a_code_is_given_once_and_the_refusal_says_so(registrar):
    organisations.add(registrar, "se", name="Economy", kind="ministry")
    with pytest.raises(ValidationError) as refusal:
        organisations.add(registrar, "se", name="Education", kind="ministry")
    assert refusal.value.message_dict == {"code": ["There is one with this code already."]}


@pytest.mark.parametrize("fields", [{"kind": "club"}, {"name": ""}, {"validity": "long ago"}])
def test_nonsense_is_refused(fields, registrar):
    said = {"name": "Club", "kind": "ngo"} | fields
    with pytest.raises(ValidationError):
        organisations.add(registrar, "club", **said)
    assert not Organisation.objects.filter(code="club").exists()


def test_only_those_who_keep_the_registers_may_write_in_them(editor, approver, anonymous):
    for actor in (editor, approver, anonymous):
        with pytest.raises(PermissionDenied):
            organisations.add(actor, "mine", name="Mine", kind="ngo")
