"""Asks whether a pinned package has a known hole; run by `make check`.

Where the service that knows cannot be asked, it says so. With AUDIT=1 that counts as a failure;
`pip-audit` itself calls a package that it could not ask about clean.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("pip-audit")
OPTIONS = ("--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10")


def findings(answer: str) -> tuple[list[str], list[str]]:
    """Known holes, each in a line, and the packages about which nothing could be learned."""
    told = json.loads(answer)["dependencies"]
    holes = [
        f"{each['name']} {each['version']}: {hole['id']}, mended in {hole['fix_versions'] or '?'}"
        for each in told
        for hole in each.get("vulns", [])
    ]
    return holes, [each["name"] for each in told if "skip_reason" in each]


def main(files: list[str]) -> int:
    is_missing = False
    for file in files:
        done = subprocess.run(
            [PROGRAM, "--requirement", file, *OPTIONS], capture_output=True, text=True
        )
        try:
            holes, unknown = findings(done.stdout)
        except ValueError:
            holes, unknown = [], ["everything"]
        print(*holes, sep="\n", end="\n" if holes else "")
        if holes:
            return 1
        if unknown:
            is_missing = True
            print(f"{file}: nobody could be asked about {len(unknown)}: {', '.join(unknown[:5])} …")
        else:
            print(f"{file}: no known hole.")
    return int(is_missing and os.environ.get("AUDIT") == "1")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
