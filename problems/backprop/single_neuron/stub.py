import torch
from torch import Tensor


def train_neuron(
    x: Tensor, targets: Tensor, parameters: tuple[Tensor, Tensor], lr: float, epochs: int
) -> tuple[Tensor, Tensor, list[float]]:
    """Train a sigmoid neuron on the squared error by gradient descent.

    Args:
        x: (N, I)
        targets: (N,), each in [0, 1]
        parameters: the weights (I,) and the bias (), where training starts
        lr: the step size
        epochs: the number of steps

    Returns:
        the trained weights (I,) and bias (), and the loss of each epoch before its step
    """
    raise NotImplementedError
