"""What the papers say, compared with what is there."""

import ast
import re
from pathlib import PurePosixPath

import pytest
import yaml

from tests import tree

# The texts of the demo speak of sources by their codes.
PAPERS = [
    name for name in tree.texts() if name.endswith(".md") and not name.startswith("demo/data/")
]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

# Put together from parts, so that this file does not hold what it looks for.
REGISTRIES = [
    *("pypi" + ".org", "python" + "hosted.org", "registry.n" + "pm", "npm" + "js"),
    *("arti" + "factory", "nexus" + "/repository", "index" + "-url", "extra" + "-index"),
    *("docker" + ".io", "g" + "hcr.io", "devpi" + "/", "/sim" + "ple/"),
]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Use" + "rs/", "/tm" + "p/w/"]
HOW_IT_WAS_MADE = [
    *(r"prom" + "pt(s|ed)?", r"sub-?ag" + "ents?", "language mod" + "el"),
    *(r"(this|our|next|last) ses" + "sion", "the bri" + "ef", r"as (request|instruct)" + "ed"),
]


def environment_read() -> set[str]:
    """The names that are looked up in the environment anywhere under config/."""
    found = set()
    for name, syntax in tree.product().items():
        if name.startswith("config/"):
            for node in ast.walk(syntax):
                found |= looked_up(node)
    return found


def looked_up(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Call) and node.args:
        place, key = ast.unparse(node.func), node.args[0]
        is_lookup = place in ("os.environ.get", "os.getenv")
    elif isinstance(node, ast.Subscript):
        place, key = ast.unparse(node.value), node.slice
        is_lookup = place == "os.environ"
    else:
        return set()
    return {key.value} if is_lookup and isinstance(key, ast.Constant) else set()


def test_every_environment_variable_is_explained():
    table = tree.texts()["docs/operations.md"]
    names = environment_read()
    assert {"SECRET_KEY", "DATABASE_URL", "RUMBO_DATA"} <= names
    assert [name for name in sorted(names) if f"| `{name}` |" not in table] == []


def required(name: str) -> set[str]:
    lines = tree.texts()[name].splitlines()
    packages = [re.match(r"[A-Za-z0-9_.-]+", line) for line in lines if line[:1] not in "#-"]
    return {package[0] for package in packages if package}


def test_every_dependency_has_its_sentence_and_every_sentence_its_dependency():
    said = tree.texts()["docs/decisions/0002-dependencies.md"]
    explained = set(re.findall(r"^- `([^`]+)`: \S", said, re.MULTILINE))
    assert explained == required("requirements.in") | required("requirements-dev.in")


def found_in(files, patterns) -> list[str]:
    return [
        f"{name}: {match[0]}"
        for name in files
        for pattern in patterns
        if (match := re.search(pattern, tree.texts()[name]))
    ]


def test_no_file_names_a_registry():
    assert found_in(tree.texts(), map(re.escape, REGISTRIES)) == []


def test_no_file_names_a_place_on_somebodys_machine():
    inside = [rf"(?<![\w.>-]){re.escape(place)}" for place in PLACES]
    assert found_in(tree.texts(), inside) == []


def test_the_papers_speak_of_the_product_and_not_of_how_it_was_made():
    words = [rf"(?i)\b{word}\b" for word in HOW_IT_WAS_MADE]
    ours = [name for name in tree.texts() if name.endswith((".md", ".py", ".html"))]
    assert found_in(ours, words) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper):
    folder = tree.ROOT / PurePosixPath(paper).parent
    links = [link.split("#")[0] for link in LINK.findall(tree.texts()[paper])]
    links = [link for link in links if link and "://" not in link]
    assert [link for link in links if not (folder / link).exists()] == []


def test_decisions_are_numbered_without_gaps():
    names = sorted(name.split("/")[-1] for name in PAPERS if name.startswith("docs/decisions/"))
    numbers = [int(name[:4]) for name in names]
    assert numbers == list(range(1, len(names) + 1))


@pytest.mark.parametrize("part", ["Context", "Decision", "Consequences"])
def test_each_decision_says_why_what_and_what_follows(part):
    decisions = [name for name in PAPERS if name.startswith("docs/decisions/")]
    assert [name for name in decisions if f"**{part}.**" not in tree.texts()[name]] == []


def test_the_changelog_has_room_for_what_is_not_released():
    assert "\n## [Unreleased]\n" in tree.texts()["CHANGELOG.md"]


def test_the_readme_and_the_walk_have_the_same_twelve_stops():
    readme = re.findall(r"^\| \d+ \| .* \| `([^`]+)` \|$", tree.texts()["README.md"], re.MULTILINE)
    walk = re.findall(r"^## \d+\. .*`([^`]+)`$", tree.texts()["docs/walk.md"], re.MULTILINE)
    assert readme == walk
    assert len(walk) == 12


def test_SR_53_containers_have_no_password_of_their_own():
    compose = tree.texts()["docker-compose.yml"]
    secrets = re.findall(r"(?:PASSWORD|SECRET_KEY|AUTH): (.+)", compose)
    secrets += re.findall(r"(?:postgresql|redis)://\w*:(.+?)@", compose)
    assert len(secrets) >= 8
    # One that is asked for, or none: mails may go out without a password.
    assert [secret for secret in secrets if not re.match(r"\$\{\w+:(?:\?.*|-)\}$", secret)] == []
    assert "USER rumbo" in tree.texts()["Dockerfile"]


def test_SR_54_no_process_that_serves_people_learns_the_password_of_the_owner():
    services = yaml.safe_load(tree.texts()["docker-compose.yml"])["services"]
    owner = "MIGRATION_DATABASE_URL"
    knowing = [name for name, each in services.items() if owner in each.get("environment", {})]
    assert knowing == ["tables"]
    for name in ("web", "worker", "beat"):
        said = services[name]["environment"]
        assert said["DATABASE_URL"].startswith("postgresql://rumbo_web:")
        assert said["READER_ROLE"] == "rumbo_reader"
    assert "POSTGRES_PASSWORD" not in str(services["web"])
    assert "requirepass" in str(services["broker"]["command"])


def test_SR_53_no_file_holds_a_secret():
    """What looks like a key of ours, a private key, or the key of somebody's cloud."""
    patterns = [
        r"-----BEGIN [A-Z ]*PRIVATE" + " KEY-----",
        r"\bAKIA" + r"[0-9A-Z]{16}\b",
        r"\bgh[pousr]" + r"_[A-Za-z0-9]{36}\b",
        r"\brumbo" + r"_(?![Axs]{20})[A-Za-z0-9_-]{43}\b",
    ]
    assert found_in(tree.texts(), patterns) == []


def test_SR_29_the_server_writes_no_addresses_with_their_queries_into_its_log():
    for name in ("Dockerfile", "docs/operations.md"):
        assert "--no-access-log" in tree.texts()[name]
