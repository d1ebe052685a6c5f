"""Exact cost: equal to a hand calculation."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from grader.worker.cost import as_message, measure
from grader.worker.operations import rule_of, tensors

A, B = torch.ones(3, 4), torch.ones(4, 5)
V, W = torch.ones(4), torch.ones(5)
WHERE = torch.tensor([2, 0])  # two places
FLOAT = 4
LONG = 8

PRODUCTS = {
    "matmul": (lambda: A @ B, 2 * 3 * 4 * 5),
    "einsum": (lambda: torch.einsum("ij,jk->ik", A, B), 2 * 3 * 4 * 5),
    "bmm": (lambda: torch.bmm(A[None], B[None]), 2 * 3 * 4 * 5),
    "linear": (lambda: functional.linear(A, B.T, W), 2 * 3 * 4 * 5),
    "addmm_": (lambda: torch.ones(3, 5).addmm_(A, B), 15 + 2 * 3 * 4 * 5),
    "matrix times vector": (lambda: A @ V, 2 * 3 * 4),
    "dot": (lambda: V @ V, 2 * 4),
    "addmv": (lambda: torch.addmv(V[:3], A, V), 2 * 3 * 4),
    "outer": (lambda: torch.outer(V, W), 4 * 5),
    "conv1d": (
        lambda: functional.conv1d(A[None, :2], torch.ones(5, 2, 3)),
        30 + 2 * (5 * 2) * (2 * 3),
    ),
    "attention": (
        lambda: functional.scaled_dot_product_attention(*[A[None, None]] * 3),
        2 * 2 * 3 * 3 * 4,
    ),
}
ELEMENTWISE = {
    "add": (lambda: A + A, 12),
    "add with broadcasting": (lambda: V[:, None] + W, 4 * 5),
    "in place": (lambda: A.clone().add_(1), 12 + 12),
    "where": (lambda: torch.where(A > 0, A, A), 12 + 12),
    "exp and log": (lambda: A.exp().log(), 12 + 12),
    "addcmul": (lambda: torch.addcmul(A, A, A), 12),
    "masked_fill": (lambda: A.masked_fill(A > 0, 0.0), 12 + 12),
    "gelu": (lambda: functional.gelu(A), 12),
    "softmax": (lambda: A.softmax(-1), 12),
    "layer_norm": (lambda: functional.layer_norm(A, (4,)), 12),
    "a list at once": (lambda: torch._foreach_mul([A, V], 2.0), 12 + 4),
}
REDUCTIONS = {
    "sum": (lambda: A.sum(), 12),
    "product, then sum": (lambda: (A * A).sum(), 12 + 12),
    "mean": (lambda: A.mean(-1, keepdim=True), 12),
    "var": (lambda: A.var(0), 12),
    "max with indices": (lambda: A.max(-1), 12),
    "argmax": (lambda: A.argmax(), 12),
    "norm": (lambda: torch.linalg.vector_norm(A), 12),
    "logsumexp": (lambda: A.logsumexp(-1), 12),
    "sum of an expanded tensor": (lambda: V.expand(3, 4).sum(), 12),
    "cumsum": (lambda: A.cumsum(-1), 12),
}
MOVES = {
    "copy": (lambda: A.clone(), 12),
    "cast": (lambda: A.double(), 12),
    "fill": (lambda: torch.zeros(7), 7),
    "cat": (lambda: torch.cat([A, A]), 24),
    "stack": (lambda: torch.stack([V, V, V]), 12),
    "triu": (lambda: A.triu(), 12),
    "write into a slice": (lambda: A.clone()[1].copy_(V), 12 + 4),
    "embedding": (lambda: functional.embedding(WHERE, A), 2 * 4),
    "index": (lambda: A[WHERE], 2 * 4),
    "index_select": (lambda: A.index_select(1, WHERE), 2 * 3),
    "gather": (lambda: A.gather(1, WHERE[:, None]), 2),
    "index_copy_": (lambda: A.clone().index_copy_(0, WHERE, B[:2, :4]), 12 + 2 * 4),
    "scatter_": (lambda: A.clone().scatter_(1, WHERE[:, None], 1.0), 12 + 2),
    "scatter": (lambda: A.scatter(1, WHERE[:, None], 1.0), 12),
    "random": (lambda: torch.rand(7), 7),
}
FREE = {
    "transpose": (lambda: A.T, 0),
    "slice and reshape": (lambda: A[1:].reshape(-1), 0),
    "expand": (lambda: V.expand(3, 4), 0),
    "split": (lambda: A.split(1), 0),
    "empty": (lambda: torch.empty(10), 0),
    "new_empty": (lambda: A.new_empty(10), 0),
    "detach": (lambda: A.detach(), 0),
    "unsqueeze_": (lambda: torch.empty(3).unsqueeze_(0), 0),
}
TABLE = PRODUCTS | ELEMENTWISE | REDUCTIONS | MOVES | FREE


@pytest.mark.parametrize("name", TABLE)
def test_operations_equal_the_hand_calculation(name):
    """Operations are what one would count on paper, and every one of these is known."""
    call, by_hand = TABLE[name]
    cost = measure(call)
    assert (cost.flops, cost.unknown) == (by_hand, ())


@pytest.mark.parametrize("name", TABLE)
def test_without_autograd_the_count_is_the_same(name):
    """In inference mode torch takes operators apart later; what they cost is the same."""
    call, _ = TABLE[name]
    with torch.inference_mode():
        cost = measure(call)
    assert as_message(cost) == as_message(measure(call))


def test_bytes_inside_an_operator_of_parts_are_seen():
    """A product of three holds a matrix in between, also where torch hands it over as one."""
    x = torch.ones(100, 2)
    with torch.inference_mode():
        cost = measure(lambda: torch.einsum("ik,jk,jl->il", x, x, x[:, :1]))
    assert cost.peak_bytes >= 100 * 100 * FLOAT


@pytest.mark.parametrize("name", TABLE)
def test_what_is_free_launches_nothing(name):
    """A kernel is an operator that costs something."""
    cost = measure(TABLE[name][0])
    assert (cost.kernels > 0) == (cost.flops > 0)


def test_kernels_are_the_operators_that_compute():
    """Views and bare allocations launch nothing, everything else one kernel each."""
    cost = measure(lambda: (A.T[1:] * 2).exp_().sum() + torch.empty(()))
    assert cost.kernels == len(["mul", "exp_", "sum", "add"])


@pytest.mark.parametrize(
    ("call", "peak"),
    [
        (lambda a, b: a @ b, 15 * FLOAT),
        (lambda a, b: (a * a).sum(), 12 * FLOAT + FLOAT),
        (lambda a, b: a.exp().log(), 24 * FLOAT),
        (lambda a, b: a[1:].reshape(-1), 0),
        (lambda a, b: torch.empty(10), 10 * FLOAT),
        (lambda a, b: a.mean(-1, keepdim=True), 3 * FLOAT),
        (lambda a, b: torch.where(a > 0, a, a), 12 * FLOAT + 12),
        (lambda a, b: a.clone().add_(1), 12 * FLOAT),
        (lambda a, b: a.max(-1), 3 * FLOAT + 3 * LONG),
    ],
)
def test_peak_equals_the_hand_calculation(call, peak):
    """Peak bytes are what one would count on paper."""
    cost = measure(call, A, B)
    assert cost.peak_bytes == peak


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: A.sort(), ("sort",)),
        (lambda: A.topk(2), ("topk",)),
        (lambda: (torch.fft.fft(A), A.unique()), ("_fft_r2c", "_unique2")),
        (lambda: torch.linalg.qr(A), ("linalg_qr",)),
        (lambda: functional.max_pool1d(A[None], 2), ("max_pool2d_with_indices",)),
    ],
)
def test_what_is_a_guess_is_named(call, names):
    """An operator that no rule covers counts one an element, and is named."""
    cost = measure(call)
    assert cost.unknown == names
    assert cost.flops >= 12


@pytest.mark.parametrize("name", ["exp", "mm", "empty"])
def test_an_operator_from_outside_torch_is_named(name):
    """An operator of somebody's library costs its elements, whatever it is called."""
    library = torch.library.Library("somebody", "FRAGMENT")
    library.define(f"{name}(Tensor x) -> Tensor")
    library.impl(name, lambda x: x * 2, "CPU")
    cost = measure(lambda: getattr(torch.ops.somebody, name)(A))
    assert (cost.flops, cost.unknown) == (12, (f"somebody.{name}",))


# ---- the backward pass --------------------------------------------------------------------


def leaf(*shape):
    return torch.ones(*shape, requires_grad=True)


def test_backward_is_counted_apart():
    """Of x @ w, both gradients are a product each: twice the forward's operations."""
    x, w = leaf(3, 4), leaf(4, 5)

    def call():
        (x @ w).backward(torch.ones(3, 5))

    cost = measure(call)
    product = 2 * 3 * 4 * 5
    assert cost.backward_flops == 2 * product
    assert cost.flops == product + 15 + cost.backward_flops  # 15: the ones
    assert (cost.kernels, cost.backward_kernels) == (4, 2)


def test_bytes_of_the_backward_pass_are_apart():
    """What the engine allocates is apart; its peak is over what the forward pass has left."""
    x = leaf(1000)
    size = 1000 * FLOAT

    def call():
        y = x.exp()
        return torch.autograd.grad(y, x, y.detach())

    cost = measure(call)
    assert (cost.allocated_bytes, cost.backward_allocated_bytes) == (2 * size, size)
    assert (cost.peak_bytes, cost.backward_peak_bytes) == (2 * size, 2 * size)


def test_without_a_backward_pass_its_part_is_nothing():
    """What is computed by hand, gradients too, is no part of autograd's."""
    cost = measure(lambda: A.T @ A)
    backward = (cost.backward_flops, cost.backward_kernels)
    assert (*backward, cost.backward_peak_bytes, cost.backward_allocated_bytes) == (0, 0, 0, 0)


def test_gradients_of_gradients_are_backward_work():
    """Both passes of a double backward are the engine's; what happens between them is not."""
    x = leaf(10)

    def call():
        (first,) = torch.autograd.grad((x * x * x).sum(), x, create_graph=True)
        seen = measure(lambda: (first * first).sum())
        assert seen.backward_flops == 0
        return torch.autograd.grad(first.sum(), x)

    once = measure(lambda: torch.autograd.grad((x * x * x).sum(), x))
    twice = measure(call)
    assert once.flops - once.backward_flops == 3 * 10 + 1
    assert twice.backward_flops > 2 * once.backward_flops


def test_a_function_with_its_own_backward_is_apart_too():
    """The backward method of a custom function runs in the engine."""

    class Twice(torch.autograd.Function):
        @staticmethod
        def forward(_, x):
            return x * 2

        @staticmethod
        def backward(_, gradient):
            return gradient * 2 + 0

    x, ones = leaf(10), torch.ones(10)
    cost = measure(lambda: torch.autograd.grad(Twice.apply(x), x, ones))
    assert (cost.flops, cost.backward_flops) == (10 + 20, 20)


def test_backward_operators_of_fused_ones_are_known():
    """The operators that autograd alone calls have rules as well."""
    x, table, weight = leaf(3, 4), leaf(3, 4), leaf(5, 4)

    def call():
        y = (
            functional.layer_norm(functional.gelu(functional.embedding(WHERE, table)[:, :4]), (4,))
            + x[WHERE]
        )
        loss = (
            functional.cross_entropy(functional.linear(y, weight), WHERE) + y.log_softmax(-1).var()
        )
        return torch.autograd.grad(loss + functional.mse_loss(y.tanh(), y), [x, table, weight])

    cost = measure(call)
    assert cost.unknown == ()
    assert cost.backward_flops > 0


# ---- the same on every device -------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in TABLE if name != "attention"])
def test_another_device_counts_the_same(monkeypatch, name):
    """On the meta device, which computes nothing, all that is counted is what the CPU's is.

    But for attention, which torch takes apart where a device has no kernel of its own for it.
    """
    call, _ = TABLE[name]
    here = as_message(measure(call))
    for held in ("A", "B", "V", "W", "WHERE"):
        monkeypatch.setitem(globals(), held, globals()[held].to("meta"))
    with torch.device("meta"):
        there = measure(call)
    assert all(made.is_meta for made in tensors(there.result))
    assert as_message(there) == here


def test_attention_of_every_device_has_one_rule():
    """The kernels that torch picks for attention, one a device, share their formula."""
    forward = ("flash_attention_for_cpu", "flash_attention", "efficient_attention")
    for kind in (*forward, "cudnn_attention", "fused_attention_overrideable"):
        for ending in ("", "_backward"):
            operator = getattr(torch.ops.aten, f"_scaled_dot_product_{kind}{ending}").default
            like = getattr(torch.ops.aten, f"_scaled_dot_product_flash_attention{ending}").default
            assert rule_of(operator) == rule_of(like), operator


def test_attention_backward_is_counted_by_its_formula():
    """Five products of T x T x D, by the formula; what makes the cotangent comes on top."""
    q = leaf(1, 2, 8, 4)
    product = 2 * 2 * 8 * 8 * 4

    def call():
        out = functional.scaled_dot_product_attention(q, q, q)
        return torch.autograd.grad(out, q, out.detach())

    cost = measure(call)
    assert cost.flops - cost.backward_flops == 2 * product
    assert cost.backward_flops >= 5 * product


def test_linear_of_a_device_that_does_not_take_it_apart():
    """A backward kernel of the whole layer counts as the products it stands for."""
    x, grad, weight = torch.ones(3, 4), torch.ones(3, 5), torch.ones(5, 4)
    rule = rule_of(torch.ops.aten.linear_backward.default)
    by_hand = 2 * (2 * 3 * 4 * 5) + 15
    assert rule.operations((x, grad, weight, [True, True, True]), {}, ()) == by_hand


@pytest.mark.parametrize("kind", ["cudnn_batch_norm", "miopen_batch_norm", "native_batch_norm"])
def test_batch_norm_of_every_device_is_known(kind):
    """It is one pass over its elements, whoever wrote the kernel."""
    for ending in ("", "_backward"):
        rule = rule_of(getattr(torch.ops.aten, kind + ending).default)
        assert rule.known
        assert rule.operations((A, V, V), {}, A) == 12


# ---- bytes --------------------------------------------------------------------------------


def test_freed_tensors_are_given_back():
    """The peak is what lives at once, not what was ever made."""

    def chain():
        x = torch.ones(1000)
        for _ in range(50):
            x = x + 1
        return x

    cost = measure(chain)
    assert cost.peak_bytes == 2 * 1000 * FLOAT
    assert cost.allocated_bytes == 51 * 1000 * FLOAT


def test_saved_for_backward_counts_as_live():
    """What autograd holds on to is memory too."""
    x = torch.ones(1000, requires_grad=True)

    def chain():
        y = x
        for _ in range(10):
            y = y.exp()
        return y

    assert measure(chain).peak_bytes == 10 * 1000 * FLOAT


def test_a_storage_that_grows_counts_as_it_grows():
    """A tensor resized in place is memory like any other."""

    def grow(x):
        kept = torch.empty(1)
        kept.resize_(1000)
        return kept

    assert measure(grow, A).peak_bytes == 1000 * FLOAT


def test_a_storage_kept_from_before_counts_when_it_is_used():
    """A buffer that was made outside the call is no way around the count."""
    kept = [torch.ones(1000)]

    class Caller:
        def __call__(self, x):
            return kept[0].add_(1).sum()

    assert measure(Caller(), A).peak_bytes == 1000 * FLOAT + FLOAT


def test_a_benchmarks_own_inputs_are_free():
    """What a thunk has closed over, tensors and modules, was there before."""
    x, layer = torch.ones(10, 4), torch.nn.Linear(4, 5)
    assert measure(lambda: layer(x)).peak_bytes == 50 * FLOAT


@pytest.mark.parametrize(
    ("call", "moved"),
    [
        (lambda: torch.ones(3, 4) @ torch.ones(4, 5), (12 + 20) + (12 + 20 + 15)),
        (lambda: torch.ones(10).exp(), 10 + (10 + 10)),
        (lambda: torch.ones(1).expand(10) + torch.ones(10), (1 + 10) + (1 + 10 + 10)),
        (lambda: torch.ones(100, 2)[torch.tensor([1, 2, 3])], 200 + 2 * 6),
        (lambda: torch.ones(10).view(2, 5).t(), 10),
    ],
)
def test_moved_bytes_by_hand(call, moved):
    """A kernel moves its arguments and its results; a view moves nothing, a lookup its finds."""
    assert measure(call).moved_bytes == moved * FLOAT
