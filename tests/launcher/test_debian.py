import pytest

from launcher.debian import choose_mirror

SECURITY = "http://s.example/debian-security/|Debian|Debian-Security|stable|bookworm"
MAIN = "http://m.example/debian/|Debian|Debian|oldstable|bookworm"
OTHER = "https://o.example/node|. nodistro|. nodistro|nodistro|nodistro"
NEVER_FETCHED = "http://n.example/debian/|||bookworm|"
CDROM = "cdrom:[Debian 12]/|Debian|Debian|stable|bookworm"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([SECURITY, OTHER, MAIN], "http://m.example/debian/"),
        ([NEVER_FETCHED], "http://n.example/debian/"),
        ([OTHER, NEVER_FETCHED, MAIN], "http://m.example/debian/"),
        ([CDROM, MAIN], "http://m.example/debian/"),
        ([SECURITY, OTHER], None),
        ([], None),
        (["not a line of fields"], None),
    ],
)
def test_the_mirror_is_the_plain_debian_archive(lines, expected):
    assert choose_mirror(lines, "bookworm") == expected


def test_a_list_never_fetched_counts_for_the_running_suite_only():
    assert choose_mirror([NEVER_FETCHED], "trixie") is None
