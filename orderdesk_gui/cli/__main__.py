"""Starts the command by ``python -m orderdesk_gui.cli``."""

import sys

from orderdesk_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
