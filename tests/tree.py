"""The files of the product, as a reader or a parser finds them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "demo", "api", "roadmaps", "sectors", "accounts", "changes", "terms")
HIDDEN = (".ci/run", ".dockerignore", ".editorconfig", ".gitignore")
WRITTEN = (
    *(".css", ".csv", ".html", ".in", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg"),
    *(".toml", ".txt", ".yaml", ".yml", "Dockerfile", "LICENSE", "Makefile"),
)


@cache
def texts() -> dict[str, str]:
    """Every file that somebody wrote, by its path from the top."""
    paths = [path for path in ROOT.rglob("*") if path.name.endswith(WRITTEN)]
    paths += [ROOT / name for name in HIDDEN if (ROOT / name).exists()]
    return {_name(path): path.read_text(encoding="utf-8") for path in paths if _is_ours(path)}


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _is_ours(path):
    name = _name(path)
    is_hidden = any(part.startswith(".") for part in name.split("/"))
    return path.is_file() and (name in HIDDEN or not is_hidden)


@cache
def modules() -> dict[str, ast.Module]:
    """What is written in Python, apart from migrations, which are made and not written."""
    sources = {name: text for name, text in texts().items() if name.endswith(".py")}
    return {name: ast.parse(text) for name, text in sources.items() if "/migrations/" not in name}


def product() -> dict[str, ast.Module]:
    """The same without the tests."""
    return {name: tree for name, tree in modules().items() if name.split("/")[0] in PACKAGES}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node


def called(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of the name that is called."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name):
            name = each.func.attr if isinstance(each.func, ast.Attribute) else each.func.id
            yield name, each
