"""Prints how many times their floors OrderDesk's actions take: ``python dev.py bench [quote search …]``."""

import argparse
import json
import platform
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.bench.measuring import Measured

ROWS = ("quote", "confirm", "paging", "search", "pdf", "read", "write", "paint", "first_list")


def main(arguments: list[str] | None = None) -> int:
    """Measure the chosen rows; exit code 0, or 1 with ``--strict`` where a goal is missed."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)} (default: all)")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there (- prints them alone)")
    parser.add_argument("--strict", action="store_true", help="exit code 1 where a goal is missed")
    chosen = parser.parse_args(arguments)
    unknown = [row for row in chosen.rows if row not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; choose from {', '.join(ROWS)}")
    found: list[Measured] = []
    failed = False
    quiet = chosen.json == "-"
    if not quiet:
        print(f"{'row':<11}{'what':<58}{'ours ms':>10}{'floor ms':>10}{'times':>8}{'goal':>7}")
    for row in chosen.rows or ROWS:
        with tempfile.TemporaryDirectory(prefix="orderdesk-bench-", ignore_cleanup_errors=True) as name:
            try:
                for line in import_module(f"tests.bench.{row}").measure(Path(name)):
                    found.append(line)
                    if not quiet:
                        print(_shown(line), flush=True)
            except Exception as error:  # one row that cannot be measured does not keep the others back
                failed = True
                print(f"{row:<11}could not be measured: {error!r}", file=sys.stderr)
    _write_json(found, chosen.json)
    return 1 if chosen.strict and (failed or not all(line.met for line in found)) else 0


def _shown(line: Measured) -> str:
    mark = "" if line.met else "  MISSED"
    return (
        f"{line.row:<11}{line.what:<58}{line.ours * 1000:>10.2f}{line.floor * 1000:>10.2f}"
        f"{line.ratio:>8.2f}{line.goal:>7.1f}{mark}"
    )


def _write_json(found: list[Measured], target: str | None) -> None:
    if target is None:
        return
    rows = [
        {"row": m.row, "what": m.what, "ours_ms": m.ours * 1000, "floor_ms": m.floor * 1000, "ratio": m.ratio,
         "goal": m.goal, "met": m.met}
        for m in found
    ]  # fmt: skip
    where = {"python": platform.python_version(), "system": platform.platform()}
    text = json.dumps({"machine": where, "rows": rows}, ensure_ascii=False, indent=1)
    if target == "-":
        print(text)
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
