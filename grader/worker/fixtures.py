"""The fixtures that hidden tests and benchmarks may ask for.

Every number comes from the run's seed and the case's name, is made on the CPU and then moved, so
every device and every solution sees the same inputs.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.entry import EntryPoint
from grader.worker import cost as counting
from grader.worker.growth import Growth, Make, grow
from grader.worker.noise import noise
from grader.worker.observe import Observer, describe_call


class Solution:
    """The solution under test: its names, with function calls noted for the report."""

    def __init__(self, module: ModuleType, observer: Observer) -> None:
        self._module = module
        self._observer = observer

    def __getattr__(self, name: str) -> Any:
        """Return the solution's object of this name."""
        value = getattr(self._module, name)
        if not inspect.isfunction(value):
            return value

        def call(*args: Any, **kw: Any) -> Any:
            self._observer.called(describe_call(name, args, kw))
            return value(*args, **kw)

        return call


class Fixtures:
    """A pytest plug-in; one instance a process."""

    def __init__(
        self, entries: tuple[EntryPoint, ...], device: str, *, bench: bool = False
    ) -> None:
        self._normal = noise if bench else _normal
        self._entries = entries
        self._device = torch.device(device)
        self.put(ModuleType("nothing yet"), 0, "float32")
        self.observer = Observer()  # of the case that runs now

    def put(self, module: ModuleType, seed: int, dtype: str) -> None:
        """Choose the module under test, the seed and the default dtype."""
        self.module = module
        self.seed = seed
        self._dtype: torch.dtype = getattr(torch, dtype)

    @pytest.fixture
    def observe(self) -> Observer:
        """Hand over values to be compared with the reference's; see `Observer`."""
        return self.observer

    @pytest.fixture
    def solution(self, observe: Observer) -> Solution:
        """The module under test."""
        return Solution(self.module, observe)

    @pytest.fixture
    def entry_points(self) -> tuple[EntryPoint, ...]:
        """The problem's entry points."""
        return self._entries

    @pytest.fixture
    def device(self) -> torch.device:
        """The device of this run."""
        return self._device

    @pytest.fixture
    def dtype(self) -> torch.dtype:
        """The dtype of inputs where a test does not choose its own."""
        return self._dtype

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> torch.Generator:
        """A CPU generator, seeded by the run's seed and the case's name."""
        return torch.Generator().manual_seed(case_seed(self.seed, request.node.name))

    @pytest.fixture
    def randn(self, rng: torch.Generator, device: torch.device, dtype: torch.dtype) -> Any:
        """`randn(*shape, dtype=None, requires_grad=False)`: standard normal values."""

        def make(*shape: int, dtype: torch.dtype = dtype, requires_grad: bool = False) -> Tensor:
            values = self._normal(shape, rng)
            return values.to(device=device, dtype=dtype).requires_grad_(requires_grad)

        return make

    @pytest.fixture
    def rand(self, rng: torch.Generator, device: torch.device, dtype: torch.dtype) -> Any:
        """`rand(*shape, dtype=None)`: uniform values in [0, 1)."""

        def make(*shape: int, dtype: torch.dtype = dtype) -> Tensor:
            values = torch.rand(shape, generator=rng, dtype=torch.float64)
            return values.to(device=device, dtype=dtype)

        return make

    @pytest.fixture
    def randint(self, rng: torch.Generator, device: torch.device) -> Any:
        """`randint(low, high, *shape)`: int64 values in [low, high)."""

        def make(low: int, high: int, *shape: int) -> Tensor:
            return torch.randint(low, high, shape, generator=rng).to(device)

        return make

    @pytest.fixture
    def gradients(self, randn: Any) -> Callable[..., list[Tensor | None]]:
        """`gradients(output, inputs)`: the inputs' gradients under a random cotangent.

        None stands for an input that no gradient reaches.
        """

        def compute(output: Tensor, inputs: Iterable[Tensor]) -> list[Tensor | None]:
            inputs = list(inputs)
            cotangent = randn(*output.shape, dtype=output.dtype)
            if not output.requires_grad:
                return [None] * len(inputs)
            # a scalar, for torch imports sympy (0.4 s) to check the shape of a cotangent
            return list(torch.autograd.grad((output * cotangent).sum(), inputs, allow_unused=True))

        return compute

    @pytest.fixture
    def fill(
        self, device: torch.device, dtype: torch.dtype
    ) -> Callable[[torch.nn.Module], torch.nn.Module]:
        """`fill(module)`: give every parameter values that depend on its name and shape alone.

        The module is moved to the run's device and dtype.
        """

        def apply(module: torch.nn.Module) -> torch.nn.Module:
            with torch.no_grad():
                for name, parameter in module.named_parameters():
                    generator = torch.Generator().manual_seed(case_seed(self.seed, name))
                    scale = max(1, parameter.shape[-1] if parameter.ndim else 1) ** -0.5
                    values = self._normal(parameter.shape, generator)
                    parameter.copy_((values * scale).to(parameter.dtype))
            return module.to(device, dtype)

        return apply

    @pytest.fixture
    def cost(self) -> Callable[..., counting.Cost]:
        """`cost(call, *args)`: call once; `.flops`, `.peak_bytes` and `.result` of it."""
        return counting.measure

    @pytest.fixture
    def growth(self, observe: Observer) -> Callable[..., Growth]:
        """`growth(make, sizes, seen=0.5)`: count the call that `make(size)` returns, at every size.

        Returns the exponents, `.flops` and `.peak_bytes`, and the `.costs`. It observes every
        result, and that torch saw the `seen` share of the reference's operations: a solution that
        does nothing, or does it out of sight, grows as nothing.
        """

        def count(make: Make, sizes: tuple[int, ...], *, seen: float = 0.5) -> Growth:
            grown = grow(make, sizes)
            for size, cost in zip(sizes, grown.costs, strict=True):
                observe(cost.result, f"the result at size {size}")
                observe.at_least(
                    cost.flops, f"the operations that torch saw at size {size}", times=seen
                )
            return grown

        return count


def _normal(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def case_seed(seed: int, name: str) -> int:
    """Return a seed of 63 bits for one case of one run."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def seed_everything(seed: int) -> None:
    """Seed torch's generators; `torch.manual_seed` itself takes a stack trace at every call."""
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)
    if torch.backends.mps.is_available():
        torch.mps.manual_seed(seed)
