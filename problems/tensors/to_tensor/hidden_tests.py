"""Hidden tests of tensors/to_tensor."""

import numpy as np
import pytest
import torch

PLAIN = [
    pytest.param(3, id="int"),
    pytest.param(-2.5, id="float"),
    pytest.param(True, id="bool"),
    pytest.param(np.float64(1.25), id="float64 scalar"),
    pytest.param(np.int32(7), id="int32 scalar"),
    pytest.param([1.5, 2.0, -3.0], id="list of floats"),
    pytest.param([1, 2, 3, 4], id="list of ints"),
    pytest.param([True, False], id="list of bools"),
    pytest.param([[1, 2.5], [3, 4]], id="nested list"),
    pytest.param((1.0, 2.0), id="tuple"),
    pytest.param([(1, 2), (3, 4), (5, 6)], id="list of tuples"),
    pytest.param([[[1.0]], [[2.0]]], id="three levels"),
]
ARRAYS = ["float32", "float64", "float16", "int64", "int32", "uint8", "bool"]


def drawn(rng, *shape, dtype="float32"):
    """Return a random NumPy array."""
    values = torch.randn(shape, generator=rng, dtype=torch.float64).numpy() * 5
    return values > 0 if dtype == "bool" else np.abs(values).astype(dtype)


@pytest.mark.shape
@pytest.mark.parametrize("x", PLAIN)
def test_plain_shape(solution, observe, x):
    """Numbers have no dimensions, and lists the shape of their nesting."""
    observe(tuple(solution.to_tensor(x).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(4,), (2, 3), (), (1, 1), (0, 3)], ids=str)
def test_array_shape(solution, observe, rng, shape):
    """Arrays keep their shape."""
    observe(tuple(solution.to_tensor(drawn(rng, *shape)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("x", PLAIN)
def test_plain_dtype(solution, observe, x):
    """Numbers and lists become float32."""
    observe(str(solution.to_tensor(x).dtype), "the dtype")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", ARRAYS)
def test_array_dtype(solution, observe, rng, dtype):
    """Arrays of every dtype become float32."""
    observe(str(solution.to_tensor(drawn(rng, 2, 3, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("x", PLAIN)
def test_plain_values(solution, observe, x):
    """Numbers and lists keep their values."""
    observe(solution.to_tensor(x))


@pytest.mark.parametrize("dtype", ARRAYS)
def test_array_values(solution, observe, rng, dtype):
    """Arrays of every dtype keep their values; True becomes 1."""
    observe(solution.to_tensor(drawn(rng, 3, 4, dtype=dtype)))


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool], ids=str
)
def test_tensor_is_itself(solution, observe, randn, dtype):
    """A tensor of any dtype comes back as the same object."""
    x = (randn(3, 4) * 5).to(dtype)
    result = solution.to_tensor(x)
    x.given = "the tensor that was given"
    observe(result, "the tensor")
    observe(getattr(result, "given", "another tensor"), "which object came back")


def test_tensor_is_not_copied(solution, observe, randn):
    """A change of the tensor that came back is a change of the one that was given."""
    x = randn(4)
    solution.to_tensor(x)[0] = 7
    observe(x, "the tensor that was given, after the result has changed")


def test_array_is_shared(solution, observe, rng):
    """A float32 array is not copied: a change of either shows in the other."""
    x = drawn(rng, 3, 4)
    result = solution.to_tensor(x)
    x[0, 0] = 70
    result[2, 3] = 80
    observe(result, "the tensor")
    observe(x.tolist(), "the array")


@pytest.mark.edges
def test_views_are_shared(solution, observe, rng):
    """Transposed arrays and slices with steps are shared too."""
    x = drawn(rng, 4, 6)
    turned, stepped = solution.to_tensor(x.T), solution.to_tensor(x[::2, 1::3])
    x[:] = np.arange(24).reshape(4, 6)
    observe(turned, "the tensor of the transposed array")
    observe(stepped, "the tensor of the slice with steps")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_negative_strides(solution, observe, rng, dtype):
    """Reversed arrays are copied, for torch cannot share them."""
    x = drawn(rng, 3, 4, dtype=dtype)
    observe(solution.to_tensor(x[::-1]), "with the rows reversed")
    observe(solution.to_tensor(x[:, ::-2]), "with the columns reversed, in steps of two")
    observe(solution.to_tensor((x > 0)[::-1, 0]), "a column of bools, reversed")
    observe(solution.to_tensor((x[0] > 0)[::-1]), "a row of bools, reversed")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", ["float64", "int64", "bool"])
def test_other_arrays_stay(solution, observe, rng, dtype):
    """An array that is converted is left alone: the tensor has memory of its own."""
    x = drawn(rng, 5, dtype=dtype)
    solution.to_tensor(x).fill_(1)
    observe(x.tolist(), "the array after the tensor has changed")


@pytest.mark.edges
def test_single_array(solution, observe):
    """An array without dimensions gives a tensor without dimensions."""
    observe(solution.to_tensor(np.array(2.5)), "of float64")
    observe(solution.to_tensor(np.array(2.5, dtype=np.float32)), "of float32")


@pytest.mark.edges
def test_empty(solution, observe):
    """An empty list and an empty array give empty float32 tensors."""
    observe(solution.to_tensor([]), "of a list")
    observe(solution.to_tensor([[], []]), "of a nested list")
    observe(solution.to_tensor(np.zeros((0, 3))), "of an array")


@pytest.mark.edges
def test_special_values(solution, observe):
    """Infinities, NaN and numbers beyond float32 come through as float32 has them."""
    values = [float("inf"), float("-inf"), float("nan"), 1e300, 1e-300]
    observe(solution.to_tensor(values), "of a list")


@pytest.mark.edges
def test_default_dtype_does_not_matter(solution, observe):
    """The result is float32 whatever the default dtype is."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        results = [solution.to_tensor(x) for x in (1.5, [1, 2], np.arange(3))]
    finally:
        torch.set_default_dtype(before)
    observe(results, "the results under a default of float64")


@pytest.mark.edges
def test_gradient_flows(solution, observe, randn, gradients):
    """A tensor keeps its graph: gradients flow through to what it was computed from."""
    x = randn(3, 4, requires_grad=True)
    observe(gradients(solution.to_tensor(x * 2), [x])[0], "the gradient of x")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_integers(solution, rng, rows=256):
    """An int64 array of 256 x 512, converted."""
    x = drawn(rng, rows, 512, dtype="int64")
    return lambda: solution.to_tensor(x)


def bench_list(solution, rng):
    """A list of 5000 floats."""
    x = drawn(rng, 5000, dtype="float64").tolist()
    return lambda: solution.to_tensor(x)
