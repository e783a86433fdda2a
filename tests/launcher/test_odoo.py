import pytest

from launcher.errors import Trouble
from launcher.odoo import given_source, in_order, loading


def test_addons_come_after_those_they_depend_on():
    depends = {"c": ["b", "mail"], "a": ["c"], "b": []}
    assert in_order(depends) == ["b", "c", "a"]


def release(folder, version):
    package = folder / "odoo"
    package.mkdir()
    (package / "release.py").write_text(f"version_info = ({version}, 'final', 0, '')\n")
    return folder


def test_source_is_the_folder_that_holds_the_package(tmp_path):
    release(tmp_path, "19, 0, 0")
    assert given_source(str(tmp_path)) == tmp_path
    assert given_source(str(tmp_path / "odoo")) == tmp_path


def test_another_version_is_refused(tmp_path):
    release(tmp_path, "18, 0, 0")
    with pytest.raises(Trouble, match=r"is not Odoo 19\.0"):
        given_source(str(tmp_path))


def test_a_folder_without_odoo_is_refused(tmp_path):
    with pytest.raises(Trouble, match="is not the folder of an Odoo 19"):
        given_source(str(tmp_path))


def test_progress_is_the_module_that_loads():
    assert loading("… INFO db odoo.modules: Loading module hr (12/60)") == "12/60 hr"
    assert loading("something else") == ""
