import sys
from pathlib import Path

import pytest

from orderdesk_gui.store.shares import on_network_share

MOUNTS = """/dev/vda / ext4 rw 0 0
server:/export /srv/office nfs4 rw 0 0
//server/share /mnt/our\\040office cifs rw 0 0
/dev/vdb /srv/office/local ext4 rw 0 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="reads Linux's table of mounts")
@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/home/clerk/data", False),
        ("/srv/office", True),
        ("/srv/office/data", True),
        ("/srv/officers/data", False),
        ("/srv/office/local/data", False),
        ("/mnt/our office/data", True),
    ],
)
def test_the_mount_above_a_folder_decides(folder: str, remote: bool):
    assert on_network_share(Path(folder), MOUNTS) is remote


def test_a_local_folder_is_local(tmp_path: Path):
    assert on_network_share(tmp_path) is False
