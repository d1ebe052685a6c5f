"""The processes that import torch: the warm one, and what it forks. Started, never imported."""
