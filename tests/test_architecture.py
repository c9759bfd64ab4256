"""How the code is laid out, read from the code itself."""

import ast

import pytest
from django.apps import apps

from tests import tree

LONGEST_FILE = 300
MOST_STATEMENTS = 25
READ_BY_PEOPLE = (".py", ".html", ".js", ".css", ".md")

# The log itself, what repeats published editions so that they can be looked up, the moment in which
# a key was last used (nobody decided it, and a line for each would bury what people did), the
# answers that are kept for a day in case a request comes twice (they say nothing beyond the log),
# and the rows of allauth that belong to what the log tells: the e-mail of a new person, and the
# factors of one who has lost them. Where a session was begun is no deed either. The
# outcome of a round repeats what was answered, for everybody. And a document is no row. What is
# typed has rows of its own, which are as much for ever as the log, and the log tells of it by
# spells; where its passages stand by now follows from them.
WRITERS = {
    *("changes/models.py", "roadmaps/entries.py", "accounts/keys.py", "api/idempotency.py"),
    *("accounts/addresses.py", "accounts/factors.py", "accounts/sessions.py"),
    *("roadmaps/outcomes.py", "roadmaps/exchange/documents.py"),
    *("roadmaps/narratives/taking.py", "roadmaps/narratives/texts.py"),
    "roadmaps/narratives/passages.py",
}
WRITES = {
    *("save", "create", "delete", "bulk_create", "bulk_update", "get_or_create"),
    *("update_or_create", "asave", "acreate", "aupdate", "adelete", "abulk_create"),
}


def writes(syntax: ast.AST) -> list[int]:
    """The lines in which rows are written.

    `update` is also a word of dictionaries and sets, but those are given what they take in; rows
    are told the names of their fields, and nothing else.
    """
    lines = []
    for name, call in tree.called(syntax):
        is_method = isinstance(call.func, ast.Attribute)
        if is_method and (name in WRITES or (name == "update" and not call.args)):
            lines.append(call.lineno)
    return sorted(lines)


@pytest.mark.parametrize(
    "line",
    [
        "roadmap.save()",
        "Change.objects.create(verb='edited')",
        "Change.objects.filter(pk=1).delete()",
        "rows.update(head='')",
        "rows.update(**fields)",
        "roadmap.elements.bulk_create(rows, batch_size=500)",
        "User.objects.get_or_create(email=email)",
    ],
)
def test_a_write_is_seen(line):
    assert writes(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "names.update({'a': 1})",
        "seen.update(codes)",
        "hashlib.sha256().update(b'')",
        "update(head='')",
        "create(actor)",
        "records.add(row)",
    ],
)
def test_other_things_may_be_updated(line):
    assert writes(ast.parse(line)) == []


def test_only_the_log_writes():
    found = [
        f"{name}:{line}"
        for name, syntax in tree.product().items()
        if name not in WRITERS
        for line in writes(syntax)
    ]
    assert found == []


def test_what_may_write_is_there_and_does():
    assert all(writes(tree.product()[name]) for name in WRITERS)


def test_imports_stand_at_the_top():
    found = [
        f"{name}:{node.lineno}"
        for name, syntax in tree.modules().items()
        for function in tree.functions(syntax)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def names_used(syntax: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(syntax):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {getattr(node, "module", None), *(alias.name for alias in node.names)}
    return found


@pytest.mark.parametrize(
    "word",
    [
        *("TYPE_CHECKING", "GenericForeignKey", "GenericRelation"),
        *("django.db.models.signals", "django.dispatch", "signals", "receiver"),
    ],
)
def test_the_product_does_without(word):
    users = [name for name, syntax in tree.product().items() if word in names_used(syntax)]
    assert users == []


def test_nothing_is_saved_in_a_way_of_its_own():
    found = [
        f"{name}:{method.lineno} {holder.name}.{method.name}"
        for name, syntax in tree.product().items()
        for holder in tree.classes(syntax)
        for method in holder.body
        if isinstance(method, ast.FunctionDef) and method.name in ("save", "delete", "full_clean")
    ]
    assert found == []


def test_every_file_fits_in_one_sitting():
    lengths = {
        name: text.count("\n")
        for name, text in tree.texts().items()
        if name.endswith(READ_BY_PEOPLE) and "/migrations/" not in name
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def statements(function: ast.AST) -> int:
    own = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    said = sum(isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) for each in own)
    return len(own) - said - 1


def test_every_function_is_a_few_lines():
    found = [
        f"{name}:{function.lineno} {function.name} has {statements(function)} statements"
        for name, syntax in tree.modules().items()
        for function in tree.functions(syntax)
        if statements(function) > MOST_STATEMENTS
    ]
    assert found == []


def test_every_model_says_what_it_is():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in tree.PACKAGES]
    made_up = [model for model in ours if model.__doc__.startswith(f"{model.__name__}(")]
    assert len(ours) > 20
    assert [model.__name__ for model in made_up] == []


def is_command(function) -> bool:
    """What a person does: it is public, and it ends in the log."""
    is_public = not function.name.startswith("_")
    return is_public and any(
        name in ("record", "record_held", "erase") or holder(call) == "contents"
        for name, call in tree.called(function)
    )


def holder(call) -> str:
    """The module of which a function is called: “contents” in `contents.edit()`."""
    return getattr(getattr(call.func, "value", None), "id", "")


def test_every_command_says_what_it_does():
    commands = [
        (f"{name}:{function.lineno} {function.name}", ast.get_docstring(function))
        for name, syntax in tree.product().items()
        for function in tree.functions(syntax)
        if is_command(function)
    ]
    assert len(commands) > 20
    assert [name for name, said in commands if not said] == []


def test_every_command_of_the_command_line_says_what_it_does():
    found = [
        name
        for name, syntax in tree.product().items()
        if "/management/commands/" in name
        for holder in tree.classes(syntax)
        if holder.name == "Command" and not ast.get_docstring(holder)
    ]
    assert found == []


def test_every_file_is_about_a_noun():
    words = ("util", "utils", "helper", "helpers", "misc", "common", "tools")
    assert [name for name in tree.texts() if name.split("/")[-1].split(".")[0] in words] == []
