"""You never empty the gradients, you look at the loss for nothing, and you leave the model in training mode. backward() adds to what is there, so every step uses the sum of all batches so far. Zero before each backward, stop at a loss that is not finite, restore the modes.

fails: test_plain_steps[0.0]
"""

import torch


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    model.train()
    record = []
    for x, y in batches:
        _, loss = model(x, y)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm or float("inf"))
        lr = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if scheduler:
            scheduler.step()
        record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    return record
