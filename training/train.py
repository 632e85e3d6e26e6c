"""Train and score the models of the French pack: `python training/train.py --data FOLDER`.

Needs the data that training/README.md names. Each part writes its files and pins them in digests.toml.
"""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "src" / "recoupe" / "packs" / "fr" / "model"
PARTS = {
    "commonest": "training.commonest",
    "clusters": "training.clusters",
    "names": "training.names",
    "syntax": "training.syntax",
}
"""The module of each part; `train_part(data, out, held_out=…)` trains it and yields what to show."""


def main() -> None:
    """Train the chosen parts in order and show their scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=MODEL, help="folder of the model; by default the pack's")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, of {','.join(PARTS)}")
    parser.add_argument("--held-out", action="store_true", help="score on articles of the training split")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for part in options.only.split(","):
        module = runpy.run_module(PARTS[part])
        for line in module["train_part"](options.data, options.out, held_out=options.held_out):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    # The folder of this file comes first on the path; its modules are `training.…` of the folder above.
    sys.path[0] = str(HERE.parent)
    main()
