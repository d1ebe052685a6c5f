"""You measure and clip the parameters in the groups of the optimizer, and the record shows their norm even where nothing is clipped. Other parts of the model may have gradients as well. Go over the parameters of the model.

fails: test_gradients_outside_of_the_optimizer
"""

import math

import torch
from torch.nn.utils import clip_grad_norm_


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    found = [(module, module.training) for module in model.modules()]
    record = []
    try:
        model.train()
        for x, y in batches:
            _, loss = model(x, y)
            if not math.isfinite(loss.item()):
                raise FloatingPointError("the loss is not finite")
            model.zero_grad()
            loss.backward()
            trained = [p for group in optimizer.param_groups for p in group["params"]]
            norm = clip_grad_norm_(trained, max_norm or math.inf)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
