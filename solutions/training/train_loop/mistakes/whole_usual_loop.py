"""You zero, go backward, clip and step in the right order, read the rate when the schedule has moved on, and leave all else as it comes: a NaN is trained on, and the model stays in training mode. Read the rate before the step, test the loss, and restore every flag.

fails: test_schedule
"""

import torch


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    model.train()
    record = []
    for x, y in batches:
        optimizer.zero_grad()
        _, loss = model(x, y)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm or float("inf"))
        optimizer.step()
        if scheduler:
            scheduler.step()
        lr = optimizer.param_groups[0]["lr"]
        record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    return record
