"""The address of a caller, whatever the caller writes into the headers."""

import pytest
from django.test import RequestFactory

from accounts.callers import NOWHERE, address_of, credential_of, network_of, of_scope


def request(peer="203.0.113.7", said=None):
    headers = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": said} if said else {})
    return RequestFactory().get("/", **headers)


@pytest.mark.parametrize(
    ("proxies", "said", "address"),
    [
        (0, None, "203.0.113.7"),
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.3", "198.51.100.1"),
        (1, None, "203.0.113.7"),
        (1, "nonsense", NOWHERE),
        (1, " ::ffff:198.51.100.1 ", "198.51.100.1"),
        (1, "2001:db8::1%eth0", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "198.51.100.1:5678", "198.51.100.1"),
        (1, "[2001:db8::1]:5678", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_SR_47_only_as_many_proxies_as_we_have_are_believed(settings, proxies, said, address):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(request(said=said)) == address


def test_SR_46_all_addresses_of_one_household_are_one_caller():
    one, other = request("2001:db8:1:2::1"), request("2001:db8:1:2:ffff::9")
    assert network_of(one) == network_of(other) == "2001:db8:1:2::/64"
    assert network_of(request("2001:db8:1:3::1")) != network_of(one)
    assert network_of(request()) == "203.0.113.7"


def test_who_has_no_address_is_still_somebody():
    assert network_of(request(peer="")) == NOWHERE


def test_SR_47_a_socket_comes_from_where_a_request_does(settings):
    settings.TRUSTED_PROXIES = 1
    said = [(b"x-forwarded-for", b"10.0.0.1"), (b"x-forwarded-for", b"198.51.100.1, \xff")]
    scope = {"path": "/live/x", "client": ("203.0.113.7", 1), "headers": said}
    assert address_of(of_scope(scope)) == NOWHERE  # what our proxy would have seen is no address
    scope["headers"] = said[:1]
    assert address_of(of_scope(scope)) == "10.0.0.1"
    assert address_of(of_scope({"path": "/", "client": None, "headers": []})) == NOWHERE


def test_who_brings_something_has_a_name_that_tells_no_secret():
    nobody, one, other = request(), request(), request()
    one.META["HTTP_AUTHORIZATION"] = "Bearer rumbo_secret"
    other.COOKIES["sessionid"] = "rumbo_secret"
    assert credential_of(nobody) == ("", "")
    assert [credential_of(each)[0] for each in (one, other)] == ["key", "session"]
    assert "secret" not in str([credential_of(one), credential_of(other)])
    assert credential_of(one) == credential_of(one) != credential_of(other)
