"""`python -m demogen`."""

from demogen.cli.app import main

main()
