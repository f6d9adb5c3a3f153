"""Logistic regression with an L2 penalty over few of many features: Newton's method, each step by conjugate gradients.

Needs numpy, which the program does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

#: evidence by name, whether it is a name (0 or 1), weight of the example
Example = tuple[dict[str, float], float, float]
_STEPS, _INNER = 15, 60


def solve(
    examples: Sequence[Example], penalty: Callable[[str], float], least: int = 3
) -> dict[str, float]:
    """The weight of each feature that at least `least` examples have."""
    seen = Counter(name for row, _, _ in examples for name in row)
    names = sorted(name for name, count in seen.items() if count >= least)
    place = {name: number for number, name in enumerate(names)}
    column, value, row = [], [], []
    for number, (told, _, _) in enumerate(examples):
        for name, of in told.items():
            if name in place:
                column.append(place[name])
                value.append(of)
                row.append(number)
    j, i, x = np.array(column), np.array(row), np.array(value)
    y = np.array([truth for _, truth, _ in examples])
    w = np.array([weight for _, _, weight in examples])
    ridge = np.array([penalty(name) for name in names])
    rows, columns = len(examples), len(names)

    def times(b: np.ndarray) -> np.ndarray:
        return np.bincount(i, x * b[j], minlength=rows)

    def back(r: np.ndarray) -> np.ndarray:
        return np.bincount(j, x * r[i], minlength=columns)

    def loss(b: np.ndarray) -> float:
        z = times(b)
        return float(np.sum(w * (np.logaddexp(0, z) - y * z)) + 0.5 * np.sum(ridge * b * b))

    beta = np.zeros(columns)
    now = loss(beta)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(times(beta), -30, 30)))
        curved = w * p * (1 - p) + 1e-6
        step = _newton(
            back(w * (y - p)) - ridge * beta,
            lambda v, curved=curved: back(curved * times(v)) + ridge * v,
            1 / (np.bincount(j, x * x * curved[i], minlength=columns) + ridge),
        )
        size = 1.0
        while (then := loss(beta + size * step)) > now and size > 1e-3:
            size /= 2
        beta += size * step
        if now - then < 1e-4 * now:
            break
        now = then
    return dict(zip(names, beta.tolist(), strict=True))


def _newton(
    gradient: np.ndarray, hessian: Callable[[np.ndarray], np.ndarray], scale: np.ndarray
) -> np.ndarray:
    """The step that takes the gradient to naught, nearly: preconditioned conjugate gradients."""
    found, left = np.zeros_like(gradient), gradient.copy()
    turned = scale * left
    way, size, whole = turned.copy(), left @ turned, np.sqrt(left @ left)
    for _ in range(_INNER):
        moved = hessian(way)
        far = size / (way @ moved)
        found += far * way
        left -= far * moved
        if np.sqrt(left @ left) < 1e-2 * whole:
            break
        turned = scale * left
        new = left @ turned
        way = turned + new / size * way
        size = new
    return found
