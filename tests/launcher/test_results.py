import pytest

from launcher import results

ROWS = [
    ["admin", "a1", "Mitchell", "Manager"],
    ["office", "b2", "Peng", "Cost Office"],
]


class Server:
    def __init__(self, rows):
        self.rows = rows

    def sql(self, _query, _database):
        return self.rows


@pytest.fixture
def tried(tmp_path, monkeypatch):
    """Logins that were tried; the one of ``office`` fails."""
    logins = []

    def logs_in(_address, _database, login):
        logins.append(login)
        return login != "office"

    monkeypatch.setattr(results, "PROVED", tmp_path / "passwords.json")
    monkeypatch.setattr(results, "_logs_in", logs_in)
    return logins


def shown(rows=ROWS):
    text = results.users(Server(rows), "demo", "address")
    return {line.split()[0]: line.split()[1] for line in text.splitlines()[2:]}


def test_a_password_is_shown_if_it_lets_one_in(tried):
    assert shown() == {"admin": "admin", "office": "(changed)"}


def test_a_proved_password_is_not_tried_again(tried):
    shown()
    assert shown() == {"admin": "admin", "office": "(changed)"}
    assert tried == ["admin", "office", "office"]


def test_a_changed_one_is_tried_again(tried):
    shown()
    tried.clear()
    shown([["admin", "other", "Mitchell", "Manager"]])
    assert tried == ["admin"]


def test_a_damaged_note_is_no_fault(tried):
    results.PROVED.write_text("{")
    assert shown()["admin"] == "admin"


# two persons of level 4 in March, one in February
EXPECTED = [
    {"month": month, "level": 4, "quota": quota, "reduction_target": "1.00",
     "actual": "2.50", "penalty": "0.10", "reward": "0.00"}
    for month, quota in (("2026-02", "9.00"), ("2026-03", "3.00"), ("2026-03", "4.00"))
]  # fmt: skip
MARCH = [["4", "2", "7.00", "2.00", "5.00", "0.20", "0.00"]]


def test_the_last_month_of_the_reference_is_expected():
    assert results.differences(EXPECTED, "2026-03", MARCH) == []


@pytest.mark.parametrize(
    ("month", "rows"),
    [
        ("", []),
        ("2026-02", MARCH),
        ("2026-03", [["4", "2", "7.01", "2.00", "5.00", "0.20", "0.00"]]),
        ("2026-03", [["4", "3", "7.00", "2.00", "5.00", "0.20", "0.00"]]),
        ("2026-03", [*MARCH, ["1", "1", "7.00", "2.00", "5.00", "0.20", "0.00"]]),
    ],
)
def test_any_other_result_is_named(month, rows):
    assert len(results.differences(EXPECTED, month, rows)) == 1
