import hashlib
import io
import json
import tarfile

import pytest

from launcher.backup import DUMP, FORMAT, MANIFEST, extract
from launcher.errors import Trouble

CONTENT = b"a file of the filestore"
NAME = hashlib.sha1(CONTENT).hexdigest()
STORED = f"{NAME[:2]}/{NAME}"
MANY = {
    "format": FORMAT,
    "dump_sha256": hashlib.sha256(b"dump").hexdigest(),
    "files": [STORED],
    "contents": {},
}


def archive(path, members):
    with tarfile.open(path, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def members(**changes):
    return {
        MANIFEST: json.dumps({**MANY, **changes}).encode(),
        DUMP: b"dump",
        f"filestore/{STORED}": CONTENT,
    }


def test_a_whole_archive_is_unpacked(tmp_path):
    manifest = extract(archive(tmp_path / "a.tar", members()), tmp_path / "out")
    assert manifest["files"] == [STORED]
    assert (tmp_path / "out" / "filestore" / STORED).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({DUMP: b"dumq"}, "is damaged"),
        ({f"filestore/{STORED}": b"other"}, "is damaged"),
        ({"../outside": b"x"}, "which is not ours"),
        ({"filestore/../../outside": b"x"}, "which is not ours"),
        ({MANIFEST: b"{}"}, "another version"),
        ({MANIFEST: b"not json"}, "not a backup"),
    ],
)
def test_another_archive_is_refused(tmp_path, changes, reason):
    path = archive(tmp_path / "a.tar", {**members(), **changes})
    with pytest.raises(Trouble, match=reason):
        extract(path, tmp_path / "out")
    assert not (tmp_path / "outside").exists()


def test_a_link_in_the_archive_is_refused(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(DUMP)
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(Trouble, match="which is not ours"):
        extract(path, tmp_path / "out")


def test_a_missing_file_is_damage(tmp_path):
    found = {k: v for k, v in members().items() if not k.startswith("filestore")}
    with pytest.raises(Trouble, match="is damaged"):
        extract(archive(tmp_path / "a.tar", found), tmp_path / "out")
