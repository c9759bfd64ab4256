"""With unsafe settings a server does not start, and says why."""

import importlib
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.test import override_settings

from accounts import people
from changes import roles
from config.start import Said, of_a_server, of_a_trial
from demo import cast
from tests.roles import environment
from tests.tree import ROOT

SECRET = "q3Vb8-kXw2_TzR5yLm9cJd7fHs4gNp6aUe1oBi0QrWxYtZvKjMn"
SERVER = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "rumbo.example",
    "ROOT": "https://rumbo.example",
    "MAIL_HOST": "mail.rumbo.example",
    "TRUSTED_PROXIES": "1",
}
SAFE = Said(
    is_trial=False,
    is_debugging=False,
    secret=SECRET,
    hosts=["rumbo.example"],
    root="https://rumbo.example",
    mail_host="mail.rumbo.example",
)


def test_SR_52_a_safe_server_starts():
    assert list(of_a_server(SAFE)) == []


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"is_debugging": True}, "DEBUG"),
        ({"secret": "short"}, "SECRET_KEY"),
        ({"secret": "x" * 60}, "SECRET_KEY"),
        ({"secret": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"secret": "only-for-a-trial-on-this-machine-and-never-for-a-server"}, "SECRET_KEY"),
        ({"secret": "change-me-" * 6 + SECRET}, "SECRET_KEY"),
        ({"hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"hosts": ["rumbo.example", "*.example"]}, "ALLOWED_HOSTS"),
        ({"hosts": ["rumbo.example", ""]}, "ALLOWED_HOSTS"),
        ({"hosts": ["."]}, "ALLOWED_HOSTS"),
        ({"root": "http://rumbo.example"}, "ROOT"),
        ({"root": "https://elsewhere.example"}, "ROOT"),
        ({"root": "https://"}, "ROOT"),
        ({"mail_host": ""}, "MAIL_HOST"),
    ],
)
def test_SR_52_an_unsafe_one_says_what_is_wrong(said, word):
    sentences = list(of_a_server(replace(SAFE, **said)))
    assert any(each.startswith(f"{word}: ") and each.endswith((".", '"')) for each in sentences)


def test_SR_52_a_trial_answers_to_names_of_this_machine_alone():
    trial = replace(SAFE, is_trial=True, secret="", hosts=["localhost", "127.0.0.1", "[::1]"])
    assert list(of_a_trial(trial)) == []
    assert list(of_a_trial(replace(trial, hosts=["rumbo.example"])))
    assert list(of_a_trial(replace(trial, hosts=["*"])))


def manage(*words, **more):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**SERVER | more),
        capture_output=True,
        text=True,
    )


def test_SR_52_a_server_that_is_unsafe_in_every_way_says_all_of_it_and_ends(db):
    unsafe = {"DEBUG": "1", "SECRET_KEY": "x", "ALLOWED_HOSTS": "*", "ROOT": "http://x"}
    done = manage("check", MAIL_HOST="", **unsafe)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    first, *sentences = done.stderr.strip().splitlines()
    assert first == "Rumbo does not start like this."
    words = [each.partition(":")[0] for each in sentences]
    assert words == ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "ROOT", "MAIL_HOST"]


@pytest.mark.django_db(transaction=True)
def test_SR_52_SR_54_the_checks_are_clean_with_the_settings_of_a_server():
    done = manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "identified no issues" in done.stdout


def test_SR_32_on_a_server_cookies_have_names_that_browsers_guard(db):
    said = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.LANGUAGE_COOKIE_SECURE)"
    )
    *names, is_secure = manage("shell", "--no-imports", "-c", said).stdout.split()
    assert names == ["__Host-sessionid", "__Host-csrftoken", "__Host-language"]
    assert is_secure == "True"


def complaints():
    found = run_checks(include_deployment_checks=True, databases=["default"])
    return {each.id for each in found if each.id.startswith("rumbo.")}


def test_SR_52_people_of_the_demo_with_their_password_are_found(db):
    assert complaints() == set()
    person = people.register(cast.REGISTRAR, cast.PASSWORD)
    assert complaints() == {"rumbo.E001"}
    person.set_password("another one that nobody knows")
    person.save()
    assert complaints() == set()


def test_SR_54_a_server_that_is_the_owner_of_its_tables_is_found(db):
    whole = roles.settings.DATABASE
    with override_settings(DATABASE=replace(whole, reader="")):
        assert complaints() == {"rumbo.E003"}
    with override_settings(DATABASE=replace(whole, reader="nobody")):
        assert complaints() == {"rumbo.E003"}


def test_without_its_own_environment_nothing_here_would_be_tried():
    assert "SECRET_KEY" not in os.environ


def test_SR_54_no_task_and_no_session_is_a_pickle(monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    celery = importlib.import_module("config.celery")
    assert celery.SETTINGS["accept_content"] == ["json"]
    assert celery.SETTINGS["task_serializer"] == celery.SETTINGS["result_serializer"] == "json"
    assert "JSON" in configured.SESSION_SERIALIZER
