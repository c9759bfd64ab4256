import json

from terms.vocabulary import VOCABULARIES


def test_every_vocabulary_is_listed(items, db):
    assert {each["name"] for each in items("/vocabularies")} == set(VOCABULARIES)


def test_a_word_has_a_label_in_the_language_of_the_reader_and_in_both(get, db):
    asked = {
        "en": get("/vocabularies/element_kind"),
        "es": get("/vocabularies/element_kind?lang=es"),
    }
    for language, response in asked.items():
        term = json.loads(response.content)["terms"][0]
        assert term["code"] == "challenge"
        assert term["label"] == term["labels"][language]
        assert response.headers["Content-Language"] == language
    by_header = get("/vocabularies/element_kind", Accept_Language="es-MX,es;q=0.9")
    assert by_header.content == asked["es"].content
    assert asked["es"].headers["ETag"] != asked["en"].headers["ETag"]


def test_the_ends_of_links_are_told(get, db):
    terms = json.loads(get("/vocabularies/link_type").content)["terms"]
    addresses = next(term for term in terms if term["code"] == "addresses")
    assert addresses["target_kinds"] == ["challenge"]


def test_other_vocabularies_are_missing(refused, db):
    refused("/vocabularies/swearwords", 404)


def test_vocabularies_need_no_query(get, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        get("/vocabularies")
