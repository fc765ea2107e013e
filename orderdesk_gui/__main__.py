"""Starts the window: ``python -m orderdesk_gui``."""

from orderdesk_gui.documents.workbook_child import serve_if_asked

serve_if_asked()

import sys  # noqa: E402


def main() -> int:
    """Run the window with the arguments of the command line; returns the exit code."""
    from orderdesk_gui.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
