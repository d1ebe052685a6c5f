"""The comparison: exact in kind, shape and dtype; close in value; never fooled by NaN."""

from __future__ import annotations

import pytest
import torch

from grader import wire
from grader.model import Tolerance, Verdict
from grader.worker.judge import Comparer, alike, compare
from grader.worker.observe import Observer, describe_call


def sample(*values, raised="", **how) -> wire.Sample:
    """Return the sample that observing these values gives."""
    observer = Observer()
    for value in values:
        observer(value, **how)
    return wire.Sample("case", wire.encode_observations(observer.taken), raised)


def verdict(expected, got, **tolerances) -> Verdict:
    """Compare two samples."""
    return compare(expected, got, Comparer(tolerances, 1.0)).verdict


def against(exact, expected, got, **how) -> Verdict:
    """Compare two samples where the reference's own error is known."""
    sides = (sample(value, **how) for value in (expected, got, exact))
    expected, got, exact = sides
    return compare(expected, got, Comparer({}, 1.0), exact).verdict


T = torch.tensor
SAME = [
    (T([1.0, 2.0]), T([1.0, 2.0 + 1e-6])),
    (T([float("nan"), 1.0]), T([float("nan"), 1.0])),
    (T([float("inf"), -float("inf")]), T([float("inf"), -float("inf")])),
    (T([True, False]), T([True, False])),
    (torch.empty(0, 3), torch.empty(0, 3)),
    (T([1 + 2j]), T([1 + 2j])),
    (torch.ones(3, 4).T, torch.ones(4, 3)),
    ({"a": [1, (2.0, None)]}, {"a": [1, (2.0, None)]}),
    (0.1 + 0.2, 0.3),
    (float("nan"), float("nan")),
    (10**30, 10**30),
    (b"\x00\xff", b"\x00\xff"),
]
DIFFERENT = [
    (T([1.0, 2.0]), T([1.0, 2.001])),
    (T([1.0, 2.0]), T([1.0, float("nan")])),
    (T([float("nan"), 2.0]), T([1.0, 2.0])),
    (T([float("inf")]), T([-float("inf")])),
    (T([float("inf")]), T([3e38])),
    (T([3e38]), T([float("inf")])),
    (T([1e-9, 2e-9]), T([0.0, 0.0])),
    (T([1.0]), T([1.0]).double()),
    (T([1.0]), T([[1.0]])),
    (T([1]), T([1.0])),
    (T([True]), T([1])),
    (torch.empty(0, 3), torch.empty(3, 0)),
    (T([1.0]), [1.0]),
    ([1.0], (1.0,)),
    ([1, 2], [1, 2, 3]),
    ([1, 2, 3], [1, 2]),
    (1, True),
    (1, 1.0),
    ("1", b"1"),
    (None, 0),
    ({"a": 1}, {"b": 1}),
    ({"a": 1}, {"a": 1, "b": 2}),
    (10**30, 10**30 + 1),
    (1.0, float("nan")),
    (object(), object()),
    (T([1 + 2j]), T([1 - 2j])),
]


@pytest.mark.parametrize(("expected", "got"), SAME)
def test_equal_enough(expected, got):
    """What differs by rounding only is accepted."""
    assert verdict(sample(expected), sample(got)) is Verdict.ACCEPTED


@pytest.mark.parametrize(("expected", "got"), DIFFERENT)
def test_different(expected, got):
    """What differs in kind, shape, dtype, or by more than rounding is wrong."""
    assert verdict(sample(expected), sample(got)) is Verdict.WRONG_ANSWER


def test_zeros_are_not_close_to_tiny_values():
    """The absolute tolerance counts in units of the largest value, so tiny results are judged."""
    tiny = torch.randn(100, generator=torch.Generator().manual_seed(0)) * 1e-12
    assert verdict(sample(tiny), sample(torch.zeros(100))) is Verdict.WRONG_ANSWER


def test_tolerance_of_the_problem_replaces_the_default():
    """A problem may widen the tolerance of a dtype."""
    one, other = sample(T([1.0])), sample(T([1.05]))
    assert verdict(one, other, float32=Tolerance(0.1, 0.0)) is Verdict.ACCEPTED


def test_tolerance_comes_from_the_reference():
    """An attempt cannot widen the tolerance of its own observation."""
    expected, got = sample(T([1.0])), sample(T([2.0]), atol=10.0)
    assert verdict(expected, got) is Verdict.WRONG_ANSWER


def test_statistic_with_its_own_tolerance():
    """An explicit `atol` is absolute."""
    assert verdict(sample(0.5, atol=0.1), sample(0.58)) is Verdict.ACCEPTED
    assert verdict(sample(0.5, atol=0.1), sample(0.62)) is Verdict.WRONG_ANSWER


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fewer_or_more_observations_are_wrong(count):
    """The number of observations is the reference's, or the case fails."""
    assert verdict(sample(1, 1), sample(*[1] * count)) is Verdict.WRONG_ANSWER


def test_a_reference_that_observes_nothing_is_our_fault():
    """Zero observations never make a pass."""
    assert verdict(sample(), sample()) is Verdict.JUDGE_ERROR


@pytest.mark.parametrize(
    "data", [b"", b"\xc1", b"\x91\x01", b"\xdd\xff\xff\xff\xff", b"accepted" * 100]
)
def test_malformed_observations_fail_the_case(data):
    """Bytes that are no observations lose the case and never the judge."""
    got = wire.Sample("case", data)
    assert verdict(sample(1), got) is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize(
    "value",
    [
        wire.TensorValue("float32", (10**9, 10**9), "cpu", b""),
        wire.TensorValue("float32", (-1,), "cpu", b""),
        wire.TensorValue("nonsense", (1,), "cpu", b"1234"),
        wire.TensorValue("Tensor", (1,), "cpu", b"1234"),
        wire.TensorValue("float32", (1,), "cpu", b"123"),
    ],
)
def test_lying_tensor_headers_are_wrong(value):
    """A header that does not fit its bytes is never believed."""
    expected = sample(T([1.0]))
    header = wire.TensorValue("float32", value.shape, "cpu", b"")
    forged = wire.Sample("case", wire.encode_observations([wire.Observation("x", "", value)]))
    assert verdict(expected, forged) is Verdict.WRONG_ANSWER
    wanted = wire.Sample("case", wire.encode_observations([wire.Observation("x", "", header)]))
    assert wanted != forged or value.data == b""


@pytest.mark.parametrize(
    ("expected", "got", "wanted"),
    [(100, 200, True), (100, 201, False), (100, -1, False), (100, float("nan"), False)],
)
def test_bounds(expected, got, wanted):
    """A cost may be so many times the reference's, and no more; nonsense is over the bound."""
    one, other = Observer(), Observer()
    one.at_most(expected, times=2)
    other.at_most(got, times=1000)
    sides = [wire.Sample("c", wire.encode_observations(o.taken)) for o in (one, other)]
    accepted = compare(*sides, Comparer({}, 1.0)).verdict is Verdict.ACCEPTED
    assert accepted is wanted


def test_the_error_raised_is_compared_by_type():
    """A subclass counts, another type does not, and silence does not."""

    class Narrow(ValueError):
        pass

    def observed(error):
        observer = Observer()

        def call():
            if error:
                raise error

        observer.raises(ValueError, call)
        return wire.Sample("c", wire.encode_observations(observer.taken))

    expected = observed(ValueError("x"))
    assert verdict(expected, observed(Narrow("y"))) is Verdict.ACCEPTED
    assert verdict(expected, observed(TypeError("y"))) is Verdict.WRONG_ANSWER
    assert verdict(expected, observed(None)) is Verdict.WRONG_ANSWER


def test_message_says_where_and_by_how_much():
    """The smallest view: first index, both values, how many differ, the largest error."""
    expected, got = torch.zeros(2, 3) + 1, torch.zeros(2, 3) + 1
    got[1, 2] = 1.5
    message = compare(sample(expected), sample(got), Comparer({}, 1.0)).message
    for words in ("[1, 2]", "expected 1", "got 1.5", "1 of 6", "0.5"):
        assert words in message


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (T([1.5]), T([1.500001]).double().float() + 1e-3, ("expected 1.5", "got 1.501")),
        (T([1.0]).double(), T([1.0]).double() + 1e-9, ("expected 1", "got 1.000000001")),
        (1.0, 1.0 + 1e-5, ("expected 1\n", "got 1.00001")),
    ],
)
def test_two_numbers_are_told_in_digits_that_differ(expected, got, words):
    """Never the same digits twice."""
    message = compare(sample(expected), sample(got), Comparer({}, 1.0)).message
    for word in words:
        assert word in message


def test_a_single_number_has_no_place():
    """One number is not the first of one that differ."""
    message = compare(sample(T(1.0)), sample(T(2.0)), Comparer({}, 1.0)).message
    assert "first difference" not in message
    assert "they differ; largest error 1" in message


def test_a_place_inside_lists_and_dicts_is_told_as_one():
    """It reads as the index that a person would write."""
    expected, got = {"w": [T([1.0]), (T([2.0]), 3)]}, {"w": [T([1.0]), (T([2.5]), 3)]}
    message = compare(sample(expected), sample(got), Comparer({}, 1.0)).message
    assert "at ['w'][1][0]: first difference at [0]" in message


def test_the_call_that_led_to_a_value_is_told():
    """One call, or calls that look the same, are told; of different ones the last, as the last."""
    observer = Observer()
    observer.called("f(1)")
    observer.called("f(1)")
    observer(1)
    observer(2)
    observer.called("f(2)")
    observer.called("f(3)")
    observer(3)
    told = [taken.call for taken in observer.taken]
    assert told == ["f(1)", "f(1)", "f(3), the last of 2 calls"]


def test_a_call_is_told_without_addresses():
    """Tensors by shape and dtype, also in a list; a generator by its type."""
    call = describe_call("f", ([T([1.0])] * 5, torch.Generator()), {"eps": 1e-6})
    each = ", ".join(["(1,) float32"] * 4)
    assert call == f"f([{each}, ...], Generator, eps=1e-06)"


def test_a_lying_tensor_subclass_is_read_as_its_bytes():
    """A subclass that answers every comparison with True is copied out as plain data."""

    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return (
                T(True)
                if "eq" in func.__name__
                else super().__torch_function__(func, types, args, kwargs or {})
            )

    liar = T([1.0, 9.0]).as_subclass(Liar)
    assert verdict(sample(T([1.0, 2.0])), sample(liar)) is Verdict.WRONG_ANSWER


def test_alike_needs_the_same_end():
    """Two solutions behave alike only when both end alike: same error, same values."""
    comparer = Comparer({}, 1.0)
    assert alike(sample(1, raised="ValueError"), sample(1, raised="ValueError"), comparer)
    assert not alike(sample(1, raised="ValueError"), sample(1), comparer)
    assert not alike(sample(1), sample(2), comparer)


EXACT = T([1.0, 2.0, 3.0], dtype=torch.float64)
ROUNDED = T([1.0, 2.0 + 4e-5, 3.0])  # one value is exact by chance, one is not
WITHIN = T([1.0 + 1e-4, 2.0, 3.0 - 1e-4])


def test_the_references_own_error_widens_what_is_tolerated():
    """Four times its largest error is allowed everywhere in the tensor, and no more."""
    assert verdict(sample(ROUNDED), sample(WITHIN)) is Verdict.WRONG_ANSWER
    assert against(EXACT, ROUNDED, WITHIN) is Verdict.ACCEPTED
    assert against(EXACT, ROUNDED, WITHIN + 1e-4) is Verdict.WRONG_ANSWER
    assert against([(EXACT,)], [(ROUNDED,)], [(WITHIN,)]) is Verdict.ACCEPTED
    assert against({"a": EXACT}, {"a": ROUNDED}, {"a": WITHIN}) is Verdict.ACCEPTED


@pytest.mark.parametrize(
    "exact",
    [
        ROUNDED,
        EXACT.float(),
        EXACT[:2],
        torch.full((3,), float("nan"), dtype=torch.float64),
        T([1.0, 2.0 + 4e-5, float("inf")], dtype=torch.float64),
        None,
        [EXACT],
    ],
)
def test_what_is_no_more_exact_widens_nothing(exact):
    """The tolerance alone holds where the test chooses its dtype, or the exact run went astray."""
    assert against(exact, ROUNDED, WITHIN) is Verdict.WRONG_ANSWER


def test_another_choice_is_no_rounding():
    """Where float64 decides otherwise, the gap does not let a wrong answer pass."""
    flipped = EXACT.flip(0)
    assert against(flipped, ROUNDED, ROUNDED + 0.1) is Verdict.WRONG_ANSWER


def test_a_statistics_own_tolerance_is_not_widened():
    """What the author of a test allows is all that is allowed."""
    assert against(EXACT, ROUNDED, WITHIN, atol=5e-5) is Verdict.WRONG_ANSWER
