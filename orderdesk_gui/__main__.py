"""Starts the window: ``python -m orderdesk_gui``."""

import sys


def main() -> int:
    """Run the window with the arguments of the command line; returns the exit code."""
    from orderdesk_gui.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
