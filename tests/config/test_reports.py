"""Reports of browsers about pages that want what they may not."""

import json

import pytest

ADDRESS = "/csp-reports"
OLD = {
    "csp-report": {
        "document-uri": "https://rumbo.example/roadmaps/x?secret=1#top",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?token=rumbo_aaaaaaaaaaaa",
        "line-number": 3,
        "status-code": 200,
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://rumbo.example/",
            "effectiveDirective": "img-src",
            "blockedURL": "inline",
        },
    }
]


@pytest.fixture
def report(client):
    def send(body, kind="application/csp-report", **headers):
        content = body if isinstance(body, bytes) else json.dumps(body)
        return client.post(ADDRESS, content, kind, headers=headers)

    return send


def test_SR_51_a_report_of_a_browser_is_noted(report, noted):
    assert report(OLD).status_code == 204
    told = noted("csp-report")[0]
    assert told["directive"] == "script-src-elem"
    assert told["page"] == "https://rumbo.example/roadmaps/x"
    assert told["blocked"] == "https://evil.example/x.js"
    assert told["line"] == 3


def test_SR_51_so_is_one_in_the_newer_form(report, noted):
    assert report(NEW, "application/reports+json").status_code == 204
    assert noted("csp-report")[0]["directive"] == "img-src"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400), (b"nonsense", 400), (b"\xff\xfe", 400), (b"[" * 10_000, 400), ([], 204),
        (1, 204), ({}, 204), ({"csp-report": []}, 204), ([1, None, {"body": 2}], 204),
        ({"csp-report": {"blocked-uri": {"a": 1}, "document-uri": "http://[::1"}}, 204),
        (b'{"csp-report": ' + b" " * 20_000 + b"{}}", 413),
    ],
)  # fmt: skip
def test_SR_21_whatever_is_reported_does_no_harm(report, body, status):
    response = report(body)
    assert (response.status_code, response.content) == (status, b"")


def test_only_reports_are_taken(client, report):
    assert report(OLD, "text/plain").status_code == 415
    assert client.get(ADDRESS).status_code == 405


def test_SR_46_one_network_reports_so_often_and_no_more(report, noted):
    answers = [report(OLD).status_code for _try in range(35)]
    assert answers == [204] * 30 + [429] * 5
    assert len(noted("csp-report")) == 30


def test_SR_51_one_message_fills_no_log(report, noted):
    report([NEW[0]] * 50, "application/reports+json")
    assert len(noted("csp-report")) == 5
