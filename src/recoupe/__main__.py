"""`python -m recoupe`: the command line."""

from recoupe.cli.main import main

if __name__ == "__main__":
    main()
