import json

from tests import factories


def test_a_source_is_told_by_its_code(get, source):
    told = json.loads(get("/sources/survey-2024").content)
    assert (told["title"], told["date"], told["url"]) == ("Industrial survey", "2024", None)


def test_sources_are_filtered(items, source):
    assert len(items("/sources?q=industrial&publisher=office")) == 1
    assert items("/sources?kind=press") == []


def test_a_list_of_sources_takes_one_query(get, source, registrar, django_assert_num_queries):
    for _ in range(3):
        factories.source(registrar)
    with django_assert_num_queries(1):
        get("/sources")
