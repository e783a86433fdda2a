import pytest

from launcher import paths, stamps


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")


def test_a_stamp_holds_for_its_key_only():
    assert not stamps.is_done("step", "1")
    stamps.mark("step", "1")
    assert stamps.is_done("step", "1")
    assert not stamps.is_done("step", "2")
    stamps.clear("step")
    assert not stamps.is_done("step", "1")


def test_digest_tells_parts_apart(tmp_path):
    file = tmp_path / "file"
    file.write_text("content")
    before = stamps.digest("ab", "c", file)
    assert before == stamps.digest("ab", "c", file)
    assert before != stamps.digest("a", "bc", file)
    file.write_text("other")
    assert before != stamps.digest("ab", "c", file)
