"""How much one caller may ask for, counted so that many at once get no further."""

from uuid import uuid4

import pytest
from django.test import RequestFactory

from accounts import budgets
from tests.accounts.test_limits import together

SMALL = {
    "network": "50 per minute", "anonymous": "10 per minute", "session": "20 per minute",
    "key": "20 per minute", "person": "30 per minute", "writes": "5 per minute",
    "heavy": "3 per minute", "files": "15 per minute",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _small(settings):
    settings.BUDGETS = settings.BUDGETS | SMALL


def request(path="/", method="get", peer="203.0.113.7", session="", **headers):
    made = getattr(RequestFactory(), method)(path, headers=headers, REMOTE_ADDR=peer)
    if session:
        made.COOKIES["sessionid"] = session
    return made


def passed(number, **who):
    """How many of so many requests at once may go on."""
    told = together(number, lambda: budgets.is_over(budgets.spend(request(**who))))
    return told.count(False)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ({}, 10),
        ({"Authorization": "Bearer rumbo_x"}, 20),
        ({"session": "abc"}, 20),
        ({"path": "/roadmaps/x/picture.png", "session": "abc"}, 15),
        ({"path": "/health"}, 40),
    ],
)
def test_SR_46_SR_27_of_many_at_once_exactly_as_many_pass_as_may(who, allowed):
    assert passed(40, **who) == allowed


def test_SR_46_who_makes_up_keys_gets_no_further_than_the_network():
    spent = [budgets.spend(request(Authorization=f"Bearer rumbo_{number}")) for number in range(60)]
    assert sum(not budgets.is_over(each) for each in spent) == 50


@pytest.mark.parametrize(
    ("who", "allowed"), [({"path": "/roadmaps/x/picture.pdf"}, 3), ({"method": "post"}, 5)]
)
def test_SR_46_who_makes_up_sessions_takes_no_more_files_and_writes_no_more(who, allowed):
    told = together(
        40, lambda: budgets.is_over(budgets.spend_as_nobody(request(session=str(uuid4()), **who)))
    )
    assert told.count(False) == allowed


def test_SR_46_a_household_is_one_caller_and_its_neighbour_another():
    for number in range(10):
        assert not budgets.is_over(budgets.spend(request(peer=f"2001:db8:1:1::{number + 1}")))
    assert budgets.is_over(budgets.spend(request(peer="2001:db8:1:1:ffff::1")))
    assert not budgets.is_over(budgets.spend(request(peer="2001:db8:1:2::1")))


def test_SR_46_SR_47_made_up_addresses_buy_nothing(settings):
    settings.TRUSTED_PROXIES = 0
    spent = [budgets.spend(request(X_Forwarded_For=f"192.0.2.{number}")) for number in range(12)]
    assert sum(not budgets.is_over(each) for each in spent) == 10


def test_SR_46_a_person_is_counted_over_all_their_keys(editor):
    told = [budgets.is_over(budgets.spend_as(editor, request())) for _try in range(33)]
    assert told.count(False) == 30


def test_SR_46_a_person_writes_less_often_than_they_read(editor):
    told = together(12, lambda: budgets.is_over(budgets.spend_as(editor, request(method="patch"))))
    assert told.count(False) == 5


def test_a_budget_says_its_size_and_what_is_left():
    spent = budgets.spend(request())[-1]
    assert spent.policy == '"anonymous";q=10;w=60'
    assert spent.left == '"anonymous";r=9;t=60'
