"""The evaluation command as a file: `python eval/run.py --data FOLDER`."""

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder of this file comes first on the path; its modules are `eval.…` of the folder above.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    runpy.run_module("eval", run_name="__main__", alter_sys=True)
