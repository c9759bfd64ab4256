"""The bill of materials."""

import json
import re
import subprocess
import sys

from cyclonedx.model.bom import Bom

from tests.audit import findings
from tests.tree import ROOT, texts


def test_SR_55_every_pinned_package_stands_in_the_bill_once():
    done = subprocess.run(
        [sys.executable, "-m", "config.sbom"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    bill = Bom.from_json(json.loads(done.stdout))
    lines = texts()["requirements.txt"].splitlines()
    pinned = sorted(tuple(line.split()[0].split("==")) for line in lines if "==" in line)
    assert sorted((each.name, each.version) for each in bill.components) == pinned
    assert len(pinned) > 50
    assert all(str(each.purl) for each in bill.components)


def test_SR_55_every_pinned_package_has_the_hashes_of_its_files():
    for name in ("requirements.txt", "requirements-dev.txt"):
        packages = re.split(r"^(?=[A-Za-z0-9])", texts()[name], flags=re.MULTILINE)
        packages = [package for package in packages if "==" in package]
        assert len(packages) > 50
        assert all("--hash=sha256:" in package for package in packages), name


def test_SR_55_what_could_not_be_asked_about_is_not_called_clean():
    answer = {
        "dependencies": [
            {"name": "one", "version": "1", "vulns": []},
            {"name": "two", "skip_reason": "not found"},
            {"name": "three", "version": "3", "vulns": [{"id": "X-1", "fix_versions": ["4"]}]},
        ]
    }
    assert findings(json.dumps(answer)) == (["three 3: X-1, mended in ['4']"], ["two"])
