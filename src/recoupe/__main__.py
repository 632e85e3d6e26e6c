"""`python -m recoupe` is the command `recoupe`."""

from recoupe.cli.main import main

main()
