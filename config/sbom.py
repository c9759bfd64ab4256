"""The bill of materials: every package that the product stands on, as CycloneDX has it.

`python -m config.sbom` writes it. It is made from the pinned versions alone, without a network:
`pip-audit` leaves out of its own what it could not ask about.
"""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?: *; *([^\\\n]+))?", re.MULTILINE)


def bill(name: str, version: str, requirements: str, now: datetime) -> dict[str, Any]:
    """The bill of a product with these pinned requirements. The same ones give the same number."""
    product = {"type": "application", "name": name, "version": version, "bom-ref": name}
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {version} {requirements}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": number.urn,
        "version": 1,
        "metadata": {"timestamp": now.isoformat(timespec="seconds"), "component": product},
        "components": list(_components(requirements)),
    }


def _components(requirements) -> Iterator[dict[str, Any]]:
    for name, version, where in PINNED.findall(requirements):
        purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        part = {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}
        if licence := _licence(name):
            part["licenses"] = [{"license": {"name": licence}}]
        if where:  # only on some machines
            part["properties"] = [{"name": "rumbo:where", "value": where.strip()}]
        yield part


def _licence(name):
    """In the words of the package, where it is installed here."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    trove = [each for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    words = said.get("License-Expression") or "; ".join(each.split(" :: ")[-1] for each in trove)
    return (words or (said.get("License") or "").partition("\n")[0])[:120]


if __name__ == "__main__":
    project = (ROOT / "pyproject.toml").read_text()
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    pinned = (ROOT / "requirements.txt").read_text()
    made = bill("rumbo", version[1] if version else "", pinned, datetime.now(UTC))
    json.dump(made, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
