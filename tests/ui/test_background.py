"""Work off the screen's thread comes back to it, in order, and only to those who still wait."""

import threading
import time

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.ui.background import Background, Job


class Changes:
    """As actions return them."""

    def __init__(self, tx: str | None) -> None:
        self.tx = tx

    def touches(self, *tables: str) -> bool:
        return True


def test_a_result_comes_back_on_the_screen_s_thread(qtbot: QtBot, jobs: Background) -> None:
    seen: list[tuple[object, bool, bool]] = []

    def work(desk: str, number: int) -> tuple[str, bool]:
        return f"{desk} {number}", threading.current_thread() is threading.main_thread()

    jobs.read(work, 7, done=lambda r: seen.append((*r, threading.current_thread() is threading.main_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("desk 7", False, True)]


def test_writers_run_one_at_a_time_and_in_order(qtbot: QtBot, jobs: Background) -> None:
    under_way, most, order = [0], [0], []
    lock = threading.Lock()

    def work(_desk: str, number: int) -> int:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1
        return number

    for number in range(5):
        jobs.write(work, number, done=order.append)
    qtbot.waitUntil(lambda: len(order) == 5)
    assert most == [1]
    assert order == [0, 1, 2, 3, 4]


def test_what_was_written_is_told_even_where_the_page_is_gone(qtbot: QtBot, jobs: Background) -> None:
    told: list[object] = []
    done: list[object] = []
    jobs.changed.connect(told.append)
    owner = QObject()
    changes = Changes("tx1")
    gate = threading.Event()

    def work(_desk: str) -> Changes:
        gate.wait(5)
        return changes

    jobs.write(work, done=done.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [changes]
    assert done == []


def test_a_write_that_changed_nothing_is_not_told(qtbot: QtBot, jobs: Background) -> None:
    told: list[object] = []
    done: list[object] = []
    jobs.changed.connect(told.append)
    jobs.write(lambda _desk: Changes(None), done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    jobs.write(lambda _desk: "an id", done=done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert told == [None]


def test_errors_go_to_the_page_first_then_to_the_window(qtbot: QtBot, jobs: Background) -> None:
    window: list[BaseException] = []
    page: list[BaseException] = []
    jobs.failure.connect(window.append)

    def mendable(_desk: str) -> None:
        raise UserError("The quantity must be more than zero.", field="lines.1.quantity")

    def bug(_desk: str) -> None:
        raise ZeroDivisionError

    jobs.write(mendable, failed=page.append)
    qtbot.waitUntil(lambda: len(page) == 1)
    jobs.write(mendable)
    qtbot.waitUntil(lambda: len(window) == 1)
    jobs.read(bug, failed=lambda error: page.append(error))
    qtbot.waitUntil(lambda: len(window) == 2)
    jobs.read(bug, failed=lambda error: page.append(error) or True)
    qtbot.waitUntil(lambda: len(page) == 3)
    assert [type(error) for error in window] == [UserError, ZeroDivisionError]


def test_a_stopped_job_ends_at_its_next_step_and_delivers_nothing(qtbot: QtBot, jobs: Background) -> None:
    steps: list[int] = []
    ended = threading.Event()
    delivered: list[object] = []

    def work(_desk: str, job: Job) -> str:
        try:
            for number in range(1000):
                job.step(number, 1000)
                time.sleep(0.002)
        finally:
            ended.set()
        return "all"

    job = jobs.read(
        work, done=delivered.append, failed=delivered.append, progress=lambda done, _t, _w: steps.append(done)
    )
    qtbot.waitUntil(lambda: len(steps) > 3)
    job.stop()
    qtbot.waitUntil(ended.is_set)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert delivered == []
    assert steps[-1] < 999


def test_slow_work_is_told_of_and_quick_work_is_not(qtbot: QtBot, jobs: Background) -> None:
    slow: list[Job] = []
    jobs.slow.connect(slow.append)
    quick = jobs.run(lambda: 1)
    long = jobs.run(time.sleep, 0.5, title="Reading")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert slow == [long]
    assert quick.finished


def test_what_waits_for_the_paint_counts_as_under_way_and_ends_with_its_owner(qtbot: QtBot, jobs: Background) -> None:
    called: list[str] = []
    gone = QObject()
    jobs.once_painted(lambda: called.append("shown"), owner=jobs)
    jobs.once_painted(lambda: called.append("gone"), owner=gone)
    jobs.once_painted(lambda: called.append("stopped"), owner=jobs).stop()
    gone.deleteLater()
    assert jobs.busy
    assert called == []
    qtbot.waitUntil(lambda: not jobs.busy)
    assert called == ["shown"]


def test_closing_lets_writers_finish(qtbot: QtBot, qapp: object) -> None:
    jobs = Background(lambda: "desk")
    written: list[int] = []

    def work(_desk: str, number: int) -> None:
        time.sleep(0.02)
        written.append(number)

    for number in range(3):
        jobs.write(work, number)
    jobs.close()
    assert written == [0, 1, 2]
    assert jobs.write(work, 9).stopped


def test_before_the_data_is_open_a_sentence_says_so(qtbot: QtBot, qapp: object) -> None:
    jobs = Background()
    told: list[BaseException] = []
    jobs.failure.connect(told.append)
    jobs.read(lambda desk: desk)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], UserError)
    jobs.close()
