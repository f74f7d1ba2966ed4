"""`python -m chronique.project` is the `chronique` command, wherever the package lies."""

from chronique.project.cli import main

main()
