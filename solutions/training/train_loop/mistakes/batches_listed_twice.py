"""You go through the batches twice, once to count them. A generator is empty after the first time, and nothing is trained. Go through it once.

fails: test_generator_of_batches
"""

import math

import torch
from torch.nn.utils import clip_grad_norm_


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    found = [(module, module.training) for module in model.modules()]
    record = []
    try:
        model.train()
        number = sum(1 for _ in batches)
        for (x, y), _ in zip(batches, range(number)):
            _, loss = model(x, y)
            if not math.isfinite(loss.item()):
                raise FloatingPointError("the loss is not finite")
            model.zero_grad()
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), max_norm or math.inf)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
