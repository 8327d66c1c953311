"""Transformations of the plane as page formats write them: six numbers a b c d e f."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]


def product(first: Matrix, second: Matrix | None) -> Matrix:
    """The matrix that applies `first`, then `second`."""
    if second is None:
        return first
    a, b, c, d, e, f = second
    p, q, r, s, t, u = first
    return (p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d, t * a + u * c + e, t * b + u * d + f)


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f
