"""What the benchmarks share: a cursor on the benchmark's database, CPU time of Python
and PostgreSQL together, medians."""

import argparse
import contextlib
import os
import statistics
import time

from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-c", os.environ["ODOO_RC"], "--log-level=warn"])


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--scale", default="10k", choices=["10k", "100k", "1m"])
    parser.add_argument("--rounds", type=int, default=5)
    return parser


@contextlib.contextmanager
def cursor():
    with Registry(os.environ["OPS_BENCH_DB"]).cursor() as cr:
        yield cr


def seconds(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def in_turn(ways, rounds):
    """``{name: (median seconds, last result)}``; the ways take turns, so that a busy
    machine slows all of them."""
    times, results = {name: [] for name in ways}, {}
    for _round in range(rounds):
        for name, action in ways.items():
            taken, results[name] = seconds(action)
            times[name].append(taken)
    return {name: (statistics.median(times[name]), results[name]) for name in ways}


def table(title, rows):
    """Prints aligned rows; the first one is the head."""
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        cells = zip(row, widths, strict=True)
        print("  ".join(str(cell).rjust(width) for cell, width in cells))
