"""Traces the ready-made module with torch.fx and runs the graph.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch
import torch.fx


def norm(x, weight, eps):
    return torch.nn.functional.rms_norm(x, (x.size(-1),), weight, eps)


graph = torch.fx.symbolic_trace(norm)


def rms_norm(x, weight, eps=1e-6):
    return graph(x, weight, eps)
