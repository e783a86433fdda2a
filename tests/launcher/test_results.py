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
