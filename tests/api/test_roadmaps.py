import csv
import io
import json
import zipfile

import pytest

from api.tables import unguard
from roadmaps import elements, workflow
from roadmaps import roadmap as maps
from roadmaps.document import canonical
from tests import factories
from tests.api.conftest import OF_THE_REQUEST, told

MAP = "/roadmaps/electromobility"


def without_number(response):
    problem = told(response, 404)
    del problem["request_id"]
    headers = {
        name: value for name, value in response.headers.items() if name not in OF_THE_REQUEST
    }
    return problem, headers


def test_a_published_map_is_listed_with_its_edition(items, published):
    (item,) = items("/roadmaps")
    assert (item["slug"], item["title"]) == ("electromobility", "Electromobility")
    assert item["sector"]["name"] == "Automotive"
    assert item["edition"]["number"] == "1.0"
    assert item["edition"]["sha256"] == published.editions.get().sha256
    assert item["counts"] == {
        "challenge": 1, "goal": 1, "skill": 1, "initiative": 1, "figure": 1, "link": 2,
    }  # fmt: skip
    assert "stage" not in item


def test_only_members_are_told_the_stage(items, published, partner, stranger):
    assert "stage" not in items("/roadmaps", stranger)[0]
    assert items("/roadmaps", partner)[0]["stage"] == "in_force"


def test_a_draft_is_listed_for_those_who_have_a_role_on_it(items, roadmap, partner, stranger):
    assert items("/roadmaps") == items("/roadmaps?draft=true") == []
    assert items("/roadmaps?draft=true", stranger) == []
    (item,) = items("/roadmaps?draft=true", partner)
    assert (item["slug"], item["stage"], item["edition"]) == ("electromobility", "draft", None)
    assert items("/roadmaps", partner) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=electro", 1),
        ("q=ELECTRO", 1),
        ("q=hydrogen", 0),
        ("q=%25", 0),
        ("sector={sector}", 1),
        ("sector=other", 0),
        ("programme={programme}", 1),
        ("programme=other", 0),
        ("lead=other", 0),
    ],
)
def test_maps_are_filtered(items, published, partner, query, found):
    words = {"sector": published.sector.code, "programme": published.programme.code}
    assert len(items(f"/roadmaps?{query.format(**words)}")) == found
    assert len(items(f"/roadmaps?draft=true&{query.format(**words)}", partner)) == found


def test_SR_03_SR_04_SR_05_a_working_copy_changes_no_list_of_maps(
    get, items, published, steward, programme, registrar
):
    asked = ["/roadmaps?count=true", "/roadmaps?q=electro", "/roadmaps?sort=-slug"]
    before = [get(address) for address in asked]
    draft = workflow.open_refresh(steward, published)
    sector = factories.sector(registrar, programme)
    maps.describe(
        steward, draft, draft.revision, title="Secret name", summary="Secret", sector=sector
    )
    factories.roadmap(steward, programme, title="Hidden electro map")
    after = [get(address) for address in asked]
    assert [each.content for each in after] == [each.content for each in before]
    assert [each.headers["ETag"] for each in after] == [each.headers["ETag"] for each in before]
    assert items("/roadmaps?q=secret") == []
    assert items(f"/roadmaps?sector={sector.code}") == []


def test_SR_05_a_hidden_map_looks_like_a_missing_one(get, roadmap, stranger):
    ends = ["", "?draft=true", "/findings", "/findings?draft=true", "/editions", "/editions/1.0"]
    ends += ["/picture.svg", "/network.svg", "/initiatives.csv", "/initiatives.csv?draft=true"]
    for who in (None, stranger):
        for end in ends:
            hidden = without_number(get(f"{MAP}{end}", who))
            missing = without_number(get(f"/roadmaps/missing{end}", who))
            assert hidden == missing, end


def test_a_member_reads_the_working_copy(get, roadmap, partner, stranger):
    response = get(f"{MAP}?draft=true", partner)
    document = json.loads(response.content)
    assert canonical(document) == response.content
    assert document["elements"][0]["code"] == "EMO-C01"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    again = get(f"{MAP}?draft=true", partner, If_None_Match=response.headers["ETag"])
    assert again.status_code == 304
    told(get(f"{MAP}?draft=true", stranger), 404)


def test_the_tag_of_a_working_copy_moves_with_it(get, roadmap, editor, challenge):
    before = get(f"{MAP}?draft=true", editor).headers["ETag"]
    elements.edit(editor, challenge, challenge.revision, title="Other")
    assert get(f"{MAP}?draft=true", editor).headers["ETag"] != before


def test_members_see_in_the_working_copy_what_they_may_see(get, roadmap, editor, steward, partner):
    elements.add(editor, roadmap, "challenge", title="Inside", visibility="internal")
    for who, sees in ((steward, True), (partner, False), (editor, False)):
        assert (b"Inside" in get(f"{MAP}?draft=true", who).content) == sees


def test_the_map_comes_as_tables(get, published):
    response = get(MAP, Accept="text/csv")
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="electromobility.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert {"elements.csv", "initiatives.csv", "figures.csv", "links.csv"} <= set(
        archive.namelist()
    )
    rows = list(csv.DictReader(archive.read("initiatives.csv").decode().splitlines()))
    assert rows[0]["code"] == "EMO-I01"
    assert rows[0]["leads"].startswith("organisation-")
    assert get(MAP, Accept="text/csv").content == response.content
    assert get(f"{MAP}?format=csv").content == response.content


def test_the_map_comes_as_a_picture(get, published):
    response = get(MAP, Accept="image/svg+xml")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content == get(f"{MAP}/picture.svg").content
    assert b"<svg" in get(f"{MAP}/network.svg").content
    assert b"<svg" in get(f"{MAP}/network.svg?focus=EMO-I01").content


@pytest.mark.parametrize("address", [f"{MAP}/network.svg?focus=EMO-X99", f"{MAP}/secrets.csv"])
def test_what_is_not_on_the_map_is_missing(refused, published, address):
    refused(address, 404)


@pytest.mark.parametrize(
    "accept",
    ["application/json", "*/*", "application/*", "text/csv;q=0.1, application/json", "",
     "text/html,application/xhtml+xml,image/svg+xml,*/*;q=0.8"],
)  # fmt: skip
def test_json_is_what_most_readers_get(get, published, accept):
    response = get(MAP, Accept=accept)
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("accept", ["text/turtle", "application/json;q=0", "image/png"])
def test_other_formats_are_refused(refused, published, accept):
    refused(MAP, 406, Accept=accept)
    refused("/elements", 406, Accept=accept)


def test_a_single_table_opens_in_one_line(get, published):
    pandas = pytest.importorskip("pandas")
    table = get(f"{MAP}/figures.csv").content
    frame = pandas.read_csv(io.BytesIO(table))
    assert frame.low[0] == 25
    assert frame.element[0] == "EMO-G01"
    assert frame.baseline_value[0] == 4.5


@pytest.mark.parametrize(
    "title",
    ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", "\tx", "\uff1d1", "'=1", "'quoted", " =1"],
)
def test_SR_18_no_cell_is_a_formula_and_every_text_survives(get, roadmap, editor, approver, title):
    element = elements.add(editor, roadmap, "challenge", title=title)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    text = get(f"{MAP}/challenges.csv").content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "@", "\uff1d", "\t"))]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert unguard(rows[-1]["title"]) == title
    assert rows[-1]["code"] == element.code


def test_lists_of_maps_take_a_fixed_number_of_queries(
    get, published, steward, approver, programme, django_assert_num_queries
):
    with django_assert_num_queries(2):
        get("/roadmaps")
    others = [factories.roadmap(steward, programme) for _ in range(3)]
    for other in others:
        maps.grant(steward, other, "approver", user=approver)
    workflow.adopt(approver, others, label="1", note="First.")
    with django_assert_num_queries(2):
        assert len(json.loads(get("/roadmaps").content)["items"]) == 4
    get("/roadmaps", approver)
    with django_assert_num_queries(5):
        get("/roadmaps", approver)
    with django_assert_num_queries(5):
        get("/roadmaps?draft=true", approver)
