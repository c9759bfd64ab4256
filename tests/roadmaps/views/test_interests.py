"""What somebody says of their own interest, on the page of those who work on a map."""

import pytest

from tests.roadmaps.views.test_people import PAGE


@pytest.mark.parametrize("interest", ["a\0b", "x" * 2001])
def test_an_interest_that_cannot_be_kept_is_refused_in_words(client, editor, empty_map, interest):
    held = empty_map.roles.get(user=editor)
    client.force_login(editor)
    answer = client.post(f"{PAGE}/{held.pk}/interest", {"interest": interest}, follow=True)
    assert answer.status_code == 200
    assert "Saved." not in answer.content.decode()
    assert empty_map.roles.get(user=editor).interest == ""
