#!/usr/bin/env python3
"""Power of the exact Gamma test on marked Gumbel scores, by inverting the characteristic function (numpy and mpmath only).

Usage: gen_power.py > ../src/main/resources/vectors/golden-power.json

For a token probability q = 1/m the marked score is the largest of m unit exponentials, that is E_1/1 + ... + E_m/m, so its
characteristic function is the product of 1/(1 - it/k). A tuple is marked with probability `share`, else a unit exponential.
Power = P(sum of n >= c) by Gil-Pelaez, where c solves ln Q(n, c) = ln alpha (defining integral, bisection). About 1e-9.
"""
import json
import sys

import mpmath
import numpy as np
from mpmath import exp, log, loggamma, mp, mpf, quad

mp.dps = 25


def ln_q(n, s):
    s = mpf(s)
    at = (n - 1) * log(s) - s
    scale = 1 / (1 - (n - 1) / s)
    edges = [scale * x for x in (0, 1, 3, 6, 10, 16, 25, 40, 60)]
    return at - loggamma(n) + log(quad(lambda t: exp((n - 1) * log(s + t) - s - t - at), edges))


def critical(n, ln_alpha):
    low, high = mpf(n) + mpf(n) ** 0.5, 2 * mpf(n) + 100
    for _ in range(55):
        middle = (low + high) / 2
        low, high = (middle, high) if ln_q(n, middle) > ln_alpha else (low, middle)
    return float(high)


def power(m, share, n, c):
    deviation = np.sqrt(n * (1 + 0.25 * share))
    steps, end = 400_000, 16 / deviation
    t = (np.arange(steps) + 0.5) * (end / steps)
    marked = np.ones_like(t) + 0j
    for k in range(1, m + 1):
        marked = marked / (1 - 1j * t / k)
    one = share * marked + (1 - share) / (1 - 1j * t)
    phase = n * np.unwrap(np.angle(one)) - t * c
    return float(0.5 + np.sum(np.abs(one) ** n * np.sin(phase) / t) * (end / steps) / np.pi)


def main():
    cases = []
    for alpha in (1e-6, 1e-12):
        for m, share, sizes in (
            (2, 1, (40, 100, 200, 239, 240, 256, 400)), (2, 0.5, (400, 800, 1200)), (2, 0.1, (10000, 20580, 20600, 21300)),
            (2, 0.01, (1000000, 2000000, 2100000)), (3, 1, (40, 60, 81)), (10, 1, (10, 15, 21, 22, 26)), (10, 0.1, (500, 1000, 2000)),
            (1, 1, (100,))):
            for n in sizes:
                c = critical(n, log(mpf(alpha)))
                cases.append({"kind": "power", "alpha": alpha, "m": m, "share": share, "n": n, "critical": c, "power": power(m, share, n, c)})
                print(cases[-1], file=sys.stderr)
    source = {"package": "mpmath, numpy", "version": mpmath.__version__ + ", " + np.__version__, "script": "src/testkit/scripts/gen_power.py"}
    print("{\"profile\": \"golden-power\", \"source\": " + json.dumps(source) + ", \"cases\": [")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]}")


main()
