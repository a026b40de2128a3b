#!/usr/bin/env python3
"""Golden upper tails of the Gamma and binomial laws, 50 digits, mpmath only.

Usage: gen_tails.py > ../src/main/resources/vectors/golden-tails.json   (a few minutes)

Two oracles, neither of them the product's formulas (no Stirling remainder, no deviance, no continued fraction):
  series      the finite positive sum Q(n, s) = exp(-s) s^(n-1)/(n-1)! (1 + (n-1)/s + (n-1)(n-2)/s^2 + ...), and the sum of
              binomial probabilities from k on, in integer fixed point with 260 bits; used wherever it has at most 3e5 terms
  quadrature  mpmath's tanh-sinh rule, 80 digits, on the defining integral of the incomplete gamma or beta function, cut
              into pieces and normalised by mpmath's loggamma
Every case has the quadrature; where the series runs too, both must agree to 50 digits or the script stops.
S is an exact integer in units of 2^-32, s = S 2^-32.
"""
import json
import sys

import mpmath
from mpmath import mp, mpf, erfinv, exp, log, loggamma, nstr, quad, sqrt

mp.dps = 80
UNIT = mpf(2) ** 32
BITS = 260
MOST_TERMS = 300_000
AGREE = mpf(10) ** -50
DROP = 175  # nats below the largest value where an integrand is cut: 1e-76

SHAPES = [1, 2, 3, 5, 10, 15, 16, 17, 30, 64, 65, 100, 256, 1000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9, 10**10, 10**11, 10**12]
TARGETS = ["-0.0001", "-0.01", "-0.3", "-0.31", "-1", "-3", "-6", "-12", "-50", "-300", "-1000", "-5000"]
TRIALS = [1, 2, 5, 17, 40, 64, 65, 100, 1000, 10**4, 10**6, 10**8, 10**10, 10**12]
CHANCES = [(1, 4), (1, 2), (12564, 50257), (1, 128256), (9, 10)]


def pieces(height, start, end, scale):
    """Integral over [start, end] of exp(height), height concave with height(start) the reference."""
    edges = [start]
    step = scale
    while edges[-1] < end:
        edges.append(min(end, edges[-1] + step))
        if height(edges[-1]) < -DROP:
            break
        step *= mpf(3) / 2
    return quad(lambda x: exp(height(x)), edges)


def log_upper_or_complement(upper_log, lower_log):
    """ln of an upper tail from whichever tail is the smaller."""
    if upper_log is not None:
        return upper_log
    return mpmath.log1p(-exp(lower_log))


def gamma_quadrature(n, s):
    """ln Q(n, s) from the integral of x^(n-1) exp(-x) on the side of s where the mass is smaller."""
    at = (n - 1) * log(s) - s
    scale = min(sqrt(mpf(n)), s / 4, 1 / abs(1 - (n - 1) / s) if s != n - 1 else mpf(10) ** 30)
    if s >= n:
        height = lambda t: (n - 1) * log(s + t) - (s + t) - at
        total = pieces(height, mpf(0), mpf(10) ** 30, scale)
        return at - loggamma(n) + log(total)
    height = lambda t: ((n - 1) * log(s - t) if n > 1 else 0) - (s - t) - at if t < s else -mpf(10) ** 9
    total = pieces(height, mpf(0), s, scale)
    return mpmath.log1p(-exp(at - loggamma(n) + log(total)))


def gamma_series(n, S):
    """ln Q(n, S / 2^32) by the positive sum; None where it is too long."""
    one = 1 << BITS
    term = total = one
    for j in range(1, min(n, MOST_TERMS + 1)):
        term = term * (n - j << 32) // S
        total += term
        if term == 0:
            break
    else:
        if n > MOST_TERMS:
            return None
    s = mpf(S) / UNIT
    if total.bit_length() > 100_000:
        return None  # far left of the mean: the sum is 1 - tiny times exp(s); left to the quadrature
    return -s + (n - 1) * log(s) - loggamma(n) + log(mpf(total) / one)


def beta_quadrature(n, k, a, b):
    """ln P(Bin(n, a/b) >= k) = ln I_p(k, n - k + 1), 1 <= k <= n, from the smaller side."""
    p, q = mpf(a) / b, mpf(b - a) / b
    front = loggamma(n + 1) - loggamma(k) - loggamma(n - k + 1)
    at = (k - 1) * log(p) + (n - k) * log(q)
    slope = abs((k - 1) / p - (n - k) / q)
    scale = min(p / 4, q / 4, sqrt(p * q / n), 1 / slope if slope else mpf(1))
    upper = k * b >= n * a
    span = p if upper else q
    sign = -1 if upper else 1

    def height(t):
        x, y = p + sign * t, q - sign * t
        if x <= 0 or y <= 0:
            zero = (k > 1 and x <= 0) or (n > k and y <= 0)
            if zero:
                return -mpf(10) ** 9
        return ((k - 1) * log(x) if k > 1 else 0) + ((n - k) * log(y) if n > k else 0) - at

    side = front + at + log(pieces(height, mpf(0), span, scale))
    return side if upper else mpmath.log1p(-exp(side))


def binomial_series(n, k, a, b):
    one = 1 << BITS
    term = total = one
    for j in range(k, min(n, k + MOST_TERMS)):
        term = term * ((n - j) * a) // ((j + 1) * (b - a))
        total += term
        if term == 0:
            break
    else:
        if n - k > MOST_TERMS:
            return None
    if total.bit_length() > 100_000:
        return None
    first = loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(mpf(a) / b) + (n - k) * log(mpf(b - a) / b)
    return first + log(mpf(total) / one)


def standard(target):
    """About the normal deviate with upper tail 10^target; only places the case."""
    p = mpf(10) ** mpf(target)
    if mpf(target) > -20:
        return sqrt(mpf(2)) * erfinv(1 - 2 * p)
    L = -mpf(target) * log(mpf(10))
    z = sqrt(2 * L)
    for _ in range(20):
        z = sqrt(2 * (L - log(z * sqrt(2 * mpmath.pi))))
    return z


def place_gamma(n, target):
    """S whose tail is near 10^target: inverts s - n - n ln(s/n) = z^2/2, the deviance, for the normal deviate z."""
    z = standard(target)
    if n == 1 and mpf(target) > -0.31:
        return int(-mpf(target) * log(mpf(10)) * UNIT)
    low, high = (mpf(n), mpf(n) * 2 + 40000) if z > 0 else (mpf(n) / 10**12, mpf(n))
    for _ in range(200):
        s = (low + high) / 2
        deviance = s - n - n * log(s / n)
        past = deviance > z * z / 2
        if z > 0:
            low, high = (low, s) if past else (s, high)
        else:
            low, high = (s, high) if past else (low, s)
    return int(low * UNIT)


def place_binomial(n, target, a, b):
    p = mpf(a) / b
    z = standard(target)
    low, high = (n * a // b, n) if z > 0 else (0, n * a // b)
    def past(k):
        x, m = mpf(k), mpf(n - k)
        deviance = (x * log(x / (n * p)) if k else 0) + (m * log(m / (n * (1 - p))) if k < n else 0)
        return deviance > z * z / 2
    for _ in range(60):
        k = (low + high) // 2
        if z > 0:
            low, high = (low, k) if past(k) else (k, high)
        else:
            low, high = (k, high) if past(k) else (low, k)
    return high if z > 0 else low


def checked(quadrature, series, what):
    if series is not None and abs(quadrature - series) > AGREE * max(1, abs(series)):
        sys.exit(f"oracles differ at {what}: {nstr(quadrature, 60)} and {nstr(series, 60)}")
    return {"lnP": nstr(quadrature, 50, strip_zeros=False), "log10P": float(quadrature / log(mpf(10))),
            "oracles": "quadrature" if series is None else "quadrature, series"}


def main():
    cases, seen = [], set()
    for n in SHAPES:
        for target in TARGETS:
            S = place_gamma(n, target)
            if S < 1 or (n, S) in seen:
                continue
            seen.add((n, S))
            result = checked(gamma_quadrature(n, mpf(S) / UNIT), gamma_series(n, S), ("gamma", n, S))
            cases.append({"kind": "gamma", "n": n, "S": str(S), **result})
            print(cases[-1], file=sys.stderr, flush=True)
    for n in TRIALS:
        for a, b in CHANCES:
            for target in TARGETS:
                k = place_binomial(n, target, a, b)
                if not 1 <= k <= n or (n, k, a, b) in seen:
                    continue
                seen.add((n, k, a, b))
                result = checked(beta_quadrature(n, k, a, b), binomial_series(n, k, a, b), ("binomial", n, k, a, b))
                cases.append({"kind": "binomial", "n": n, "k": k, "successes": a, "of": b, **result})
                print(cases[-1], file=sys.stderr, flush=True)
    for shape in ("1", "1.0625", "1.5", "2.75", "9.3125", "15.9375", "31.5", "64.25", "400.8125", "123456.5"):
        for deviate in (-2, 0, 2, 6):
            a = mpf(shape)
            x = mpf(round(float(a * (1 + deviate / sqrt(9 * a)) ** 3) * 1024)) / 1024
            if x > 0:
                value = gamma_quadrature(a, x)
                cases.append({"kind": "realGamma", "shape": shape, "x": nstr(x, 30), "lnQ": nstr(value, 50, strip_zeros=False)})
    source = {"package": "mpmath", "version": mpmath.__version__, "script": "src/testkit/scripts/gen_tails.py", "digits": 50}
    print("{\"profile\": \"golden-tails\", \"source\": " + json.dumps(source) + ", \"cases\": [")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]}")


if __name__ == "__main__":
    main()
