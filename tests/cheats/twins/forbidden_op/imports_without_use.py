"""Imports os, sys, subprocess, threading, multiprocessing, ctypes and torch.nn.functional, and
uses none.

problem: norms/rms_norm
row: 63
"""

import ctypes
import multiprocessing
import os
import subprocess
import sys
import threading

import numpy
import torch
import torch.nn.functional as F
from torch.nn import RMSNorm


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
