import sqlite3
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orderdesk_gui.actions import storage
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.database import FILE_NAME, open_store
from orderdesk_gui.store.papers import Paper
from tests.fixtures_store import Clock, save_customer


def _issue(desk: Desk, content: bytes, path: str) -> uuid.UUID:
    paper_id = desk.new_id()
    paper = {
        "id": paper_id, "kind": "quote", "subject_table": "quote", "subject_id": paper_id, "number": "QT-1",
        "revision": 1, "language": "zh", "date": desk.clock().date(), "file_name": "x.pdf",
        "sha256": files.keep(desk.store.folder, content), "size": len(content), "customer_id": paper_id,
        "issued_at": desk.clock(), "issued_by": desk.user_id,
    }  # fmt: skip
    with desk.writing("quotes.issue", counter_action="revise") as writing:
        rows.add(writing.connection, Paper, [paper])
        storage.queue(writing.connection, paper_id, path)
    return paper_id


def test_a_backup_restores_on_another_computer(desk: Desk, tmp_path: Path) -> None:
    save_customer(desk, "甲")
    storage.backup_now(desk.store, tmp_path / "x.orderdesk")
    assert storage.restore(tmp_path / "x.orderdesk", tmp_path / "there", Clock()) is None
    there = open_store(tmp_path / "there", Clock())
    with there.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM customer").scalars().all() == ["甲"]
    there.close()


def test_one_backup_a_day(desk: Desk, clock: Clock) -> None:
    made = storage.daily_backup(desk.store)
    assert made is not None and made.parent == desk.store.folder / "backups"
    assert storage.daily_backup(desk.store) is None
    clock.now += timedelta(days=1)
    assert storage.daily_backup(desk.store) not in (None, made)


def test_failures_of_the_disk_are_sentences(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError):
        storage.backup_now(desk.store, tmp_path / "file" / "x.orderdesk")
    (desk.store.folder / "backups").write_text("a file where the folder should be")
    with pytest.raises(UserError, match="cannot be written"):
        storage.daily_backup(desk.store)
    with pytest.raises(UserError, match="no backup at"):
        storage.restore(tmp_path / "missing", tmp_path / "there", lambda: datetime.now(UTC))


@pytest.mark.parametrize(
    ("company", "customer", "file_name", "expected"),
    [
        ("苏州精工", "华为技术", "报价单.pdf", "苏州精工/2026/华为技术/报价单.pdf"),
        ("A/B:C*?", "..", "a<b>|.pdf", "A B C/2026/_/a b .pdf"),
        ("con", "Nul", "x.pdf", "con_/2026/Nul_/x.pdf"),
        ("", "长" * 300, "x.pdf", f"_/2026/{'长' * 60}/x.pdf"),
        ("../../etc", "a\nb", "x.pdf", "etc/2026/a b/x.pdf"),
    ],
)
def test_paths_in_the_archive_are_safe(company: str, customer: str, file_name: str, expected: str) -> None:
    assert storage.archive_path(company, 2026, customer, file_name) == expected


def test_papers_wait_for_the_archive_folder_and_go_there_once(desk: Desk, tmp_path: Path) -> None:
    path = storage.archive_path("苏州精工", 2026, "华为技术", "报价单_1.pdf")
    _issue(desk, b"first", path)
    assert storage.retry(desk.store) == 1
    folder = tmp_path / "归档"
    with pytest.raises(UserError, match="no folder that can be reached"):
        storage.set_archive_folder(desk.store, folder)
    folder.mkdir()
    storage.set_archive_folder(desk.store, folder)
    assert storage.archive_folder(desk.store) == folder
    folder.rename(tmp_path / "away")
    assert storage.retry(desk.store) == 1
    assert not folder.exists()
    (tmp_path / "away").rename(folder)
    assert storage.retry(desk.store) == 0
    assert (folder / path).read_bytes() == b"first"
    _issue(desk, b"second", path)
    _issue(desk, b"first", path)
    assert storage.retry(desk.store) == 0
    found = {p.name: p.read_bytes() for p in (folder / path).parent.iterdir()}
    assert found == {"报价单_1.pdf": b"first", "报价单_1 (2).pdf": b"second"}
    storage.set_archive_folder(desk.store, None)
    assert storage.archive_folder(desk.store) is None


def test_one_that_cannot_be_copied_waits_and_the_others_go(desk: Desk, tmp_path: Path) -> None:
    storage.set_archive_folder(desk.store, tmp_path)
    (tmp_path / "blocked").write_text("a file where the folder should be")
    blocked = _issue(desk, b"first", "blocked/2026/x/1.pdf")
    _issue(desk, b"second", "open/2026/x/2.pdf")
    for tries in (1, 2):
        assert storage.retry(desk.store) == 1
        connection = sqlite3.connect(desk.store.folder / FILE_NAME)
        [(waiting, count, reason)] = connection.execute("SELECT paper_id, tries, last_error FROM archive_task")
        connection.close()
        assert (waiting, count) == (blocked.bytes, tries) and reason
    assert (tmp_path / "open/2026/x/2.pdf").read_bytes() == b"second"


def test_nothing_is_queued_when_issuing_fails(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.writing("quotes.issue") as writing:
        storage.queue(writing.connection, uuid.uuid4(), "x/2026/y/z.pdf")
        _ = 1 / 0
    assert storage.retry(desk.store) == 0
