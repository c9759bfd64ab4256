"""What is wrong with a body is told at once, each with its place, and nothing is changed."""

import re

import pytest

from api.bulk import WRITERS
from api.elements import WRITERS as OF_A_KIND
from changes.models import Change
from roadmaps import elements, figures, links, participations
from roadmaps.models import Roadmap
from tests.api.conftest import complaints, told
from tests.api.things import MAP, NEW, address_of

SKILL = {"roadmap": MAP, "title": "X"}
FIGURE = NEW["figures"][0]
KINDS = {
    "challenge": "challenges", "goal": "goals", "fdi_target": "fdi-targets", "skill": "skills",
    "technology": "technologies", "infrastructure": "infrastructure", "initiative": "initiatives",
}  # fmt: skip
PARTS = [name for name in NEW if name not in ("elements", "challenges")]
EVERYTHING = [*KINDS, *PARTS, "roadmaps"]
OWNED = {  # what only the system says, and where it is told
    "id": "00000000-0000-4000-8000-000000000000", "revision": 1, "is_withdrawn": True,
    "position": 1, "etag": '"1-x"', "abilities": {"edit": True}, "earliest": "2026-01-01",
    "latest": "2026-01-01", "head": "", "access_epoch": 7,
}  # fmt: skip
OWNED_HERE = {
    "roadmaps": {"slug": "mine", "prefix": "MINE", "stage": "in_force", "is_published": True},
    "challenge": {"code": "EMO-C77", "number": 77, "kind": "goal"},
}
NO_COLUMN = ("head", "access_epoch", "is_published")  # nobody is told that there are such
# What stands for nothing that any member holds; {} says something of translations only.
WRONG = [{"a": {"b": 7}}, [[]], [{}], [None], 1.5, 10**30, -(10**30), "x" * 30_000, {}]
CODE_WORDS = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(?:dict|str|bool|NoneType|field|campo|null)\b")

# A resource, a body, the member that is wrong, and what is said of it in both languages.
NONSENSE = [
    ("links", {"source": "EMO-I01", "target": "EMO-C01", "kind": "delivers"}, "/kind",
     "leads from", "va de"),
    ("links", {"source": "EMO-I01", "target": "EMO-I01", "kind": "depends_on"}, "/target",
     "linked to itself", "consigo mismo"),
    ("links", {"source": "EMO-I01", "target": "EMO-S01", "kind": "delivers"}, "/target",
     "just like it", "uno igual"),
    ("links", {"source": "EMO-I01", "target": "EMO-I02", "kind": "conflicts_with"}, "/reason",
     "needs a reason", "motivo"),
    ("links", {"source": "EMO-I02", "target": "EMO-I01", "kind": "depends_on"}, "/target",
     "would close a circle", "círculo"),
    ("skills", SKILL | {"period": "soon"}, "/period", "not a period", "no es un periodo"),
    ("skills", SKILL | {"period": "2030/2025"}, "/period", "before it", "antes"),
    ("skills", SKILL | {"level_needed": 7}, "/level_needed", "0 and 6", "de 0 a 6"),
    ("skills", SKILL | {"places": ["MX-XYZ"]}, "/places", "ISO 3166", "ISO 3166"),
    ("skills", SKILL | {"uri": "javascript:alert(1)"}, "/uri", "http://", "http://"),
    ("skills", SKILL | {"uri": "ftp://esco.example/x"}, "/uri", "begins with", "comience"),
    ("fdi-targets", SKILL | {"origin_countries": ["ZZ"]}, "/origin_countries", "ISO 3166",
     "ISO 3166"),
    ("figures", FIGURE | {"unit": "%", "currency": "MXN"}, "/unit", "no currency", "moneda"),
    ("figures", FIGURE | {"currency": "QQQ"}, "/currency", "ISO 4217", "ISO 4217"),
    ("figures", FIGURE | {"operator": "range"}, "/high", "upper end", "extremo superior"),
    ("figures", FIGURE | {"high": "7"}, "/high", "upper end", "extremo superior"),
    ("figures", FIGURE | {"low": "1e5"}, "/low", "digits", "cifras"),
    ("figures", FIGURE | {"metric": "all cars"}, "/metric", "letters, digits", "letras"),
    ("figures", FIGURE | {"price_basis": "nominl"}, "/price_basis", "Did you mean “nominal”?",
     "¿Quiso decir «nominal»?"),
    ("participations", {"element": "EMO-I01", "role": "partner"}, "/organisation",
     "or by one", "un grupo"),
    ("participations", NEW["participations"][0], "/organisation",
     "just like it", "uno igual"),
    ("milestones", {"initiative": "EMO-C01", "title": "X"}, "/initiative", "not there",
     "no existe"),
    ("milestones", {"initiative": "EMO-I01", "title": "X" * 201}, "/title",
     "200 characters at most", "200 caracteres como máximo"),
    ("progress-updates", NEW["progress-updates"][0] | {"as_of": "2026-02-30"}, "/as_of", "day",
     "día"),
    ("progress-updates", NEW["progress-updates"][0] | {"confidence": "gren"}, "/confidence",
     "Did you mean “green”?", "¿Quiso decir «green»?"),
]  # fmt: skip


@pytest.fixture
def subject(send, new, roadmap, editor):
    """Something of each kind: its writer, the address where it is made, its own, its body."""

    def find(name):
        if name == "roadmaps":
            return WRITERS[name], None, f"/roadmaps/{MAP}", {}
        if name in KINDS:
            item = new("elements", kind=name) if name == "technology" else _element(send, name)
            return OF_A_KIND[name], f"/{KINDS[name]}", f"/elements/{item['code']}", SKILL
        item = new(name)
        return WRITERS[name], f"/{name}", address_of(name, item), NEW[name][0]

    def _element(send, kind):
        return send("post", f"/{KINDS[kind]}", SKILL, editor).json()

    return find


def base():
    return {"base": Roadmap.objects.get(slug=MAP).revision}


@pytest.mark.parametrize("names", [[*KINDS], PARTS, ["roadmaps"]], ids=len)
def test_SR_21_no_member_takes_what_it_cannot_be(send, subject, editor, names):
    for name in names:
        writer, _there, here, _body = subject(name)
        members = writer.changed.fields.keys() - {"base"}
        before = Change.objects.count()
        for value in WRONG:
            wrong = members - ({"translations"} if value == {} else set())
            said = complaints(send("patch", here, dict.fromkeys(wrong, value) | base(), editor))
            places = {pointer.split("/")[1] for pointer in said}
            assert places == wrong, (name, value, wrong - places)
        assert Change.objects.count() == before


@pytest.mark.parametrize("name", ["challenge", "fdi_target", "skill", *PARTS, "roadmaps"])
def test_mistakes_are_told_in_sentences_of_the_language_of_the_reader(send, subject, editor, name):
    writer, _there, here, _body = subject(name)
    members = writer.changed.fields.keys() - {"base"}
    for language in ("en", "es"):
        for value in [*WRONG[:5], "x" * 30_000, None, "", True, 7, "?"]:
            body = dict.fromkeys(members, value) | base()
            response = send("patch", f"{here}?lang={language}", body, editor)
            for sentence in complaints(response).values():
                _assert_is_a_sentence(sentence, language)


def _assert_is_a_sentence(sentence, language):
    assert sentence.endswith((".", "?", "?.")), sentence
    own_words = re.sub(r"[“«].*?[”»]|(Possible are|Son posibles): .*", "", sentence)
    assert not CODE_WORDS.search(own_words), sentence
    english = re.search(r"\b(?:This|the|is|are|has|and|or|not|Write|known)\b", own_words)
    assert bool(english) == (language == "en") or "ISO 3166" in sentence, sentence


@pytest.mark.parametrize("name", ["challenge", *PARTS, "roadmaps"])
def test_SR_10_what_the_system_keeps_nobody_sets(send, subject, editor, name):
    writer, there, here, body = subject(name)
    owned = OWNED | OWNED_HERE.get(name, {})
    lines = Change.objects.count()
    for member, value in owned.items():
        if member in writer.changed.fields:
            continue
        asked = [("patch", here, base()), *([("post", there, body)] if there else [])]
        for method, address, rest in asked:
            response = send(method, address, rest | {member: value}, editor)
            said = complaints(response)
            assert list(said) == [f"/{member}"]
            expected = "There is no such" if member in NO_COLUMN else f"“{member}” is kept by"
            assert said[f"/{member}"].startswith(expected)
            operation = {"method": method.upper(), "path": address, "body": rest | {member: value}}
            in_bulk = complaints(send("post", "/bulk", {"operations": [operation]}))
            assert in_bulk == {f"/operations/0/body/{member}": said[f"/{member}"]}
    assert Change.objects.count() == lines


def test_SR_10_where_something_stands_is_said_once_and_for_ever(send, subject, editor):
    for name in ("challenge", *PARTS):
        writer, _there, here, body = subject(name)
        for member in writer.places:
            change = base() | {member: body.get(member, "x")}
            said = complaints(send("patch", here, change, editor))
            assert said == {f"/{member}": f"“{member}” is kept by the system; nobody can set it."}


def test_SR_22_a_mistyped_member_is_refused_with_a_suggestion(send, subject, editor):
    for name in EVERYTHING:
        writer, there, here, body = subject(name)
        for member in list(writer.changed.fields)[1:3]:
            sentence = f"There is no such member. Did you mean “{member}”?"
            wrong = member[:-1] + "zz"
            said = complaints(send("patch", here, base() | {wrong: None}, editor))
            assert said == {f"/{wrong}": sentence}
            if there:
                assert complaints(send("post", there, body | {wrong: None})) == said


@pytest.mark.parametrize("name", ["challenge", "fdi_target", *PARTS, "roadmaps"])
def test_null_empties_what_may_be_empty_and_is_refused_elsewhere(send, subject, editor, name):
    writer, _there, here, _body = subject(name)
    fields = {member: field for member, field in writer.changed.fields.items() if member != "base"}
    needed = {member for member, field in fields.items() if not field.allow_null}
    said = complaints(send("patch", here, dict.fromkeys(needed) | base(), editor))
    assert said == {f"/{member}": "This cannot be empty." for member in needed}
    several = {"sectors", "places", "categories", "shared_with", "origin_countries"}
    several |= {"quality_tests"}
    for member in fields.keys() - needed - {"group"}:
        response = send("patch", here, {member: None} | base())
        assert response.status_code == 200, (member, response.content)
        empty = [] if member in several else {} if member == "translations" else None
        assert response.json()[member] == empty
    if name == "participations":
        assert list(complaints(send("patch", here, {"group": None} | base()))) == ["/organisation"]


def test_all_that_is_wrong_is_told_at_once(send, roadmap, editor):
    body = {"titel": "X", "trl_now": 12, "kind": "technology", "period": "soon", "code": "EMO-T09",
            "places": ["MX-PUE", 7, ""], "source": "nothing", "roadmap": MAP}  # fmt: skip
    assert list(complaints(send("post", "/elements", body, editor))) == [
        "/titel", "/code", "/title", "/period", "/places/1", "/places/2", "/trl_now", "/source",
    ]  # fmt: skip
    many = {f"member{number}": 1 for number in range(500)}
    assert len(told(send("post", "/elements", body | many), 422)["errors"]) == 50


def test_nonsense_is_named_in_a_sentence_with_its_place(send, roadmap, editor, initiative):
    other = elements.add(editor, roadmap, "initiative", title="Another")
    links.draw(editor, initiative, other, "depends_on")
    participations.involve(editor, initiative, None, "partner", group="The unions")
    before = Change.objects.count()
    for name, body, where, english, spanish in NONSENSE:
        for language, words in (("en", english), ("es", spanish)):
            said = complaints(send("post", f"/{name}?lang={language}", body, editor))
            assert list(said) == [where], body
            assert words in said[where], body
            assert said[where].endswith((".", "?")), body
    assert Change.objects.count() == before


def test_a_part_is_no_larger_than_its_whole_and_told_in_the_same_unit(send, editor, goal):
    whole = figures.state(
        editor, goal, metric="all", label="All cars", kind="count", low=100, basis="target"
    )
    part = FIGURE | {"part_of": str(whole.pk), "metric": "some", "unit": None}
    other_unit = complaints(send("post", "/figures", part | {"unit": "cars"}, editor))
    assert "same unit" in other_unit["/part_of"]
    too_large = complaints(send("post", "/figures", part | {"low": "101"}))
    assert "larger than its whole" in too_large["/low"]
    assert send("post", "/figures", part | {"low": "99.5"}).status_code == 201
    less = send("patch", f"/figures/{whole.pk}", {"low": "99"} | base())
    assert "larger than its whole" in complaints(less)["/low"]


def test_nothing_is_a_part_of_itself(send, editor, roadmap, goal):
    made = [send("post", "/figures", FIGURE | {"metric": name}, editor).json() for name in "ab"]
    codes = [send("post", "/challenges", SKILL | {"title": title}).json()["code"] for title in "ab"]
    circles = [
        ("figures", "part_of", [item["id"] for item in made], "A figure is not a part of itself."),
        ("figures", "told_as", [item["id"] for item in made],
         "A figure does not tell itself in other words."),
        ("elements", "parent", codes, "A challenge is not a part of itself."),
    ]  # fmt: skip
    for name, member, (one, other), sentence in circles:
        itself = send("patch", f"/{name}/{one}", {member: one} | base())
        assert complaints(itself) == {f"/{member}": sentence}
        assert send("patch", f"/{name}/{one}", {member: other} | base()).status_code == 200
        circle = send("patch", f"/{name}/{other}", {member: one} | base())
        assert complaints(circle) == {f"/{member}": sentence}
        send("patch", f"/{name}/{one}", {member: None} | base())


def test_only_texts_are_translated_and_no_translation_is_longer_than_its_text(
    send, challenge, editor
):
    def patch(**texts):
        said = {name: {"text": text, "revision": 1} for name, text in texts.items()}
        return send("patch", "/elements/EMO-C01", {"translations": {"es": said}} | base(), editor)

    for member in ("titel", "code", "period", "pillar", "severity", "parent"):
        said = complaints(patch(**{member: "X"}))
        assert said[f"/translations/es/{member}"].startswith("There is no such member.")
    long = complaints(patch(title="x" * 301))
    assert long == {"/translations/es/title": "This has 300 characters at most."}
    assert patch(title="x" * 300, summary="x" * 301).status_code == 200


def test_a_map_is_written_in_languages_of_the_site(send, draft, roadmap, editor):
    for languages, where in (([], ""), (["xx"], ""), (["en", "english"], "/1"), ([""], "/0")):
        said = complaints(
            send("patch", f"/roadmaps/{MAP}", {"languages": languages} | base(), editor)
        )
        assert list(said) == [f"/languages{where}"]
    response = send("patch", f"/roadmaps/{MAP}", {"languages": ["es", "es"]} | base())
    assert response.json()["languages"] == ["es"]


def test_numbers_are_kept_to_the_last_digit(send, editor, roadmap):
    for said, told_as in (
        ("1234567890123456789012.12345678", None), ("-0", "0"), ("0.00000001", None),
        ("007", "7"), ("-12.50", "-12.5"),
    ):  # fmt: skip
        response = send("post", "/figures", FIGURE | {"low": said}, editor)
        assert response.json()["low"] == told_as or said
    for wrong in ("1" * 23, "0.123456789", "1,5", "1 000", "+1", ".5", "5.", "٣", "0x10", "1_000"):
        assert list(complaints(send("post", "/figures", FIGURE | {"low": wrong}))) == ["/low"]
