import pytest

from launcher.databases import changes, code_key, module_options, write_note
from launcher.template import unfinished


def addon(folder):
    (folder / "tests").mkdir()
    (folder / "models.py").write_text("x = 1\n")
    (folder / "tests" / "test_x.py").write_text("y = 1\n")
    return folder


def test_code_key_follows_the_code_and_not_the_tests(tmp_path):
    folder = addon(tmp_path)
    before = code_key(folder)
    (folder / "tests" / "test_x.py").write_text("y = 2\n")
    assert code_key(folder) == before
    (folder / "models.py").write_text("x = 2\n")
    assert code_key(folder) != before


def test_code_key_follows_the_name_of_a_file(tmp_path):
    before = code_key(addon(tmp_path))
    (tmp_path / "models.py").rename(tmp_path / "model.py")
    assert code_key(tmp_path) != before


NOTE = write_note({"a": "1", "b": "1"}, "core")


@pytest.mark.parametrize(
    ("note", "keys", "core", "expected"),
    [
        (NOTE, {"a": "1", "b": "1"}, "core", ([], [])),
        (NOTE, {"a": "1", "b": "2"}, "core", ([], ["b"])),
        (NOTE, {"a": "1", "b": "1", "c": "1"}, "core", (["c"], [])),
        (NOTE, {"a": "1"}, "core", None),
        (NOTE, {"a": "1", "b": "1"}, "other", None),
        ("", {"a": "1"}, "core", None),
        ("half written {", {"a": "1"}, "core", None),
    ],
)
def test_what_a_database_lacks(note, keys, core, expected):
    assert changes(note, keys, core) == expected


def test_an_interrupted_update_is_done_again():
    keys = {"a": "1", "b": "2", "c": "3"}
    note = write_note(unfinished(keys, new=["c"], changed=["b"]), "core")
    assert changes(note, keys, "core") == (["c"], ["b"])


def test_options_of_the_update():
    assert module_options(["a", "b"], ["c"]) == ["-i", "a,b", "-u", "c"]
    assert module_options([], []) == []
