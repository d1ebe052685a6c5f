"""The wheel: the bank is inside, and the command works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_the_bank_and_works(tmp_path):
    """Unpacked in an empty folder it lists and grades problems."""
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run(
        [*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    assert (site / "grader/_bank/solutions/norms/rms_norm/reference.py").exists()
    assert (site / "grader/peak/problems/machine/peak/problem.yaml").exists()
    topics = {path.parent.parent for path in site.glob("grader/_bank/problems/*/*/problem.yaml")}
    assert {path.parent for path in site.glob("grader/_bank/problems/*/cards.yaml")} == topics
    assert not list(site.glob("tests"))

    environment = os.environ | {"PYTHONPATH": str(site), "DRILL_HOME": str(tmp_path / "home")}
    environment.pop("DRILL_BANK", None)
    answer = site / "grader/_bank/solutions/norms/rms_norm/alternatives/vector_norm.py"
    command = [sys.executable, "-P", "-m", "cli.app", "check", "rms_norm", "--no-timing"]
    done = subprocess.run(
        [*command, "--file", str(answer)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "accepted" in done.stdout
