from roadmaps.views.links import grid


def test_links_are_told_in_sentences(text, published):
    page = text("/roadmaps/electromobility/links")
    assert "Dual training</a> <em>addresses</em>" in page
    assert "Dual training</a> <em>delivers</em>" in page


def test_they_read_in_spanish_too(text, published):
    page = text("/es/roadmaps/electromobility/links")
    assert "<em>atiende</em>" in page
    assert "Los enlaces en frases" in page


def test_the_focus_shows_the_links_of_one_thing(text, published):
    page = text("/roadmaps/electromobility/links?focus=EMO-S01")
    assert "The links of “High-voltage work”" in page
    assert "<em>delivers</em>" in page
    assert "<em>addresses</em>" not in page


def test_the_grid_shows_who_addresses_what():
    def element(code, kind):
        return {"code": code, "kind": kind, "is_withdrawn": False}

    def link(source, target):
        ends = {"source": {"code": source}, "target": {"code": target}}
        return {"kind": "addresses", "strength": 2, **ends}

    document = {
        "roadmap": {"slug": "x"},
        "elements": [
            element("X-C01", "challenge"),
            element("X-C02", "challenge"),
            element("X-I01", "initiative"),
        ],
        "links": [link("X-I01", "X-C01"), link("Y-T09", "X-C02"), link("X-I01", "Y-C03")],
    }
    told = grid(document)
    assert [column["code"] for column in told["columns"]] == ["X-I01", "Y-T09"]
    assert [row["strengths"] for row in told["rows"]] == [[2, 0], [0, 2]]
