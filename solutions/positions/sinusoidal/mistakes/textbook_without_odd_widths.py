"""You give sines and cosines the same number of columns, which an odd width does not have, and you count positions from 0 whatever the offset. An odd width has one sine more than it has cosines.

fails: test_table_shape
"""

import math

import torch


def sinusoidal(length, n_embd, base=10000.0):
    pe = torch.zeros(length, n_embd)
    position = torch.arange(0, length).unsqueeze(1).float()
    div = torch.exp(torch.arange(0, n_embd, 2).float() * (-math.log(base) / n_embd))
    pe[:, 0::2] = torch.sin(position * div)
    pe[:, 1::2] = torch.cos(position * div)
    return pe


def add_positions(x, offset=0, base=10000.0):
    return x + sinusoidal(x.shape[-2], x.shape[-1], base).to(x)
