"""A source that imitates the others.

A longer version is `python bench/hostile.py flood FILE… --items 10000`.
"""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "src" / "recoupe" / "examples"


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_hostile", ROOT / "bench" / "hostile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_hostile"] = module
    spec.loader.exec_module(module)
    return module


def test_imitations_change_no_text_or_reading_and_add_at_most_one_origin() -> None:
    hostile = bench()
    paths = sorted(str(path) for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".json"})[:4]
    given = list(hostile.read_inputs(paths, stdin=io.BytesIO()))
    before, documents = hostile.known(given, [], workers=1)
    items = list(hostile.imitations(documents, 10, seed=1))
    after, _ = hostile.known(given, items, workers=1)
    assert before.records and after.records == before.records
    assert after.same_story == before.same_story
    for name, (n_origins, most) in before.origins.items():
        assert after.origins[name][0] <= n_origins + 1
        assert after.origins[name][1] <= most + 1
