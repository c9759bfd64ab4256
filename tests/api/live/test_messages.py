"""What a client says that nobody means who means well ends its own socket, and no other."""

import json

import pytest
from websockets.sync.client import connect

from api.live import protocol
from tests.api.live.conftest import Page, cookie
from tests.api.live.test_sockets import edit

ABNORMAL = 1006
HERE = {"type": "here", "where": "EMO-C01", "field": "title"}
BAD = [
    "", "here", "{", "[]", "null", "1", '"here"', "NaN", "[" * 100_000, '{"a":' * 50_000,
    '{"type":"here"}', '{"type":"steal"}', '{"type":["here"],"where":null,"field":null}',
    '{"type":"here","type":"here","where":null,"field":null}',
    json.dumps(HERE | {"more": 1}), json.dumps(HERE | {"where": 7}),
    json.dumps(HERE | {"field": []}),
    json.dumps(HERE | {"where": "EMO-C01\0"}), json.dumps(HERE | {"where": "<script>"}),
    json.dumps(HERE | {"field": "\ud800"}), json.dumps(HERE | {"field": "x" * 61}),
    json.dumps(HERE | {"where": "EMO-C01\n"}), '{"type":"since"}',
    '{"type":"since","revision":"1"}',
    '{"type":"since","revision":-1}', '{"type":"since","revision":true}',
    '{"type":"since","revision":1e3}', '{"type":"since","revision":9223372036854775808}',
    '{"type":"since","revision":' + "9" * 5000 + "}", '{"type":"since","revision":Infinity}',
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_understood_is_said_to_be_so(text):
    with pytest.raises(protocol.NotUnderstood) as refusal:
        protocol.read(text)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value).encode()) < 120  # it has to fit into a closing frame


def test_what_is_well_said_is_understood():
    assert protocol.read(json.dumps(HERE)) == protocol.Here("EMO-C01", "title")
    assert protocol.read('{"type":"here","where":null,"field":null}') == protocol.Here(None, None)
    assert protocol.read('{"type":"since","revision":7}') == protocol.Since(7)


def test_a_meter_counts_the_last_second():
    now = [0.0]
    meter = protocol.Meter(lambda: now[0])
    assert not any(meter.is_too_much() for _ in range(60))
    assert meter.is_too_much()
    now[0] = 1.1
    assert not meter.is_too_much(60)
    assert meter.is_too_much()


@pytest.mark.django_db(transaction=True)
def test_SR_37_a_client_that_misbehaves_is_closed_alone(
    open_page, roadmap, editor, steward, challenge
):
    good = open_page(steward)
    good.hear_of("welcome")
    sent = [*BAD[2:8], b"\x00\x01", BAD[-1]]
    for each in sent:
        bad = open_page(editor)
        bad.hear_of("welcome")
        bad.line.send(each)
        assert bad.is_closed_with() == protocol.NOT_UNDERSTOOD
        assert bad.line.close_reason.endswith(".")
    edit(editor, challenge, severity=2)
    assert good.hear_of("changes")["changes"][0]["fields"] == {"severity": [4, 2]}


@pytest.mark.django_db(transaction=True)
def test_SR_38_a_message_that_is_too_large_ends_the_socket(open_page, roadmap, editor):
    page = open_page(editor)
    page.hear_of("welcome")
    page.line.send("x" * (protocol.LARGEST + 1))
    assert page.is_closed_with() == protocol.TOO_LARGE


@pytest.mark.django_db(transaction=True)
def test_SR_38_who_says_too_much_in_a_second_is_shown_out(open_page, roadmap, editor, steward):
    other, page = open_page(steward), open_page(editor)
    page.hear_of("welcome")
    for _ in range(protocol.MOST_A_SECOND + 5):
        page.say(type="here", where=None, field=None)
    assert page.is_closed_with() == protocol.TOO_MANY
    other.say(type="since", revision=0)
    assert other.hear_of("changes")


@pytest.mark.django_db(transaction=True)
def test_sixty_messages_in_a_second_are_not_too_many(open_page, roadmap, editor):
    page = open_page(editor)
    page.hear_of("welcome")
    for _ in range(protocol.MOST_A_SECOND - protocol.COST_OF_READING):
        page.say(type="here", where=None, field=None)
    page.say(type="since", revision=0)
    assert page.hear_of("changes")


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_reads_too_slowly_is_shown_out_and_delays_nobody(
    server, open_page, roadmap, editor, steward, challenge
):
    quick = open_page(steward)
    quick.hear_of("welcome")
    brought = {"additional_headers": [("Cookie", cookie(editor))], "origin": server.origin}
    address = f"ws://{server.host}/live/electromobility"
    with connect(address, **brought, proxy=None, compression=None, max_queue=1) as slow:
        for number in range(140):  # nothing of the answers is read
            edit(editor, challenge, summary=f"{number}" * 20_000)
            heard = quick.hear_of("changes")
            assert heard["changes"][0]["fields"]["summary"][1].startswith(f"{number}")
        # It is told why, if it reads on within two seconds; else the line is simply cut.
        assert Page(slow).is_closed_with() in (protocol.TOO_SLOW, ABNORMAL)
