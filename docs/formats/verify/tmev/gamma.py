"""ln Q(n, x), the law of a sum of n unit exponentials, in log space; and what multiplicity costs.

A prefactor from the deviance and Stirling's remainder, then a continued fraction above the mean, a
series below it (Abramowitz and Stegun 6.5.29, 6.5.31), Temme's expansion (1979) for n from 10^7 on.
|error| below 1e-9 of ln p where that is not below 1e-12 of it; compared with mpmath in the tests.
"""

import math

UNIT = 1 << 32
LARGE = 10**7
LN10 = math.log(10)


def _phi(d: float) -> float:
    """d - ln(1 + d)."""
    if abs(d) > 0.1:
        return d - math.log1p(d)
    total, power = 0.0, d * d
    for k in range(2, 30):
        total += (power if k % 2 == 0 else -power) / k
        power *= d
    return total


def _stirling(n: float) -> float:
    """ln n! - (n + 1/2) ln n + n - ln(2 pi) / 2."""
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    r = 1 / n**2
    return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r / 1680))) / n


def ln_q(n: int, s: int) -> float:
    """ln Q(n, s 2^-32); 0 for n = 0."""
    if n <= 0 or s <= 0:
        return 0.0
    d = (s - n * UNIT) / (n * UNIT)
    deviance = n * _phi(d)
    if n >= LARGE:
        return min(0.0, _temme(float(n), d, deviance))
    x, front = s / UNIT, -deviance - 0.5 * math.log(2 * math.pi * n) - _stirling(float(n))
    if d >= 0:
        return min(0.0, front + math.log(n) + math.log(_fraction(float(n), x)))
    return math.log1p(-min(1.0, math.exp(front) * _series(float(n), x)))


def _series(n: float, x: float) -> float:
    total = term = 1.0
    k = 1.0
    while term > total * 1e-17:
        term *= x / (n + k)
        total += term
        k += 1
    return total


def _fraction(a: float, x: float) -> float:
    """Gamma(a, x) / (x^a e^-x), x >= a, by Lentz."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value, k = d, 1
    while True:
        factor = -k * (k - a)
        b += 2
        d = 1 / (factor * d + b)
        c = b + factor / c
        step = c * d
        value *= step
        if abs(step - 1) < 1e-15 or k > 10**6:
            return value
        k += 1


def _erfcx(y: float) -> float:
    """e^(y y) erfc(y), y >= 0."""
    if y < 3:
        return math.exp(y * y) * math.erfc(y)
    value = y
    for k in range(80, 0, -1):
        value = y + k / 2 / value
    return 1 / (value * math.sqrt(math.pi))


def _temme(n: float, d: float, deviance: float) -> float:
    eta = math.copysign(math.sqrt(2 * deviance / n), d)
    if abs(d) > 1e-3:
        c0 = 1 / d - 1 / eta
    else:
        c0 = -1 / 3 + eta / 12 - 2 * eta**2 / 135
    y, rest = math.sqrt(deviance), c0 / math.sqrt(2 * math.pi * n)
    if d >= 0:
        return -deviance + math.log(0.5 * _erfcx(y) + rest)
    below = math.exp(-deviance) * (0.5 * _erfcx(y) - rest)
    return math.log1p(-min(1.0, below)) if below < 1 else -math.inf


def holm(values):
    """Adjusted ln p of each, in the order given (Holm 1979)."""
    m, worst = len(values), -math.inf
    adjusted = [0.0] * m
    for place, i in enumerate(sorted(range(m), key=values.__getitem__)):
        worst = max(worst, min(0.0, values[i] + math.log(m - place)))
        adjusted[i] = worst
    return adjusted
