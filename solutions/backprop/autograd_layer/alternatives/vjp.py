"""`torch.func.vjp`: a function that turns the gradient of the output into those of the inputs."""

from typing import Any

import torch
from torch import Tensor


class Layer(torch.nn.Module):
    """A module with two parameters; what is kept is the way back."""

    def __init__(
        self, weight: Tensor, bias: Tensor, optimizer: Any = None, trainable: bool = True
    ) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(weight.detach().clone(), requires_grad=False)
        self.bias = torch.nn.Parameter(bias.detach().clone(), requires_grad=False)
        self.optimizer, self.trainable = optimizer, trainable
        self.way_back: Any = None

    def forward(self, x: Tensor) -> Tensor:
        """Run the layer as a function of x, weight and bias, or of x alone."""
        weight, bias = self.weight.detach().clone(), self.bias.detach().clone()
        inputs = [x.detach(), weight, bias] if self.trainable and self.optimizer else [x.detach()]

        def run(x: Tensor, w: Tensor = weight, b: Tensor = bias) -> Tensor:
            return torch.tanh(torch.nn.functional.linear(x, w, b))

        out, self.way_back = torch.func.vjp(run, *inputs)
        return out.detach()

    def backward(self, grad_out: Tensor) -> Tensor:
        """Walk the way back once."""
        if self.way_back is None:
            raise RuntimeError("forward first")
        dx, *rest = self.way_back(grad_out.detach())
        self.way_back = None
        with torch.no_grad():
            for p, gradient in zip([self.weight, self.bias], rest, strict=False):
                if self.trainable:
                    p.copy_(self.optimizer.update(p.detach(), gradient.detach()))
        return dx.detach()
