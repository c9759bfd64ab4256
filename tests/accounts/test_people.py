import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import people
from accounts.models import User
from changes.models import Change
from tests import factories


def test_the_first_person_is_registered_by_nobody(db):
    person = people.register("first@rumbo.example", factories.PASSWORD, is_staff=True)
    assert person.check_password(factories.PASSWORD)
    assert Change.objects.get().actor is None


def test_no_line_of_the_log_holds_a_password(registrar):
    factories.person(registrar)
    for change in Change.objects.all():
        assert "password" not in change.fields
        assert factories.PASSWORD not in json.dumps(change.fields)


def test_an_address_belongs_to_one_person(registrar):
    people.add(registrar, "one@rumbo.example", factories.PASSWORD)
    with pytest.raises(ValidationError, match="already"):
        people.add(registrar, "one@rumbo.example", factories.PASSWORD)


def test_people_sign_in_whatever_the_case_of_their_address(registrar, client):
    people.add(registrar, "one@rumbo.example", factories.PASSWORD)
    assert User.objects.get_by_natural_key("ONE@rumbo.example").email == "one@rumbo.example"


def test_a_person_may_be_in_several_organisations(registrar, partner, ministry):
    people.join(registrar, partner, ministry, may_submit=True)
    assert partner.organisations.count() == 2
    with pytest.raises(ValidationError, match="already"):
        people.join(registrar, partner, ministry)


def test_nobody_gives_accounts_but_those_who_keep_the_registers(editor):
    with pytest.raises(PermissionDenied):
        people.add(editor, "new@rumbo.example", factories.PASSWORD)
