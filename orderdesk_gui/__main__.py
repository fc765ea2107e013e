"""Starts the window: ``python -m orderdesk_gui``."""

import sys

if len(sys.argv) > 1 and sys.argv[1].startswith("--read"):  # loaded only then: the window comes first
    from orderdesk_gui.documents.workbook_child import serve_if_asked

    serve_if_asked()


def main() -> int:
    """Run the window with the arguments of the command line; returns the exit code."""
    from orderdesk_gui.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
