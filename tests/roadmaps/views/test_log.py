"""The page with the history of a map, of an element or of a field; and undoing by a button."""

import html
import uuid

import pytest

from changes.models import Change
from roadmaps import elements, figures, links
from roadmaps.views import log
from tests.roadmaps.things import as_it_is, last_of, now

HISTORY = "/roadmaps/electromobility/history"
UNDO = "/roadmaps/electromobility/undo"
JOBS = {"metric": "jobs", "kind": "count", "unit": "jobs", "basis": "target", "low": "1"}


@pytest.fixture
def read(client, editor):
    """The sentences on a page of the history, for the editor or for somebody else."""

    def open_page(query="", person=editor, language=""):
        client.force_login(person)
        answer = client.get(f"{language}{HISTORY}{query}")
        assert answer.status_code == 200
        lines = [each for group in answer.context["lines"] for each in group]
        page = html.unescape(answer.content.decode())
        assert all(line["sentence"] in page for line in lines)
        return page, [line["sentence"].replace("\N{NO-BREAK SPACE}", " ") for line in lines]

    return open_page


def test_the_newest_line_stands_first_in_both_languages(scene, read):
    scene.edit("water", period="2028")
    page, sentences = read()
    assert sentences[0] == "Editor changed “Water”: “period” is now 2028."
    assert sentences[-1] == "Steward began the map."
    assert len(sentences) == now(scene.roadmap)
    page, sentences = read(language="/es")
    assert sentences[0] == "Editor cambió «Water»: «periodo» es ahora 2028."
    assert "Deshacer" in page


def test_the_history_of_an_element_tells_of_all_that_hung_on_it(scene, read):
    figure = figures.state(scene.editor, scene.initiative, label="Jobs", **JOBS)
    figures.withdraw(scene.editor, figure)
    scene.withdraw("part").withdraw("milestone").withdraw("report")
    link = links.draw(scene.editor, scene.water, scene.initiative, "conflicts_with", reason="No.")
    links.withdraw(scene.editor, link)
    scene.edit("goal", period="2031")
    _page, sentences = read("?element=EMO-I01")
    assert sentences[:9] == [
        "Editor withdrew the link from “Water” to “Dual training”.",
        "Editor added the link from “Water” to “Dual training”: conflicts with.",
        "Editor withdrew the report of 1 May 2026 on “Dual training”.",
        "Editor withdrew the milestone “First course” of “Dual training”.",
        "Editor withdrew the part of the unions in “Dual training”.",
        "Editor withdrew the figure “Jobs” of “Dual training”.",
        "Editor added the figure “Jobs” of “Dual training”: 1 job.",
        "Editor added the part of the unions in “Dual training”: Partner.",
        "Editor added the report of 1 May 2026 on “Dual training”: On course.",
    ]
    assert not [sentence for sentence in sentences if "Share of electric cars" in sentence]
    assert sentences[-1] == "Editor added “Dual training”."


def test_the_history_of_a_field(scene, read):
    scene.edit("challenge", severity=3).edit("water", severity=5).edit("challenge", severity=4)
    _page, sentences = read("?element=EMO-C01&field=severity")
    assert sentences == [
        "Editor changed “Too few technicians”: “severity” from Serious to Severe.",
        "Editor changed “Too few technicians”: “severity” from Severe to Serious.",
        "Editor added “Too few technicians”.",
    ]
    page, sentences = read("?field=colour")
    assert sentences == []
    assert "Nothing was done here yet." in page
    assert "Show everything" in page


def numbered(scene, count, **fields):
    for number in range(count):
        elements.add(scene.steward, scene.roadmap, "skill", title=f"Skill {number}", **fields)


def pages(read, query="?"):
    """All pages of a history, as the sentences of each."""
    found = []
    page, sentences = read(query)
    while True:
        found.append(sentences)
        older = page.partition('">Older</a>')[0].rpartition("before=")[2]
        if '">Older</a>' not in page:
            return found
        page, sentences = read(f"{query}&before={older.partition('&')[0]}")


def test_older_lines_stand_on_further_pages_each_once(scene, read):
    numbered(scene, log.LENGTH)
    found = pages(read)
    assert [len(page) for page in found] == [log.LENGTH, now(scene.roadmap) - log.LENGTH]
    sentences = [sentence for page in found for sentence in page]
    assert len(sentences) == now(scene.roadmap)
    assert sentences[-1] == "Steward began the map."


def test_SR_50_hidden_lines_change_no_page_and_no_number_of_pages(scene, read, monkeypatch):
    monkeypatch.setattr(log, "LENGTH", 10)
    numbered(scene, 5)
    before = pages(read), pages(read, "?element=EMO-C01"), pages(read, "?field=title")
    numbered(scene, 60, visibility="internal")
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    link = links.draw(scene.steward, scene.initiative, hidden, "addresses")
    links.withdraw(scene.steward, link)
    elements.edit(scene.steward, scene.challenge, now(scene.roadmap), parent=hidden)
    figures.state(scene.steward, scene.challenge, label="Secret", visibility="internal", **JOBS)
    assert (pages(read), pages(read, "?element=EMO-C01"), pages(read, "?field=title")) == before
    assert read("?field=parent")[1] == []
    assert len(read("?field=parent", scene.steward)[1]) == 1


def test_SR_50_the_history_of_something_hidden_is_missing(scene, client, editor):
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    client.force_login(editor)
    answers = [client.get(f"{HISTORY}?element={code}") for code in (hidden.code, "EMO-C99")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    client.force_login(scene.steward)
    assert client.get(f"{HISTORY}?element={hidden.code}").status_code == 200


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_03_others_read_no_history(request, published, client, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    hidden, missing = (
        client.get(f"/roadmaps/{slug}/history") for slug in ("electromobility", "no-such-map")
    )
    assert (hidden.status_code, hidden.content) == (404, missing.content)


QUESTIONS = {
    "?before=x": 400,
    "?before=%D9%A3": 400,
    "?before=99999999999999999999": 400,
    "?before=0": 200,
    "?as_of=3": 400,
    "?page=2": 400,
    "?element=%00": 200,
    "?element=EMO-X99": 404,
    "?field=%00": 200,
}


def test_a_question_that_is_none_is_refused(scene, client, editor):
    client.force_login(editor)
    answers = {query: client.get(HISTORY + query).status_code for query in QUESTIONS}
    assert answers == QUESTIONS


@pytest.fixture
def undo(client, editor):
    """Pushes the button beside a line, as the editor or as somebody else."""

    def push(person=editor, language="", **data):
        client.force_login(person)
        return client.post(f"{language}{UNDO}", data)

    return push


def test_a_line_is_undone_by_its_button_and_that_too(scene, read, undo):
    scene.edit("water", period="2028")
    page, _sentences = read()
    line = now(scene.roadmap)
    assert f'form="undo" name="revision" value="{line}"' in page
    answer = undo(revision=line)
    assert (answer.status_code, answer.headers["Location"]) == (303, HISTORY)
    assert as_it_is(scene.water).period == ""
    who, _space, what = read()[1][0].partition(" undid ")
    assert who == "Editor (Ministry of Economy)"
    assert what == "a change of “Water”: “period” was emptied (before: 2028)."
    undo(revision=now(scene.roadmap))
    assert as_it_is(scene.water).period == "2028"


def test_an_undo_that_clashes_says_what_stands_there_in_words(scene, undo):
    scene.edit("challenge", severity=3)
    line = now(scene.roadmap)
    scene.edit("challenge", severity=5)
    for language, sentence in (
        ("", "severity: it now says Critical, so it was not set back to Severe."),
        ("/es", "gravedad: ahora dice Crítico, así que no se devolvió a Grave."),
    ):
        answer = undo(revision=line, language=language)
        assert answer.status_code == 409
        assert f"<li>{sentence}</li>" in answer.content.decode()
    assert as_it_is(scene.challenge).severity == 5


def test_SR_50_a_clash_of_an_undo_does_not_name_what_is_hidden(scene, undo):
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    scene.edit("water", parent=scene.challenge)
    line = now(scene.roadmap)
    elements.edit(scene.steward, scene.water, line, parent=hidden)
    page = undo(revision=line).content.decode()
    assert "part of: it now says —, so it was not set back to —." in page
    assert "Secret" not in page
    assert str(hidden.pk) not in page


def test_what_cannot_be_undone_is_said_in_words(scene, undo, written):
    added = last_of(scene.water).revision
    elements.edit(scene.steward, scene.water, now(scene.roadmap), period="2028")
    scene.withdraw("link")
    withdrawn = now(scene.roadmap)
    links.draw(scene.editor, scene.initiative, scene.challenge, "addresses")
    lines = written()
    for revision, reason in (
        (added, "“EMO-C02 Water” was changed since it was added. Withdraw it, if you mean to."),
        (2, "This cannot be undone; it was no change of what the map says."),
        (withdrawn, "<h1>Nothing was changed</h1>"),
    ):
        answer = undo(revision=revision)
        assert answer.status_code == 409
        assert reason in answer.content.decode()
    assert written() == lines


@pytest.fixture
def written(roadmap):
    return lambda: Change.objects.within(roadmap).count()


def test_SR_05_a_hidden_line_is_undone_like_one_that_is_not_there(scene, undo, written):
    secret = {"title": "Secret", "visibility": "internal"}
    elements.add(scene.steward, scene.roadmap, "challenge", **secret)
    lines = written()
    hidden, missing = (undo(revision=number) for number in (lines, lines + 1))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert undo(request=str(uuid.uuid4())).status_code == 404
    assert written() == lines


def test_nothing_is_undone_where_no_line_is_named(scene, undo, written):
    lines = written()
    for data in ({}, {"request": "x"}, {"revision": "x"}, {"revision": "1e3"}):
        answer = undo(**data)
        assert answer.status_code == 400, data
        assert "Say which line is to be undone." in answer.content.decode()
    assert written() == lines


def test_who_may_not_write_sees_no_button(scene, read, partner):
    page, sentences = read(person=partner)
    assert len(sentences) == now(scene.roadmap)
    assert 'name="revision"' not in page
    assert 'name="request"' not in page


def test_a_script_is_told_in_a_fragment_why_nothing_was_undone(scene, client, editor):
    client.force_login(editor)
    accept = {"headers": {"Accept": "application/json"}}
    answer = client.post(UNDO, {"revision": 2}, **accept)
    assert answer.status_code == 409
    assert answer.content.decode().startswith('<div class="errors"')
