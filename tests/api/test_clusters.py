from sectors import programmes


def test_clusters_name_their_programme_and_scheme(items, registrar, programme):
    programmes.group(registrar, programme, "2016", "services", name="Services")
    programmes.group(registrar, programme, "2022", "trade", name="Trade")
    assert [cluster["code"] for cluster in items("/clusters")] == ["services", "trade"]
    assert [cluster["code"] for cluster in items("/clusters?scheme=2022")] == ["trade"]
    assert items(f"/clusters?programme={programme.code}&q=serv")[0]["programme"] == programme.code


def test_a_list_of_clusters_takes_one_query(get, registrar, programme, django_assert_num_queries):
    for code in ("a", "b", "c"):
        programmes.group(registrar, programme, "2016", code, name=code)
    with django_assert_num_queries(1):
        get("/clusters")
