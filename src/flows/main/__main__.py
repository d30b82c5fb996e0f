"""`python -m flows.main` is the same as `flows`."""

from flows.main.cli import main

main()
