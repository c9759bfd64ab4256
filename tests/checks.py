"""What docs/checks.md says of every check; run as a program, it writes it there."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from roadmaps.checks import CHECKS  # noqa: E402
from tests.tree import ROOT  # noqa: E402

PAPER = ROOT / "docs" / "checks.md"
HEAD = """# What is looked for on every map

Each section is one check, under the code by which pages and the API name it. The same stands in the
product at `/checks`, in English and in Spanish. `python -m tests.checks` writes this page from
`roadmaps/checks.py`; a test says when it is out of date.

Two kinds of things are looked for. Findings do not hold together on a map, and are told on its page
“Checks”; the others stand in the way of a step, and are told on its page “Steps”. What needs parts
of the product that are not there yet (an answer to every comment, an invitation of each helix,
rival targets of two maps) is not looked for yet.
"""


def written() -> str:
    """The whole paper."""
    return "\n".join([HEAD, *map(section, CHECKS.values())])


def section(check) -> str:
    """What one check means, why it matters, how to mend it, and what it stops."""
    stops = ", ".join(f"“{step}” (`{step.code}`)" for step in check.stops) or "no step"
    lines = [
        f"## `{check.code}`: {check.title}",
        "",
        str(check.meaning),
        "",
        f"- **Why it matters.** {check.why}",
        f"- **How to mend it.** {check.mend}",
        f"- **Stops** {stops}.",
    ]
    if check.is_weighed:
        steps = ", ".join(f"“{step}” (`{step.code}`)" for step in check.is_weighed)
        lines.append(f"- **Passed with a reason** by {steps}.")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAPER.write_text(written(), encoding="utf-8")
