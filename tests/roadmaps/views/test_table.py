import re


def codes(page):
    return re.findall(r'<td role="cell"><span class="code">([A-Z0-9-]+)</span>', page)


def test_the_table_has_everything_in_the_order_of_the_map(text, published):
    page = text("/roadmaps/electromobility/table")
    assert codes(page) == ["EMO-C01", "EMO-G01", "EMO-S01", "EMO-I01"]


def test_it_is_filtered_by_kind_pillar_and_certainty(text, published):
    table = "/roadmaps/electromobility/table"
    assert codes(text(f"{table}?kind=goal&pillar=&certainty=")) == ["EMO-G01"]
    assert codes(text(f"{table}?pillar=jobs_skills")) == ["EMO-I01"]
    assert len(codes(text(f"{table}?certainty=sourced"))) == 4


def test_it_is_sorted_by_a_link(text, published):
    page = text("/roadmaps/electromobility/table?sort=-ends&kind=")
    assert codes(page)[-1] == "EMO-I01"
    assert 'aria-sort="descending"' in page
    assert "sort=ends" in page


def test_a_filter_that_leaves_nothing_says_so(text, published):
    page = text("/roadmaps/electromobility/table?kind=goal&pillar=jobs_skills")
    assert "Nothing on this map is like that." in page
    assert "Show everything" in page
