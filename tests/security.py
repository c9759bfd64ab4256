"""Which tests prove which line of docs/security.md; run as a program, it writes them there."""

import re
from collections import defaultdict
from functools import cache

from tests.tree import ROOT, functions, modules

PAPER = ROOT / "docs" / "security.md"
LINE = re.compile(r"^\| (SR-\d\d) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
IDS = re.compile(r"SR_(\d\d)")


@cache
def proofs() -> dict[str, dict[str, list[str]]]:
    """For each number the tests that carry it, by their file."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, syntax in sorted(modules().items()):
        for function in functions(syntax) if file.startswith("tests/") else ():
            if function.name.startswith("test_"):
                for number in IDS.findall(function.name):
                    found[f"SR-{number}"][file].append(function.name)
    return found


def told(tests: dict[str, list[str]]) -> str:
    """As they stand in the last column."""
    files = (f"`{file}`: {', '.join(f'`{name}`' for name in tests[file])}" for file in tests)
    return "; ".join(files)


def words(proof: str) -> str:
    """What somebody wrote before the tests."""
    return proof[: proof.index("`tests/")].strip() if "`tests/" in proof else proof.strip()


def written(paper: str) -> str:
    """The paper with the tests as they are now."""
    found = proofs()

    def line(match):
        number, requirement, proof = match.groups()
        said = " ".join(filter(None, [words(proof), told(found.get(number, {}))]))
        return f"| {number} | {requirement} | {said} |"

    return LINE.sub(line, paper)


if __name__ == "__main__":
    PAPER.write_text(written(PAPER.read_text(encoding="utf-8")), encoding="utf-8")
