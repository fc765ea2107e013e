"""A quotation of 40 Chinese lines as PDF, against the same content by bare Platypus; the first one against a later."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from orderdesk_gui.documents.quotes import render_quotation
from tests.bench.measuring import Measured, child, compare
from tests.bench.platypus import Platypus
from tests.documents.papers import LINES, QUOTATION, pages

FACTS = replace(QUOTATION, lines=tuple(replace(line, spec_zh="速比 10:1") for line in (LINES * 14)[:40]))

FIRST = """
import pickle, sys, time
from pathlib import Path
facts = pickle.loads(Path(sys.argv[1]).read_bytes())
start = time.process_time()
from orderdesk_gui.documents.quotes import render_quotation
render_quotation(facts)
taken = [time.process_time() - start]
for turn in range(9):
    start = time.process_time()
    render_quotation(facts)
    taken.append(time.process_time() - start)
print(taken[0] if sys.argv[2] == "first" else sorted(taken[1:])[4])
"""


def measure(folder: Path) -> Iterator[Measured]:
    """The lines of the table about papers."""
    bare = Platypus(FACTS)
    count = pages(render_quotation(FACTS))
    assert pages(bare.render()) == 2 <= count
    yield compare("pdf", f"40 lines ({count} pages), against bare Platypus", lambda: render_quotation(FACTS),
                  bare.render, 1.3, times=3)  # fmt: skip
    kept = folder / "facts"
    kept.write_bytes(pickle.dumps(FACTS))
    first, later = (median(child(FIRST, str(kept), which) for _ in range(5)) for which in ("first", "later"))
    yield Measured("pdf", "the first one, imports included, against a later one", first, later, 6)
