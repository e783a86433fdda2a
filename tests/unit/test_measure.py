"""The five methods: examples 14, 15, 16 and 18 of cost.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_cost.calc import measure

HISTORY = [1020000, 980000, 1005000, 960000, 990000, 950000]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (measure.mean, 984167),
        (measure.median, 985000),
        (measure.weighted_moving, 975476),
        (measure.average_advanced, 973750),
        (measure.trend_next, 947667),
    ],
)
def test_example_14_statistics(method, expected):
    assert method(HISTORY) == expected


METHODS = [
    measure.mean,
    measure.median,
    measure.weighted_moving,
    measure.average_advanced,
    measure.trend_next,
    lambda values: measure.exponential(values, "0.3"),
]


@pytest.mark.parametrize("method", METHODS)
def test_of_nothing(method):
    with pytest.raises(ValueError, match="no values"):
        method([])


@pytest.mark.parametrize("method", METHODS)
@given(value=st.integers(0, 10**9), count=st.integers(1, 9))
def test_of_equal_values(method, value, count):
    assert method([value] * count) == value


def test_median_of_an_odd_number():
    assert measure.median([30, 10, 20]) == 20
    assert measure.median([1, 2]) == 2


def test_trend_of_a_straight_line():
    assert measure.trend_next([10, 20, 30]) == 40
    assert measure.trend_next([7]) == 7


def test_average_advanced_leaves_out_the_mean_itself():
    """Mean 20, below it only the 10: (20 + 10) / 2."""
    assert measure.average_advanced([10, 20, 30]) == 15


@pytest.mark.parametrize(
    ("alpha", "expected"), [("1", 3000), ("0.5", 2250), ("0.25", 1688)]
)
def test_exponential(alpha, expected):
    assert measure.exponential([1000, 2000, 3000], alpha) == expected


@pytest.mark.parametrize("alpha", ["0", "1.01", "-1"])
def test_alpha_refused(alpha):
    with pytest.raises(ValueError, match="alpha"):
        measure.exponential([1], alpha)


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        # quartiles 11.75 and 15.25, fences 6.5 and 20.5
        ([10, 11, 12, 13, 14, 15, 16, 90], [10, 11, 12, 13, 14, 15, 16]),
        ([-90, 11, 12, 13, 14, 15, 16, 17], [11, 12, 13, 14, 15, 16, 17]),
        ([1, 1, 1, 1, 1, 1, 90], [1, 1, 1, 1, 1, 1, 90]),
        ([5] * 8, [5] * 8),
        # quartiles 13 and 18, between two values each; fences 5.5 and 25.5
        ([6, 10, 14, 15, 16, 17, 21, 25], [6, 10, 14, 15, 16, 17, 21, 25]),
        ([5, 10, 14, 15, 16, 17, 21, 26], [10, 14, 15, 16, 17, 21]),
        # quartiles 2 and 6 (nine values), fences -4 and 12, both inside
        ([-4, 1, 2, 3, 4, 5, 6, 7, 12], [-4, 1, 2, 3, 4, 5, 6, 7, 12]),
        ([-5, 1, 2, 3, 4, 5, 6, 7, 13], [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_without_outliers(values, kept):
    assert measure.without_outliers(values) == kept


def test_example_15_three_points():
    assert measure.pert([(80000, 100000, 150000)], "0.84") == (105000, 11667, 114800)
    experts = [
        (80000, 100000, 150000),
        (85000, 98000, 130000),
        (78000, 105000, 160000),
    ]
    assert measure.pert(experts) == (105278, 10944, 105278)
    assert measure.pert([(5, 5, 5)]) == (5, 0, 5)


@pytest.mark.parametrize("estimates", [[], [(3, 2, 4)], [(1, 5, 4)]])
def test_three_points_refused(estimates):
    with pytest.raises(ValueError, match="low <= likely <= high"):
        measure.pert(estimates)


def test_example_16_technical():
    lines = [
        ("2.5", 400, 1840, "0.02"),
        ("0.8", 400, 5500, 0),
        (1, 120, 999, "0.05"),
    ]
    result = measure.technical(lines)
    assert result.lines == [1876800, 1760000, 125874]
    assert result.total == 3762674
    assert measure.technical(lines, recovery=100).total == 3762574


def test_example_16_survey():
    observed = [1210, 1180, 1250, 1200, 1160]
    result = measure.survey_quota(observed, "0.10", "0.02")
    assert result == (1200, 1320, 8, False)
    assert measure.survey_quota(observed, 0, "0.05").is_enough
    assert measure.survey_quota([500, 500]) == (500, 500, 1, True)
    assert measure.survey_quota([0, 1]).mean == 1


def test_just_enough_observations():
    """z·s = 66.47, e·x̄ = 30.6: (66.47 / 30.6)² = 4.72."""
    observed = [1210, 1180, 1250, 1200, 1160]
    result = measure.survey_quota(observed, 0, "0.0255")
    assert (result.required_n, result.is_enough) == (5, True)


@pytest.mark.parametrize(
    ("values", "error"), [([5], "0.05"), ([5, 6], 0), ([-5, 5], "0.05")]
)
def test_survey_refused(values, error):
    with pytest.raises(ValueError, match=r"survey|mean"):
        measure.survey_quota(values, 0, error)


def test_example_18_back_calculation():
    result = measure.back_calculate(100000000, "0.075", [50, 30, 20])
    assert result == (7500000, 92500000, [46250000, 27750000, 18500000])
    units = [(1200, "8.50"), (900, "9.20"), (350, "12.00")]
    shares = measure.unit_amounts(result.blocks[1], units)
    assert shares == [12480159, 10130952, 5138889]


def test_back_calculation_with_given_amounts():
    result = measure.back_calculate(100, contingency=10, blocks=[60, 30])
    assert result == (10, 90, [60, 30])
    with pytest.raises(ValueError, match="add up"):
        measure.back_calculate(100, contingency=10, blocks=[60, 31])


@pytest.mark.parametrize("rate", ["-0.1", "1.1"])
def test_contingency_refused(rate):
    with pytest.raises(ValueError, match="contingency"):
        measure.back_calculate(100, rate, [1])


def test_all_or_nothing_may_be_contingency():
    assert measure.back_calculate(100, shares=[1, 1]) == (0, 100, [50, 50])
    assert measure.back_calculate(100, 1, [1, 1]) == (100, 0, [0, 0])
