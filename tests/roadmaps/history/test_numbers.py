"""What was done to a figure is told with its unit, its operator and its time."""

import pytest

from roadmaps import figures
from tests.roadmaps.things import now

ENGLISH = "the figure “Battery cell plants” of “Share of electric cars”"
SPANISH = "la cifra «Battery cell plants» de «Share of electric cars»"
DONE = {
    "raised": (
        {"low": "3500000000", "operator": "ge"},
        "raised {figure} from USD 2.5 billion to at least USD 3.5 billion (2030).",
        "subió {figure}, de 2,500 millones de USD a al menos 3,500 millones de USD (2030).",
    ),
    "lowered and put off": (
        {"low": "1000000", "period": "2031"},
        "lowered {figure} from USD 2.5 billion (2030) to USD 1 million (2031).",
        "bajó {figure}, de 2,500 millones de USD (2030) a 1 millón de USD (2031).",
    ),
    "told in another currency": (
        {"low": "50000000000", "currency": "MXN"},
        "changed {figure} from USD 2.5 billion to MXN 50 billion (2030).",
        "cambió {figure}, de 2,500 millones de USD a 50,000 millones de MXN (2030).",
    ),
    "told in another unit": (
        {"low": "4", "currency": "", "unit": "plants"},
        "changed {figure} from USD 2.5 billion to 4 plants (2030).",
        "cambió {figure}, de 2,500 millones de USD a 4 plantas (2030).",
    ),
    "of another kind": (
        {"kind": "flow_per_year"},
        "changed {figure} from USD 2.5 billion to USD 2.5 billion per year (2030).",
        "cambió {figure}, de 2,500 millones de USD a 2,500 millones de USD al año (2030).",
    ),
    "put off": (
        {"period": "2032"},
        "changed {figure} from USD 2.5 billion (2030) to USD 2.5 billion (2032).",
        "cambió {figure}, de 2,500 millones de USD (2030) a 2,500 millones de USD (2032).",
    ),
    "without a time": (
        {"period": ""},
        "changed {figure} from USD 2.5 billion (2030) to USD 2.5 billion.",
        "cambió {figure}, de 2,500 millones de USD (2030) a 2,500 millones de USD.",
    ),
    "as a range": (
        {"operator": "range", "high": "3000000000"},
        "changed {figure} from USD 2.5 billion to USD 2.5–3 billion (2030).",
        "cambió {figure}, de 2,500 millones de USD a 2,500–3,000 millones de USD (2030).",
    ),
    "with more about it": (
        {"low": "3000000000", "note": "As planned", "price_basis": "real"},
        "changed {figure}: from USD 2.5 billion to USD 3 billion (2030); “price basis” is now "
        "real; “note” is now “As planned”.",
        "cambió {figure}: de 2,500 millones de USD a 3,000 millones de USD (2030); «precios» es "
        "ahora constantes; «nota» es ahora «As planned».",
    ),
    "but not its number": (
        {"shared": True, "shared_with": ["Chemistry", "Mining"]},
        "changed {figure}: “shared by several maps” from no to yes; “shared with” is now "
        "“Chemistry”, “Mining”.",
        "cambió {figure}: «compartida por varios mapas» pasó de no a sí; «compartida con» es "
        "ahora «Chemistry», «Mining».",
    ),
    "but only where it starts": (
        {"baseline_value": "1200000.5", "baseline_period": "2024"},
        "changed {figure}: “baseline” is now 1,200,000.5; “period of the baseline” is now 2024.",
        "cambió {figure}: «línea base» es ahora 1,200,000.5; «periodo de la línea base» es ahora "
        "2024.",
    ),
}


@pytest.mark.parametrize("case", DONE)
def test_a_figure_was_changed(scene, last, case):
    fields, english, spanish = DONE[case]
    scene.edit("figure", **fields)
    assert last() == (english.format(figure=ENGLISH), spanish.format(figure=SPANISH))


def test_a_change_of_a_figure_was_undone(scene, last):
    scene.edit("figure", low="3000000000").undo("figure")
    assert last() == (
        f"undid a change of {ENGLISH}: from USD 3 billion to USD 2.5 billion (2030).",
        f"deshizo un cambio en {SPANISH}: de 3,000 millones de USD a 2,500 millones de USD (2030).",
    )


def test_an_older_line_tells_the_number_of_then(scene, told):
    scene.edit("figure", low="3000000000", unit="m2")
    scene.edit("figure", currency="MXN", period="2035")
    scene.edit("figure", low="1")
    sentences = told(scene.steward, scene.roadmap)
    after, between, first = sentences[:3]
    assert after.endswith("from MXN 3 billion m² to MXN 1 m² (2035).")
    assert between.endswith("from USD 3 billion m² (2030) to MXN 3 billion m² (2035).")
    assert first.endswith("from USD 2.5 billion to USD 3 billion m² (2030).")
    assert f"Editor added {ENGLISH}: USD 2.5 billion (2030)." in sentences


def test_figures_name_one_another(scene, last):
    whole = figures.state(
        scene.editor, scene.roadmap, metric="m", label="All plants", kind="level",
        low="9000000000", currency="USD", basis="target",
    )  # fmt: skip
    assert last() == (
        "added the figure “All plants”: USD 9 billion.",
        "añadió la cifra «All plants»: 9,000 millones de USD.",
    )
    scene.edit("figure", part_of=whole, told_as=whole)
    assert last() == (
        f"changed {ENGLISH}: “tells the same as” is now “All plants”; “part of the figure” is now "
        "“All plants”.",
        f"cambió {SPANISH}: «dice lo mismo que» es ahora «All plants»; «parte de la cifra» es "
        "ahora «All plants».",
    )
    figures.edit(scene.editor, scene.figure, now(scene.roadmap), part_of=None)
    assert last()[0] == (
        f"changed {ENGLISH}: “part of the figure” was emptied (before: “All plants”)."
    )
