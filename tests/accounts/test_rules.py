from accounts.rules import Rule

yes = Rule(lambda actor, subject: True)
no = Rule(lambda actor, subject: None)


def test_rules_combine_like_words():
    assert (yes & yes)(None, None)
    assert not (yes & no)(None, None)
    assert (no | yes)(None, None)
    assert not (no | no)(None, None)
    assert (~no)(None, None)


def test_a_rule_answers_yes_or_no_and_nothing_else():
    assert no(None, None) is False


def test_the_second_question_is_not_asked_when_the_first_decides():
    never = Rule(lambda actor, subject: 1 / 0)
    assert not (no & never)(None, None)
    assert (yes | never)(None, None)
