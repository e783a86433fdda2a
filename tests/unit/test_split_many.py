"""The vectorised division gives what ``split`` gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.allocation import split
from ops_cost.calc.split_many import split_many


def one_by_one(totals, weights, offsets, start):
    result = np.zeros((len(totals), offsets[-1]), dtype=object)
    for column, row in enumerate(totals):
        own = weights if weights.ndim == 1 else weights[column]
        for group, total in enumerate(row):
            low, high = offsets[group], offsets[group + 1]
            parts = [int(weight) for weight in own[low:high]]
            result[column, low:high] = split(int(total), parts, start=start)
    return result.tolist()


@st.composite
def cases(draw, largest_total=10**9, largest_weight=10**6):
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    columns = draw(st.integers(1, 4))
    offsets = np.cumsum([0, *sizes])
    by_column = draw(st.booleans())
    shape = (columns, int(offsets[-1])) if by_column else int(offsets[-1])
    count = int(np.prod(shape))
    small = st.integers(0, 4)
    weight = st.one_of(small, st.integers(0, largest_weight))
    weights = draw(st.lists(weight, min_size=count, max_size=count))
    weights = np.array(weights, dtype=np.int64).reshape(shape)
    whole = np.add.reduceat(weights, offsets[:-1], axis=-1)
    number = st.one_of(st.integers(-20, 20), st.integers(-largest_total, largest_total))
    count = columns * len(sizes)
    totals = draw(st.lists(number, min_size=count, max_size=count))
    totals = np.array(totals, dtype=np.int64).reshape(columns, len(sizes))
    return np.where(whole > 0, totals, 0), weights, offsets


@given(cases(), st.integers(0, 6))
def test_equals_split(case, start):
    totals, weights, offsets = case
    shares = split_many(totals, weights, offsets, start)
    assert shares.dtype == np.int64
    assert shares.tolist() == one_by_one(totals, weights, offsets, start)


@given(cases(largest_total=2**61, largest_weight=2**61 // 100), st.integers(0, 6))
def test_equals_split_where_64_bits_are_too_few(case, start):
    totals, weights, offsets = case
    shares = split_many(totals, weights, offsets, start)
    assert shares.tolist() == one_by_one(totals, weights, offsets, start)


def test_sum_of_weights_beyond_64_bits():
    shares = split_many(np.array([[1]]), np.array([2**60] * 8), np.array([0, 8]))
    assert shares.tolist() == [[1] + [0] * 7]


def test_sort_keys_beyond_64_bits():
    totals, weights = np.ones((1, 40), dtype=np.int64), np.array([2**58] * 80)
    shares = split_many(totals, weights, np.arange(0, 81, 2))
    assert shares.tolist() == [[1, 0] * 40]


def test_python_integers_without_bound():
    totals = np.array([[10**30, 5]], dtype=object)
    weights = np.array([1, 1, 1, 2], dtype=object)
    shares = split_many(totals, weights, np.array([0, 3, 4]))
    assert shares.tolist() == [
        [333333333333333333333333333334] + [333333333333333333333333333333] * 2 + [5]
    ]


def test_no_members():
    shares = split_many(np.zeros((2, 0)), np.zeros(0, dtype=int), np.array([0]))
    assert shares.shape == (2, 0)


@pytest.mark.parametrize(
    ("total", "weights", "offsets"),
    [(1, [0, 0], [0, 2]), (1, [1, -1], [0, 2]), (1, [1, 1], [0, 0, 2])],
)
def test_refused(total, weights, offsets):
    totals = np.full((1, len(offsets) - 1), total)
    with pytest.raises(ValueError, match=r"zero|negative|no member"):
        split_many(totals, np.array(weights), np.array(offsets))


def test_nothing_to_divide_needs_no_weights():
    shares = split_many(np.array([[0]]), np.array([0, 0]), np.array([0, 2]))
    assert shares.tolist() == [[0, 0]]
