import errno

import pytest

from launcher.errors import FULL_DISK, explain, explain_os_error, read_tail


@pytest.mark.parametrize(
    ("printed", "start"),
    [
        ("E: write: No space left on device", "The disk is full"),
        ("ERROR: [Errno 122] Disk quota exceeded", "The disk is full"),
        ("Temporary failure resolving 'mirror'", "No network: the mirror could"),
        ("Max retries exceeded with url: /simple", "No network: the mirror could"),
        ("npm error code EAI_AGAIN", "No network: the mirror could"),
        ("E: Could not get lock /var/lib/dpkg/lock", "Another package manager"),
        ("NO_PUBKEY 6ED0E7B82643E131", "The signature of the mirror"),
        ("E: Release file for x is expired (invalid since 17d)", "The mirror is out"),
        ("something else", "Step failed; what it printed is in the.log"),
    ],
)
def test_known_causes_become_one_sentence(printed, start):
    assert explain(printed, "Step", "the mirror", "the.log").startswith(start)


def test_unknown_cause_shows_the_last_lines_only():
    printed = "\n".join(f"line {number}" for number in range(100))
    text = explain(printed, "Step", "x", "y")
    assert "line 99" in text
    assert "line 87" not in text


def test_os_errors_of_the_machine_are_explained_others_are_not():
    full = OSError(errno.ENOSPC, "No space left on device")
    barred = PermissionError(errno.EACCES, "Permission denied", "/etc/x")
    assert explain_os_error(full) == FULL_DISK
    assert explain_os_error(barred) == "No right to write /etc/x: Permission denied."
    assert explain_os_error(OSError(errno.EBADF, "Bad file descriptor")) is None


def test_tail_of_a_missing_file_is_empty(tmp_path):
    assert read_tail(tmp_path / "nothing") == ""


def test_tail_is_the_end_of_the_file(tmp_path):
    path = tmp_path / "log"
    path.write_text("a" * 50 + "end")
    assert read_tail(path, 5) == "aaend"
