import pytest

from launcher.cli import HELP, main, parser, read
from launcher.odoo_tests import declared, lanes, selector, unknown


@pytest.mark.parametrize("command", sorted(HELP))
def test_each_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as end:
        parser().parse_args([command, "--help"])
    assert end.value.code == 0
    assert f"./ops {command}" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_is_a_number_of_a_port(port):
    with pytest.raises(SystemExit):
        parser().parse_args(["demo", f"--port={port}"])


def test_an_unknown_command_is_refused():
    with pytest.raises(SystemExit) as end:
        main(["dance"])
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "behind"),
    [
        (
            ["bench", "cost", "--scale", "100k", "--", "--rounds", "3"],
            ["--rounds", "3"],
        ),
        (
            ["bench", "--scale", "100k", "cost", "--", "--rounds", "3"],
            ["--rounds", "3"],
        ),
        (["bench", "cost"], []),
        (["psql", "--db", "x", "--", "-c", "SELECT 1"], ["-c", "SELECT 1"]),
        (["unit", "tests/unit", "--", "-k", "x"], ["tests/unit", "-k", "x"]),
        (["unit", "--", "-k", "--", "x"], ["-k", "--", "x"]),
    ],
)
def test_what_follows_two_dashes_is_passed_on(arguments, behind):
    assert read(arguments).arguments == behind


def test_nothing_is_passed_on_to_nobody(capsys):
    with pytest.raises(SystemExit) as end:
        read(["lint", "--", "--fix"])
    assert end.value.code == 2
    assert "nothing after --" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ops_base", "/ops_base"),
        ("ops_base:TestX.test_y", "/ops_base:TestX.test_y"),
        ("addons/ops_base", "/ops_base"),
        ("flows", "/flows"),
        (
            "tests/flows/tests/test_live_server.py",
            "/flows/tests/test_live_server.py",
        ),
        ("tests/launcher/test_cli.py", None),
        ("nothing", None),
    ],
)
def test_names_become_test_tags(name, expected):
    assert selector(name) == expected


def test_what_a_file_declares_must_run():
    found = declared(["/flows/tests/test_live_server.py"])
    module = "odoo.addons.flows.tests.test_live_server"
    assert (module, "TestLiveServer.test_committed_rows_outlive_a_kill") in found
    assert declared(["/flows:TestLiveServer"]) == set()


def test_whole_addons_are_shared_out_and_nothing_is_lost():
    selectors = ["/ops_base", "/ops_cost", "/flows"]
    parts = lanes(selectors, 2)
    assert len(parts) == 2
    assert not set(parts[0]) & set(parts[1])
    assert declared([*parts[0], *parts[1]]) == declared(selectors)


@pytest.mark.parametrize("names", [["/flows"], ["/ops_cost:TestX"], ["/ops_cost", "x"]])
def test_few_or_single_tests_run_together(names):
    assert lanes(names, 2) == [names]


def test_a_misspelt_test_is_told():
    ran = {("odoo.addons.ops_base.tests.test_calc", "TestSeal.test_order")}
    good = [
        "/ops_base:TestSeal",
        "/ops_base:TestSeal.test_order",
        "/ops_base:.test_order",
    ]
    bad = ["/ops_base:TestSael", "/ops_cost:TestSeal", "/ops_base:TestSeal.test_other"]
    assert unknown([*good, *bad, "/ops_base"], ran) == bad
