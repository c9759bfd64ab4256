import struct

import pytest
from django.utils import translation

from roadmaps import picture
from roadmaps.exchange.print import pdf, png
from tests.roadmaps.drawings import document, element

MAP = document([element("challenge", 1, title='Quotes " and # signs [ ] \\ $')])


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_map_is_one_page_that_a_screen_reader_can_read(language):
    with translation.override(language):
        content = pdf(MAP, picture.draw(MAP), "Edition 1.0")
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type/Page\n") + content.count(b"/Type /Page\n") <= 1
    assert b"pdfuaid" in content


def test_a_map_is_an_image_twice_as_fine_as_it_is_wide():
    content = png(picture.draw(MAP), "A map", width=590)
    width, _height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert width == 1180


def test_words_of_people_cannot_command_the_typesetter():
    nasty = MAP | {"roadmap": MAP["roadmap"] | {"title": '"); #panic("out") //'}}
    assert pdf(nasty, picture.draw(nasty), '#read("/etc/hosts")').startswith(b"%PDF-")
