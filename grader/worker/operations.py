"""How many operations an operator is counted for, by its name and the shapes it works on.

Counts no bytes and knows no device: a kernel of one device counts as every other's.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.flop_counter import flop_registry

Formula = Callable[..., int]


@dataclass(frozen=True)
class Rule:
    """How one operator is counted; `known` is False where that is a guess.

    With `parts` the operator is counted by the operators that it is made of. With `table` the
    first argument does not count: a lookup reads, or writes in place, only a part of it.
    """

    free: bool = False
    parts: bool = False
    table: bool = False
    known: bool = True
    formula: Formula | None = None

    def operations(self, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> int:
        """Return the operations of one call."""
        if self.free:
            return 0
        if self.formula is not None:
            return int(self.formula(*args, **kwargs, out_val=result))
        given = [*args, *kwargs.values()]
        skipped = given[0] if self.table else None
        sizes = [elements(value) for value in given if value is not skipped]
        sizes += [made.numel() for made in tensors(result) if made is not skipped]
        return max(sizes, default=0)

    def moved(self, operations: int, touched: list[torch.Tensor]) -> int:
        """Return the bytes that a kernel reads and writes: its arguments, then its results.

        A broadcast dimension is read once, and of a lookup counts what it fetches or places.
        """
        if self.table:
            return 2 * operations * touched[0].element_size()
        return sum(_bytes(tensor) for tensor in touched)


@functools.cache
def rule_of(operator: Any) -> Rule:
    """Return the rule for an operator.

    A matrix product, convolution or attention costs two operations a multiply-add, by formula.
    Any other operator costs one for each element of its largest argument or result; views, bare
    allocations and questions about a shape are free.
    """
    name = operator._overloadpacket.__name__
    if _has_parts(operator):
        return Rule(parts=True)
    if operator.namespace not in {"aten", "prim"}:
        return Rule(known=False)  # its name says nothing
    formula = _formula(name)
    if formula is not None:
        return Rule(formula=formula)
    if operator.namespace == "prim" or operator.is_view or _only_renames(operator, name):
        return Rule(free=True)
    stem = _stem(name)
    return Rule(table=stem in _LOOKUPS, known=_is_known(stem))


def elements(value: Any) -> int:
    """Return the elements of an argument, of all tensors together where it is a list of them."""
    if isinstance(value, torch.Tensor):
        return value.numel()
    return sum(tensor.numel() for tensor in tensors(value))


def _bytes(tensor: torch.Tensor) -> int:
    if tensor.layout is not torch.strided:
        return tensor.numel() * tensor.element_size()
    sides = zip(tensor.shape, tensor.stride(), strict=True)
    return math.prod(size for size, step in sides if step or not size) * tensor.element_size()


def tensors(value: Any) -> list[torch.Tensor]:
    """Return the tensors in a value, through lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in tensors(item)]
    return []


def _formula(name: str) -> Formula | None:
    name = _ALIASES.get(name, name).rstrip("_")
    if name.startswith("_scaled_dot_product_"):  # every device has its own; the work is the same
        ending = "_backward" if name.endswith("_backward") else ""
        name = f"_scaled_dot_product_flash_attention{ending}"
    return _PRODUCTS.get(name) or flop_registry.get(getattr(torch.ops.aten, name, None))


def _has_parts(operator: Any) -> bool:
    """Say whether torch itself takes it apart; in inference mode that happens late."""
    key = "CompositeImplicitAutograd"
    return bool(torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), key))


def _only_renames(operator: Any, name: str) -> bool:
    return torch.Tag.inplace_view in operator.tags or name.removeprefix("new_") in _FREE


def _stem(name: str) -> str:
    """Return what an operator does, without how: `_foreach_add_`, `exp_`, `_softmax_backward_data`.

    Example:
        >>> _stem("_softmax_backward_data")
        'softmax'
    """
    name = name.strip("_").removeprefix("foreach_").removeprefix("new_")
    for ending in ("_data", "_backward", "_forward", "_like", "_copy"):
        name = name.removesuffix(ending)
    return name


def _is_known(stem: str) -> bool:
    if stem in _LOOKUPS or stem in _ONE_PASS:
        return True
    packet = getattr(torch.ops.aten, stem, None)
    overloads = packet.overloads() if packet else ()
    return any(torch.Tag.pointwise in getattr(packet, name).tags for name in overloads)


def _linear_backward(*given: Any, **_: Any) -> int:
    """Count what it makes of x (N, I), grad (N, O), weight (O, I): dx, dweight and dbias."""
    _, grad, weight, wanted = given
    products = 2 * grad.numel() * weight.shape[-1] * (wanted[0] + wanted[1])
    return int(products + grad.numel() * wanted[2])


# Products for which torch has no formula; `given` are the operator's arguments.
_PRODUCTS: dict[str, Formula] = {
    "dot": lambda *given, **_: 2 * given[0].numel(),
    "vdot": lambda *given, **_: 2 * given[0].numel(),
    "mv": lambda *given, **_: 2 * given[0].numel(),
    "addmv": lambda *given, **_: 2 * given[1].numel(),
    "addr": lambda *given, **_: 2 * given[1].numel() * given[2].numel(),
    "addbmm": lambda *given, **_: 2 * given[1].numel() * given[2].shape[-1],
    "linear_backward": _linear_backward,
}
_ALIASES = {"_addmm_activation": "addmm", "_int_mm": "mm"}

_FREE = frozenset(
    {
        *("empty", "empty_like", "empty_strided", "empty_permuted", "_efficientzerotensor"),
        *("detach", "alias", "lift", "lift_fresh", "_unsafe_view", "unsafe_split"),
        *("unsafe_split_with_sizes", "is_same_size", "record_stream", "_fused_sdp_choice"),
        *("_assert_async", "_assert_scalar", "_assert_tensor_metadata", "_functional_assert_async"),
    }
)
_LOOKUPS = frozenset(
    {
        *("index", "unsafe_index", "index_select", "gather", "take", "embedding"),
        *("index_put", "index_put_impl", "unsafe_index_put", "index_add", "index_copy"),
        *("index_reduce", "scatter", "scatter_add", "scatter_reduce", "put"),
        *("slice", "select", "narrow"),  # of the copying kind; the others are views
    }
)
# Elementwise operators, reductions and movers that torch does not tag as pointwise.
_ONE_PASS = frozenset(
    {
        *("all", "allclose", "amax", "amin", "aminmax", "any", "argmax", "argmin", "count_nonzero"),
        *("equal", "floor_divide", "is_all_true", "is_any_true", "linalg__powsum"),
        *("linalg_vector_norm", "logsumexp", "max", "mean", "min", "nansum", "norm", "prod"),
        *("std", "std_mean", "sum"),
        *("trace", "var", "var_mean"),
        # scans
        *("cummax", "cummin", "cumprod", "cumsum", "logcumsumexp"),
        # fused: one pass, as one operator
        *("softmax", "log_softmax", "safe_softmax", "masked_softmax", "native_dropout", "glu"),
        *("native_layer_norm", "native_group_norm", "native_batch_norm", "cudnn_batch_norm"),
        *("miopen_batch_norm", "native_batch_norm_legit", "native_batch_norm_legit_functional"),
        *("native_batch_norm_legit_no_training", "batch_norm_with_update", "batch_norm"),
        *("batch_norm_no_update", "fused_rms_norm", "fused_dropout", "masked_scale"),
        *("gelu", "prelu_kernel", "log_sigmoid", "hardswish", "elu", "weight_norm_interface"),
        *("mse_loss", "nll_loss", "nll_loss2d", "huber_loss", "smooth_l1_loss"),
        *("binary_cross_entropy", "binary_cross_entropy_with_logits", "soft_margin_loss"),
        # moving
        *("clone", "copy", "to", "cat", "stack", "repeat", "roll", "flip", "expand", "view"),
        *("permute", "transpose", "t", "squeeze", "unsqueeze", "unbind", "split", "rot90"),
        *("split_with_sizes", "diagonal", "diag_embed", "constant_pad_nd", "reflection_pad1d"),
        *("reflection_pad2d", "replication_pad1d", "replication_pad2d", "tril", "triu"),
        *("masked_fill", "masked_select", "masked_scatter", "slice_scatter", "select_scatter"),
        *("diagonal_scatter", "as_strided_scatter", "unfold", "im2col"),
        *("embedding_dense", "nonzero"),
        *("local_scalar_dense", "repeat_interleave", "pixel_shuffle", "pixel_unshuffle"),
        # making
        *("fill", "zero", "zeros", "ones", "full", "eye", "arange", "range", "linspace"),
        *("logspace", "scalar_tensor", "tril_indices", "triu_indices"),
        *("rand", "randn", "randint", "randperm", "random", "uniform", "normal", "bernoulli"),
        *("exponential", "normal_functional", "log_normal", "geometric", "cauchy"),
    }
)
