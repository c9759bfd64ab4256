"""What the writer saw has to be said, and is compared with what stands there under the lock."""

import pytest
from django.test import Client

from changes.models import Change
from roadmaps import elements
from tests.api.conftest import complaints, told, write_as
from tests.api.things import DISPUTED, MAP, NEW
from tests.threads import at_once

CHALLENGE = "/elements/EMO-C01"
WRITERS = 16
NOTHING_HOLDS = [
    "", "x", '"', '""', "W/", '"1"', "1", "'1-00000000000000000000'", '"1-xyz"', ",,", "*, *",
    '"-1-00000000000000000000"', '"1-00000000000000000000-gz"', "\x7f", '"' + "9" * 500 + '-0"',
    '"٣-00000000000000000000"', "x" * 7000,
]  # fmt: skip


def sketched(revision):
    """A tag as another text of the same thing would have it."""
    return f'"{revision}-{"0" * 20}"'


@pytest.mark.parametrize("name", DISPUTED)
def test_who_does_not_say_what_they_saw_changes_nothing(send, written, editor, name):
    here, _item = written(name)
    before = Change.objects.count()
    member, one, _other, _beside = DISPUTED[name]
    problem = told(send("patch", here, {member: one}), 428)
    assert "`If-Match`" in problem["detail"]
    assert "`base`" in problem["detail"]
    assert Change.objects.count() == before


@pytest.mark.parametrize("name", DISPUTED)
def test_a_tag_holds_until_the_thing_is_changed(send, written, editor, steward, name):
    here, item = written(name)
    member, one, other, beside = DISPUTED[name]
    tag = sketched(item["revision"])
    first = send("patch", here, {member: one}, steward, If_Match=tag)
    assert first.status_code == 200, first.content
    before = Change.objects.count()
    for change in ({member: other}, beside):
        problem = told(send("patch", here, change, editor, If_Match=tag), 412)
        assert problem["detail"].startswith("The tag in `If-Match`")
    assert Change.objects.count() == before
    again = send("patch", here, {member: other}, If_Match=first.headers["ETag"])
    assert (again.status_code, again.json()[member]) == (200, other)


@pytest.mark.parametrize("name", NEW)
def test_what_was_changed_since_is_neither_withdrawn_nor_restored(send, written, name):
    here, item = written(name)
    member, one, _other, _beside = DISPUTED[name]
    send("patch", here, {member: one, "base": item["revision"]})
    told(send("delete", here, If_Match=item["etag"]), 412)
    gone = send("delete", here)
    told(send("post", f"{here}/restore", If_Match=item["etag"]), 412)
    assert send("post", f"{here}/restore", If_Match=gone.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("name", DISPUTED)
def test_the_same_member_changed_twice_clashes_and_both_values_are_told(
    send, written, editor, steward, name
):
    here, item = written(name)
    member, one, other, beside = DISPUTED[name]
    base = item["revision"]
    assert send("patch", here, {member: one, "base": base}, steward).status_code == 200
    before = Change.objects.count()
    response = send("patch", here, {member: other, **beside, "base": base}, editor)
    problem = told(response, 409, "clashes", "revision")
    assert problem["clashes"] == {member: {"base": item[member], "theirs": one, "mine": other}}
    assert problem["revision"] == base + 1
    assert Change.objects.count() == before
    mine = send("patch", here, {member: other, **beside, "base": problem["revision"]})
    assert (mine.status_code, mine.json()[member]) == (200, other)


@pytest.mark.parametrize("name", DISPUTED)
def test_other_members_merge(send, written, editor, steward, name):
    here, item = written(name)
    member, one, _other, beside = DISPUTED[name]
    base = item["revision"]
    send("patch", here, {member: one, "base": base}, steward)
    response = send("patch", here, beside | {"base": base}, editor)
    assert response.status_code == 200, response.content
    told_now = response.json()
    assert {each: told_now[each] for each in (member, *beside)} == {member: one, **beside}


@pytest.mark.parametrize("name", DISPUTED)
def test_who_wants_the_same_as_the_other_one_has_it(send, written, editor, steward, name):
    here, item = written(name)
    member, one, _other, _beside = DISPUTED[name]
    said = {member: one, "base": item["revision"]}
    first = send("patch", here, said, steward)
    second = send("patch", here, said, editor)
    assert (second.status_code, second.json()[member]) == (200, one)
    assert second.json()["revision"] == first.json()["revision"]


def test_things_that_are_named_clash_by_their_codes(send, roadmap, editor, steward, sector):
    base = roadmap.revision
    made = [send("post", "/challenges", {"roadmap": MAP, "title": "Water"}, steward).json()]
    made += [send("post", "/challenges", {"roadmap": MAP, "title": "Power"}).json()]
    theirs, mine = (each["code"] for each in made)
    change = {"parent": theirs, "sectors": [sector.code], "source": None, "base": base}
    assert send("patch", CHALLENGE, change).status_code == 200
    change = {"parent": mine, "sectors": [], "source": "survey-2024", "base": base}
    response = send("patch", CHALLENGE, change, editor)
    assert told(response, 409, "clashes", "revision")["clashes"] == {
        "parent": {"base": None, "theirs": theirs, "mine": mine},
        "sectors": {"base": [], "theirs": [sector.code], "mine": []},
        "source": {"base": "survey-2024", "theirs": None, "mine": "survey-2024"},
    }


def test_SR_05_a_clash_does_not_tell_what_one_may_not_see(send, roadmap, editor, steward):
    base = roadmap.revision
    hidden = elements.add(steward, roadmap, "challenge", title="Inside", visibility="internal")
    seen = elements.add(steward, roadmap, "challenge", title="Outside")
    send("patch", CHALLENGE, {"parent": hidden.code, "base": base}, steward)
    response = send("patch", CHALLENGE, {"parent": seen.code, "base": base}, editor)
    problem = told(response, 409, "clashes", "revision")
    assert problem["clashes"]["parent"] == {"base": None, "theirs": None, "mine": seen.code}
    assert hidden.code.encode() not in response.content


def test_translations_clash_text_by_text(send, challenge, roadmap, editor, steward):
    def said(**texts):
        told_texts = {name: {"text": text, "revision": 1} for name, text in texts.items()}
        return {"translations": {"es": told_texts}, "base": roadmap.revision}

    send("patch", CHALLENGE, said(title="Faltan técnicos", note="Nota"), steward)
    assert send("patch", CHALLENGE, said(summary="Por qué."), editor).status_code == 200
    problem = told(send("patch", CHALLENGE, said(title="Otra")), 409, "clashes", "revision")
    (where,) = problem["clashes"]
    assert where == "translations.es.title"


def test_a_tag_is_asked_for_also_beside_a_base(send, challenge, roadmap, editor, steward):
    base, tag = roadmap.revision, sketched(challenge.revision)
    body = {"title": "Mine", "base": base}
    send("patch", CHALLENGE, {"severity": 1, "base": base}, steward)
    told(send("patch", CHALLENGE, body, editor, If_Match=tag), 412)
    now = sketched(base + 1)
    assert send("patch", CHALLENGE, body, If_Match=now).status_code == 200
    told(send("patch", CHALLENGE, {"title": "Other", "base": base}, If_Match=sketched(base + 2)),
         409, "clashes", "revision")  # fmt: skip


def test_one_tag_of_several_is_enough(send, challenge, editor):
    tag = f'"abc", W/"7-x", {sketched(10**17)},{sketched(challenge.revision)} , ""'
    assert send("patch", CHALLENGE, {"title": "Mine"}, editor, If_Match=tag).status_code == 200
    told(send("patch", CHALLENGE, {"title": "Other"}, If_Match=tag), 412)


def test_SR_21_a_garbled_tag_holds_for_nothing(send, challenge, editor):
    for header in NOTHING_HOLDS:
        told(send("patch", CHALLENGE, {"title": "Mine"}, editor, If_Match=header), 412)
        told(send("delete", CHALLENGE, If_Match=header), 412)
    challenge.refresh_from_db()
    assert (challenge.title, challenge.is_withdrawn) == ("Too few technicians", False)


def test_a_weak_tag_holds_for_nothing(send, draft, challenge, editor):
    weak = "W/" + draft(CHALLENGE, editor)["etag"]
    told(send("patch", CHALLENGE, {"title": "Mine"}, If_Match=weak), 412)
    told(send("delete", CHALLENGE, If_Match=weak), 412)


def test_whatever_there_is_is_no_condition(send, challenge, roadmap, editor):
    told(send("patch", CHALLENGE, {"title": "Mine"}, editor, If_Match="*"), 428)
    body = {"title": "Mine", "base": roadmap.revision}
    assert send("patch", CHALLENGE, body, If_Match=" * ").status_code == 200


def test_a_base_is_a_whole_number(send, challenge, editor):
    sentence = "The base is the revision of the map that you saw, as a whole number."
    for base in (None, "1", 1.0, True, [], {}, "", [1]):
        response = send("patch", CHALLENGE, {"title": "Mine", "base": base}, editor)
        assert complaints(response) == {"/base": sentence}


def test_a_base_is_a_revision_of_the_map(send, challenge, editor):
    sentence = "The base has to be a revision of this map that you have seen"
    for here in (CHALLENGE, f"/roadmaps/{MAP}"):
        for base in (-1, 10**6, 10**30, -(10**30)):
            said = complaints(send("patch", here, {"title": "Mine", "base": base}, editor))
            assert list(said) == ["/base"]
            assert said["/base"].startswith(sentence)


def test_a_tag_of_what_is_published_holds_for_the_working_copy(send, get, rich, steward):
    rich.__class__.objects.filter(pk=rich.pk).update(stage="draft")
    tag = get("/elements/EMO-C01").headers["ETag"]
    assert send("patch", CHALLENGE, {"title": "Mine"}, steward, If_Match=tag).status_code == 200
    told(send("patch", CHALLENGE, {"title": "Other"}, If_Match=tag), 412)


def crowd_of(person, write):
    """Sixteen browsers of one person that write at the same moment; their statuses."""
    browsers = [Client() for _number in range(WRITERS)]
    for browser in browsers:
        browser.force_login(person)
    actions = [lambda n=n, browser=browser: write(n, browser) for n, browser in enumerate(browsers)]
    return sorted(answer.status_code for answer in at_once(*actions).outcomes())


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_many_who_write_at_once_one_is_the_first(challenge, roadmap, editor):
    tag, base = sketched(challenge.revision), roadmap.revision

    def by_tag(number, browser):
        return write_as(browser, "patch", CHALLENGE, {"title": f"Title {number}"}, If_Match=tag)

    def by_base(number, browser):
        body = {"summary": f"Summary {number}", "base": base}
        return write_as(browser, "patch", CHALLENGE, body)

    assert crowd_of(editor, by_tag) == [200] + [412] * (WRITERS - 1)
    assert crowd_of(editor, by_base) == [200] + [409] * (WRITERS - 1)
    verbs = Change.objects.within(roadmap).after(base).values_list("verb", flat=True)
    assert list(verbs) == ["edited", "edited"]
