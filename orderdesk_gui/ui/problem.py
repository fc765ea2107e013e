"""What a person is told of an error, and the net under every error that nobody caught."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from orderdesk_gui.rules.language import UserError, tr

_log = logging.getLogger(__name__)


def sentence(error: BaseException) -> str:
    """What a person is told of `error`."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, PermissionError):
        return tr(
            "The file or folder {name} cannot be written. Check that it is not open elsewhere and that you may "
            "write there.",
            name=error.filename or "",
        )
    if isinstance(error, OSError):
        return tr("The computer reports: {reason}", reason=error.strerror or str(error))
    return tr(
        "This did not work because of a mistake in the program. What you typed is kept. "
        "Copy the details and send them to whoever looks after OrderDesk for you."
    )


def details(error: BaseException) -> str:
    """What helps to find the mistake: versions and the trace."""
    import platform
    import traceback

    from orderdesk_gui import __name__ as name

    trace = "".join(traceback.format_exception(error))
    return f"{name}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"


def catch_everything(show: Callable[[BaseException], None]) -> None:
    """From now on an error nobody caught is logged and told of by `show`, and the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("uncaught error", exc_info=(kind, error, trace))
        show(error)

    sys.excepthook = hook
