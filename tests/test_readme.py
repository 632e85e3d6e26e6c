"""What the READMEs show is what the demonstration prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.fr.md", "fr")])
def test_the_sample_of_a_readme_is_what_the_demo_prints(page: str, language: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    (sample,) = [block for block in text.split("```") if block.strip().startswith("── ")]
    done = subprocess.run(
        [sys.executable, "-m", "recoupe", "--lang", language, "demo"],
        capture_output=True,
        text=True,
        check=True,
    )
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    assert [line for line in sample.strip().splitlines() if line and line.rstrip() not in printed] == []
