"""Outputs and gradients of every differentiable operator from PyTorch, for tests/gradient/ops.test.ts.

Run: python tests/reference/ops.py    (PyTorch on the CPU; writes tests/gradient/data/ops.json)
Each case: inputs, the output, a random cotangent c, and d(sum(output * c)) / d(input) for every float input.
"""
import json

import torch
import torch.nn.functional as F

from stored import rounded, stored

torch.manual_seed(20260301)
cases = {}


def normal(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return torch.rand(*shape) + 0.5


def away_from_zero(*shape):
    x = torch.randn(*shape)
    return x + torch.sign(x) * 0.2


def dump(x):
    kind = {torch.float32: "float32", torch.int32: "int32", torch.bool: "bool"}[x.dtype]
    values = x.detach().flatten().tolist()
    return {"dtype": kind, "dims": list(x.shape), "data": [int(v) if kind != "float32" else v for v in values]}


def case(name, function, **inputs):
    # Float32 values, float64 arithmetic: the stored numbers are right to the last digit kept.
    exact = {k: v.double().requires_grad_() if v.is_floating_point() else v for k, v in inputs.items()}
    output = function(**exact)
    cotangent = torch.randn(output.shape)
    (output * cotangent.double()).sum().backward()
    cases[name] = {
        "inputs": {k: dump(v) for k, v in inputs.items()},
        "output": dump(output.float()),
        "cotangent": dump(cotangent),
        "gradients": {k: dump(v.grad.float()) for k, v in exact.items() if v.is_floating_point()},
    }


def rope(x, cos, sin):
    u, v = x.chunk(2, dim=-1)
    return torch.cat([u * cos - v * sin, v * cos + u * sin], dim=-1)


def rms_norm(x, w):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * w


def scatter_rows(x, i, v):
    return x.reshape(-1, x.shape[-1]).index_copy(0, i.long(), v).reshape(x.shape)


case("add, broadcast", lambda x, y: x + y, x=normal(2, 3, 4), y=normal(3, 1))
case("sub, broadcast", lambda x, y: x - y, x=normal(4), y=normal(2, 3, 4))
case("mul, broadcast", lambda x, y: x * y, x=normal(2, 1, 4), y=normal(3, 4))
case("mul, same value twice", lambda x: x * x, x=normal(5))
case("div, broadcast", lambda x, y: x / y, x=normal(2, 3), y=positive(2, 1))
case("where, broadcast", lambda c, x, y: torch.where(c, x, y), c=normal(2, 3) > 0, x=normal(2, 3), y=normal(3))
case("neg", lambda x: -x, x=normal(2, 3))
case("sqrt", lambda x: x.sqrt(), x=positive(2, 3))
case("reciprocal", lambda x: 1 / x, x=positive(2, 3))
case("exp", lambda x: x.exp(), x=normal(2, 3))
case("log", lambda x: x.log(), x=positive(2, 3))
case("sigmoid", lambda x: x.sigmoid(), x=normal(2, 3))
case("silu", lambda x: F.silu(x), x=normal(3, 5))
case("gelu", lambda x: F.gelu(x), x=normal(3, 5))
case("tanh", lambda x: x.tanh(), x=normal(2, 3))
case("relu", lambda x: x.relu(), x=away_from_zero(3, 4))
case("identity", lambda x: x * 1, x=normal(3))
case("cast", lambda x: x * 2, x=normal(3))
for ta in (False, True):
    for tb in (False, True):
        mark = f"{' transA' if ta else ''}{' transB' if tb else ''}"
        t = lambda x, yes: x.transpose(-1, -2) if yes else x
        a, b = normal(*((3, 2) if ta else (2, 3))), normal(*((4, 3) if tb else (3, 4)))
        case("matmul" + mark, lambda a, b, ta=ta, tb=tb: t(a, ta) @ t(b, tb), a=a, b=b)
        a, b = normal(*((2, 1, 3, 2) if ta else (2, 1, 2, 3))), normal(*((3, 4, 3) if tb else (3, 3, 4)))
        b = b.unsqueeze(0)
        case("matmul stacked" + mark, lambda a, b, ta=ta, tb=tb: t(a, ta) @ t(b, tb), a=a, b=b)
case("matmul of a stack by one matrix", lambda a, b: a @ b.T, a=normal(2, 3, 4), b=normal(5, 4))
case("reduceSum of all", lambda x: x.sum(), x=normal(2, 3))
case("reduceSum of an axis", lambda x: x.sum(1), x=normal(2, 3, 4))
case("reduceMean, kept axes", lambda x: x.mean((0, 2), keepdim=True), x=normal(2, 3, 4))
case("softmax", lambda x: x.softmax(-1), x=normal(2, 3, 5))
case("logSoftmax", lambda x: x.log_softmax(-1), x=3 * normal(2, 5))
case(
    "crossEntropy, weighted, some rows without label",
    lambda x, y, w: F.cross_entropy(x, y.long(), reduction="none", ignore_index=-100) * w,
    x=3 * normal(4, 6),
    y=torch.tensor([2, -100, 5, 0], dtype=torch.int32),
    w=positive(4),
)
case("reshape", lambda x: x.reshape(3, 4), x=normal(2, 6))
case("transpose", lambda x: x.permute(2, 0, 1), x=normal(2, 3, 4))
case("expand", lambda x: x.expand(2, 3, 4), x=normal(3, 1))
case("slice", lambda x: x[:, 1:3], x=normal(2, 4, 3))
case("pad", lambda x: F.pad(x, (0, 0, 2, 1)), x=normal(2, 3))
case("concat", lambda x, y: torch.cat([x, y], 1), x=normal(2, 3), y=normal(2, 2))
case("gather, repeated rows", lambda t, i: t[i.long()], t=normal(5, 3), i=torch.tensor([[4, 0], [4, 1]], dtype=torch.int32))
case("gatherRows", lambda x, i: x.reshape(-1, 3)[i.long()], x=normal(2, 4, 3), i=torch.tensor([7, 0, 7], dtype=torch.int32))
case(
    "scatterAdd",
    lambda i, u: torch.zeros(4, 3).double().index_add(0, i.long(), u),
    i=torch.tensor([1, 3, 1], dtype=torch.int32),
    u=normal(3, 3),
)
case("scatterRows", scatter_rows, x=normal(2, 3, 4), i=torch.tensor([4, 1], dtype=torch.int32), v=normal(2, 4))
case("rmsNorm", rms_norm, x=normal(2, 3, 8), w=positive(8))
angles = torch.outer(torch.arange(5.0), 10000.0 ** (-torch.arange(0, 8, 2) / 8))

case("square", lambda x: x**2, x=normal(2, 3))
case("rope", lambda x, cos, sin: rope(x, cos, sin), x=normal(2, 3, 5, 8), cos=angles.cos(), sin=angles.sin())
for table in ("cos", "sin"):
    del cases["rope"]["gradients"][table]

body = ",\n".join(f"{json.dumps(k)}: {json.dumps(rounded(v))}" for k, v in cases.items())
stored("gradient/data/ops.json").write_text("{\n" + body + "\n}\n")
