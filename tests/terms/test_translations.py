import pytest
from django.core.exceptions import ValidationError
from django.test.utils import isolate_apps
from django.utils.translation import override

from terms.translations import Translated, are_translations, in_language, language_of

PLAIN = {"title": "Vehicles", "translations": {"es": {"title": "Vehículos"}}}
DATED = {
    "title": "Vehicles",
    "summary": "What they are.",
    "translations": {"es": {"title": {"text": "Vehículos", "revision": 3}}},
}


@pytest.mark.parametrize("thing", [PLAIN, DATED])
def test_a_text_is_read_in_the_language_of_the_reader(thing):
    with override("es"):
        assert (in_language(thing, "title"), language_of(thing, "title")) == ("Vehículos", "es")
    with override("en"):
        assert (in_language(thing, "title"), language_of(thing, "title")) == ("Vehicles", "en")


@pytest.mark.parametrize("translations", [None, {}, {"es": {}}, {"es": {"title": {"text": ""}}}])
def test_an_untranslated_text_is_read_as_it_was_written(translations):
    thing = {"title": "Vehicles", "translations": translations}
    with override("es"):
        assert (in_language(thing, "title"), language_of(thing, "title")) == ("Vehicles", "en")


def test_a_map_may_be_written_first_in_spanish():
    thing = {"title": "Vehículos", "translations": {"en": {"title": "Vehicles"}}}
    for language, title in (("es", "Vehículos"), ("en", "Vehicles")):
        with override(language):
            assert in_language(thing, "title") == title
            assert language_of(thing, "title", reference="es") == language


def test_an_empty_text_is_empty():
    assert [in_language(thing, "vision") for thing in ({}, {"vision": None})] == ["", ""]


def test_only_translated_fields_change():
    with override("es"):
        assert in_language(DATED, "summary") == "What they are."
        assert language_of(DATED, "summary") == "en"


@isolate_apps()
def test_a_model_says_its_texts_to_the_reader():
    class Note(Translated):
        title = "Vehicles"

        class Meta:
            app_label = "terms"

    note = Note(translations=DATED["translations"])
    with override("es"):
        assert note.said("title") == "Vehículos"


@isolate_apps()
def test_a_model_refuses_translations_of_another_shape():
    class Note(Translated):
        class Meta:
            app_label = "terms"

    Note(translations={}).clean_fields()
    Note(translations=DATED["translations"]).clean_fields()
    with pytest.raises(ValidationError):
        Note(translations=PLAIN["translations"]).clean_fields()


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "es",
        {"xx": {}},
        {"es": "Vehículos"},
        {"es": {"title": {"text": "Vehículos"}}},
        {"es": {"title": {"text": "Vehículos", "revision": "3"}}},
        {"es": {"title": {"text": "Vehículos", "revision": True}}},
        {"es": {"title": {"text": None, "revision": 3}}},
        {"es": {"title": {"text": "Vehículos", "revision": 3, "author": "me"}}},
    ],
)
def test_translations_of_another_shape_are_refused(wrong):
    with pytest.raises(ValidationError):
        are_translations(wrong)
