"""What stands in the security log of those who come in, and of links that hold a secret."""

import logging
import re

import pytest
from django.test import Client

from accounts import events, throttles
from tests.accounts import authenticator

SECRET = "s3cret-of-a-link"
LINKS = {
    f"/sign-in/password/2f/{SECRET}": "sign-in/password/<str:uidb36>/<str:key>",
    f"/es/sign-in/password/2f/{SECRET}": "es/sign-in/password/<str:uidb36>/<str:key>",
    f"/account/email/confirm/{SECRET}": "account/email/confirm/<str:key>",
    f"/account/email/release/{SECRET}": "account/email/release/<str:key>",
    f"/invitations/{SECRET}": "invitations/<str:secret>",
    f"/es/invitations/{SECRET}": "es/invitations/<str:secret>",
}


@pytest.mark.parametrize(("address", "route"), LINKS.items())
def test_SR_51_of_a_link_its_route_is_told_and_not_its_secret(
    client, db, noted, settings, address, route
):
    settings.BUDGETS = settings.BUDGETS | {"network": "1 per minute"}
    client.get("/sign-in")
    assert client.get(address).status_code == 429
    (told,) = noted("throttled")
    assert (told["route"], told["budget"]) == (route, "network")
    assert SECRET not in str(told)


def test_SR_51_of_an_address_that_leads_nowhere_the_first_segment_is_told():
    assert events.place(f"/wp-admin/{SECRET}") == "wp-admin"
    assert events.place("/") == ""


def test_SR_51_a_forged_form_tells_no_secret_either(db, noted):
    django = logging.getLogger("django.security.csrf")  # its lines name the whole address
    heard = [type(each) for each in django.handlers if type(each).__module__ == "logging"]
    assert (heard, django.propagate) == ([logging.NullHandler], False)
    browser = Client(enforce_csrf_checks=True)
    for address in LINKS:
        assert browser.post(address, {}).status_code == 403
    assert len(noted("forged-form")) == len(LINKS)
    assert SECRET not in str(noted("forged-form"))


def test_SR_51_reports_of_browsers_tell_no_secret_either(client, noted):
    said = {
        "document-uri": f"http://testserver/invitations/{SECRET}",
        "source-file": f"/x/{SECRET}",
    }
    client.post("/csp-reports", {"csp-report": said}, "application/json")
    (told,) = noted("csp-report")
    assert told["page"] == "http://testserver/invitations/<str:secret>"
    assert told["file"] == "x"


@pytest.mark.parametrize("known", [True, False])
def test_SR_51_a_password_that_was_wrong_is_noted_without_the_e_mail(client, editor, noted, known):
    email = editor.email if known else "nobody@rumbo.example"
    client.post("/sign-in", {"login": email, "password": "not this one"})
    (told,) = noted("sign-in-failed")
    assert told.get("person") == (str(editor.pk) if known else None)
    assert (told["from"], told["route"]) == ("127.0.0.1", "sign-in")
    assert email not in str(told)
    assert "not this one" not in str(told)


def test_SR_51_so_is_a_code_by_mail_that_was_wrong(client, editor, noted):
    client.post("/sign-in/code", {"email": editor.email})
    client.post("/sign-in/code/sent", {"code": "AAAA-AAAA"})
    assert [each["person"] for each in noted("sign-in-failed")] == [str(editor.pk)]


@pytest.mark.parametrize("said", [{"code": "000000"}, {"credential": '{"id": "x"}'}])
def test_SR_51_so_is_a_second_factor_that_was_wrong(client, sign_in, editor, app, noted, said):
    sign_in(app(editor))
    client.post("/sign-in/second-step", said)
    assert [each["person"] for each in noted("factor-failed")] == [str(editor.pk)]
    assert noted("sign-in-failed") == []


def test_SR_51_whoever_tries_too_often_is_noted_with_the_budget(client, editor, noted):
    for _try in range(11):
        client.post("/sign-in", {"login": editor.email, "password": "not this one"})
    (told,) = noted("throttled")
    assert told["budget"] == "password"
    assert editor.email not in str(told)


def test_SR_51_a_right_code_is_no_event(client, step, editor, app, noted):
    step(app(editor), authenticator.fresh_code())
    assert noted("sign-in-failed") == noted("factor-failed") == []


def test_SR_27_a_code_by_mail_is_tried_three_times_however_many_try_at_once(
    client, editor, postbox, monkeypatch
):
    client.post("/sign-in/code", {"email": editor.email})
    number = client.cookies["sessionid"].value
    before = dict(client.session.items())
    answers = []
    for _try in range(4):  # each finds the session as it was when all of them came
        session = client.session
        session.update(before)
        session.save()
        assert session.session_key == number
        answers.append(client.post("/sign-in/code/sent", {"code": "AAAA-AAAA"}).status_code)
    assert answers == [200] * 3 + [429]
    right = re.search(r"[A-Z]{4}-[A-Z]{4}", postbox[0].body)[0]
    assert client.post("/sign-in/code/sent", {"code": right}).status_code == 429
    assert throttles.SENT_CODE.startswith("3 ")
