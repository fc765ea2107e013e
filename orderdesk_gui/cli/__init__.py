"""The same actions without a screen, for scripts and scheduled jobs: the ``orderdesk`` command."""

import sys

from orderdesk_gui.rules.language import UserError, tr


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 all well, 1 there were problems, 2 unreadable."""
    from orderdesk_gui.documents.workbook_child import serve_if_asked

    serve_if_asked()
    from orderdesk_gui.cli.arguments import parse
    from orderdesk_gui.cli.output import Output

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = parse(sys.argv[1:] if arguments is None else arguments)
    output = Output(chosen.json)
    try:
        return int(chosen.run(chosen, output) or 0)
    except UserError as error:
        output.fail(str(error))
        return int(getattr(chosen, "unreadable", 1))
    except KeyboardInterrupt:
        output.fail(tr("Stopped."))
        return 1
    except BrokenPipeError:
        return 1
