from hypothesis import given
from hypothesis import strategies as st

from roadmaps.lettering import FONT_FILES, cut, width, wrap

TEXTS = st.text(max_size=80)
ROOMS = st.floats(5, 400)


def test_the_fonts_come_with_a_package():
    assert all(path.exists() for path in FONT_FILES.values())


def test_spanish_letters_are_measured_as_they_are():
    assert width("ñ", 10) == width("n", 10)
    assert width("W", 10) > width("i", 10)
    assert width("bold", 10, True) > width("bold", 10)


@given(TEXTS, ROOMS)
def test_what_is_cut_fits(text, room):
    short = cut(text, room, 12)
    assert width(short, 12) <= room or short == ""
    assert short == text or short == "" or short.endswith("…")


@given(TEXTS, ROOMS, st.integers(1, 4))
def test_wrapped_lines_fit_and_are_not_too_many(text, room, lines):
    wrapped = wrap(text, room, 12, lines)
    assert len(wrapped) <= lines
    assert all(width(line, 12) <= room for line in wrapped)


def test_nothing_is_lost_where_there_is_room():
    text = "Too few technicians for high-voltage work"
    assert " ".join(wrap(text, 120, 12, 5)) == text
