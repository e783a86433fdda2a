import pytest

from launcher.errors import Trouble
from launcher.postgres import given_environment, parse_url, quoted


def test_url_becomes_variables_of_the_client_library():
    found = parse_url("postgresql://me:a%20b%40c@db.example:5433/")
    assert found == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "me",
        "PGPASSWORD": "a b@c",
    }


def test_parts_that_the_url_leaves_out_stay_out():
    assert parse_url("postgres://db.example") == {"PGHOST": "db.example"}


@pytest.mark.parametrize("url", ["mysql://db.example", "postgresql://", "db.example"])
def test_another_form_of_url_is_refused(url):
    with pytest.raises(Trouble, match="OPS_DB_URL has the form"):
        parse_url(url)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"PGUSER": "me"}, None),
        ({"PGHOST": ""}, None),
        ({"PGHOST": "h", "PGUSER": "me"}, {"PGHOST": "h"}),
        ({"OPS_DB_URL": "postgresql://a", "PGHOST": "b"}, {"PGHOST": "a"}),
    ],
)
def test_a_server_is_given_by_url_or_host(environ, expected):
    assert given_environment(environ) == expected


def test_quotes_are_doubled():
    assert quoted("O'Neill") == "'O''Neill'"
