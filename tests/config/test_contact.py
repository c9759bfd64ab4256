"""To whom one tells a hole."""

from datetime import datetime, timedelta

from django.utils import timezone


def test_SR_56_it_is_said_to_whom_one_tells_a_hole(client, settings):
    settings.SECURITY_CONTACTS = ["mailto:security@rumbo.example", "https://rumbo.example/holes"]
    settings.ROOT = "https://rumbo.example"
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.partition(": ") for line in response.content.decode().splitlines()]
    said = [(name, value) for name, _colon, value in lines]
    assert said[:2] == [
        ("Contact", "mailto:security@rumbo.example"),
        ("Contact", "https://rumbo.example/holes"),
    ]
    told = dict(said)
    assert told["Canonical"] == "https://rumbo.example/.well-known/security.txt"
    assert told["Preferred-Languages"] == "en, es"
    left = datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=60) < left < timedelta(days=365)
