#!/usr/bin/env python3
"""Golden upper tails of the other null laws, 40 digits and more, mpmath and integers only.

Usage: gen_laws.py > ../src/main/resources/vectors/golden-laws.json   (some minutes)

Oracles:
  dual            the all-positive negative-binomial mixture of Gamma tails, 60 digits, term by term
  weighted        integers: the generating polynomial (p_one 1/2); two weights: sum over the one layer's count of the other
                  layer's binomial tail, 60 digits; "line": the inversion integral in 60 digits on two different lines, which must agree to 30 digits
  hypergeometric  integers: sums of binomial coefficients
  table           convolution of exact hypergeometric probabilities, 60 digits; or "line" as above
  quantised       "line" as above, over mpmath's Hurwitz zeta, which is held to the sum over every level at the tilt used, to 40
                  digits; one term: a count of levels

S is an exact integer: in units of 2^-32 for dual and quantised, in units of the weights otherwise.
"""
import json
import math
import sys
from fractions import Fraction

import mpmath
from mpmath import mp, mpf, exp, log, loggamma, nstr, sqrt

mp.dps = 60
UNIT = mpf(2) ** 32
SYNTHID = [290 - 9 * i for i in range(30)]
EPS = mpf(10) ** -62


def text(x):
    return nstr(x, 40, strip_zeros=False, min_fixed=-5, max_fixed=30)


def log_gamma_tail(n, s):
    term = total = mpf(1)
    for j in range(1, n):
        term = term * (n - j) / s
        total += term
        if term < total * EPS and n - j < s:
            break
    return -s + (n - 1) * log(s) - loggamma(n) + log(total)


def dual(n, alpha, S):
    a, b = sorted((mpf(alpha.numerator) / alpha.denominator, mpf((1 - alpha).numerator) / (1 - alpha).denominator))
    s = mpf(S) / UNIT
    x = s / a
    rate = 1 - a / b
    tail = exp(log_gamma_tail(2 * n, x))
    mass = exp(-x + 2 * n * log(x) - loggamma(2 * n + 1))
    weight = (a / b) ** n
    total = weight * tail
    cumulated = weight
    k = 0
    while True:
        weight = weight * (n + k) / (k + 1) * rate
        tail += mass
        mass = mass * x / (2 * n + k + 1)
        term = weight * tail
        total += term
        cumulated += weight
        k += 1
        if k % 64 == 0:
            ratio = mpf(n + k) / (k + 1) * rate
            if ratio < 1 and weight * ratio / (1 - ratio) < total * mpf(10) ** -45:
                return log(total)


def deviations(mean, sd, zs, step=1):
    return [int((mean + z * sd) / step) for z in zs]


def dual_cases():
    for alpha in (Fraction(1, 10), Fraction(3, 10), Fraction(1, 100), Fraction(3, 4), Fraction(45, 100)):
        for n in (1, 2, 3, 10, 23, 24, 40, 100, 1000, 10000):
            if n == 10000 and alpha == Fraction(1, 100):
                continue
            zs = (-6, -3, -0.5, 0, 0.5, 3, 8, 40) if n <= 100 else (-3, 0, 4, 20) if n == 1000 else (-1, 6)
            sd = math.sqrt(n * float(alpha ** 2 + (1 - alpha) ** 2))
            for z in zs:
                s = n + z * sd if z >= 0 or n > 40 else n * math.exp(z / math.sqrt(n))
                S = int(s * 2 ** 32)
                yield {"kind": "dual", "n": n, "alpha": f"{alpha.numerator}/{alpha.denominator}", "S": str(S), "lnP": text(dual(n, alpha, S))}


def line(log_mgf, slope_curve, x, sign, z, period_sds, lattice, layers=None):
    """ln of the upper (sign 1) or lower tail by the trapezoid rule at two tilts near the saddle.

    The characteristic function of a sum on a lattice can come back at high frequencies. layers(c), the weights and the
    tilted variances of their counts, bound it by exp(-2 sum variance sin^2(w y / 2)), which picks the nodes that count among
    all of the period; without it the caller knows that it does not come back.
    """
    values = []
    for shift in (mpf("1"), mpf("1.1")):
        slope, curve = slope_curve(z)
        sd = sqrt(curve)
        c = z * shift
        period = sd * period_sds + 150 / abs(c)
        if lattice:
            period = mpmath.ceil(period)
        h = 2 * mp.pi / period
        front = log_mgf(c).real - c * x
        total = mpf(0)
        j = 0
        bound = layers(float(c)) if layers else None
        while True:
            if bound and sum(2 * v * math.sin(u * float(j * h) / 2) ** 2 for u, v in bound) > 90:
                j += 1
                if j * 2 > period:
                    break
                continue
            t = mpmath.mpc(c, j * h)
            w = exp(log_mgf(t) - t * x - front) / ((1 - exp(-t)) if lattice else t)
            total += w.real * (0.5 if j == 0 or j * 2 == period else 1)
            if not bound and abs(w) < abs(total) * mpf(10) ** -45 and j > 3:
                break
            j += 1
            if bound and j * 2 > period:
                break
            if lattice and j * 2 > period:
                raise ValueError("whole period")
        tail = front + log(sign * 2 * total / period)
        values.append(tail if sign > 0 else mpmath.log1p(-exp(tail)))
    assert abs(values[0] - values[1]) < mpf(10) ** -30 * max(1, abs(values[0])), values
    return values[0]


def saddle(slope_curve, x, guess):
    c = guess
    for _ in range(200):
        slope, curve = slope_curve(c)
        step = (x - slope) / curve
        limit = abs(c) / 2
        c += max(-limit, min(limit, step))
        if abs(step) < abs(c) * mpf(10) ** -8 or abs(c) * sqrt(curve) < mpf(10) ** -3:
            return c
    raise ValueError("no saddle")


def floor_tilt(c, sd):
    return c if abs(c) * sd >= 1 else mpf(1 if c >= 0 else -1) / sd


def polynomial(weights, n):
    counts = [1]
    for w in weights:
        for _ in range(n):
            grown = counts + [0] * w
            for i, v in enumerate(counts):
                grown[i + w] += v
            counts = grown
    return counts


def weighted_cases():
    for weights, n in ((SYNTHID, 1), (SYNTHID, 3), (SYNTHID, 6), (SYNTHID, 20), ([5, 3, 2, 2], 20), ([3, 2, 1], 100), ([7, 4], 200), ([6, 10, 15], 30)):
        counts = polynomial(weights, n)
        top = len(counts) - 1
        suffix = 0
        wanted = {1, top, top - min(weights), top // 2, top // 2 + 1, top // 3, 2 * top // 3, 9 * top // 10, 99 * top // 100, top // 20, 3 * top // 4}
        for i in range(top, -1, -1):
            suffix += counts[i]
            if i in wanted and i > 0:
                lnp = log(mpf(suffix)) - n * len(weights) * log(mpf(2))
                if 2 * suffix > 2 ** (n * len(weights)):
                    lnp = mpmath.log1p(-mpf(2 ** (n * len(weights)) - suffix) / mpf(2) ** (n * len(weights)))
                yield weighted(weights, n, 1, 2, i, lnp, "integers")
    for weights, n, one, of in (([7, 3], 1000, 1, 2), ([7, 3], 10000, 1, 4), ([2, 1], 100000, 32743, 65536), ([1000003, 1000], 50, 1, 2), ([10000, 9999], 300, 1, 3)):
        p = mpf(one) / of
        sd = sqrt(n * p * (1 - p) * sum(w * w for w in weights))
        for z in (-3, -0.2, 0.4, 3, 9, 30):
            S = int(n * sum(weights) * p + z * sd)
            if 0 < S < n * sum(weights):
                yield weighted(weights, n, one, of, S, two_layers(weights, n, p, S, z), "two layers")
    for weights, n, one, of in ((SYNTHID, 200, 1, 2), (SYNTHID, 200, 32743, 65536), (SYNTHID, 10000, 1, 2), (SYNTHID, 10 ** 6, 32743, 65536), (SYNTHID, 10 ** 9, 1, 2)):
        p = mpf(one) / of
        sd = sqrt(n * p * (1 - p) * sum(w * w for w in weights))
        for z in (-4, -0.3, 0, 0.7, 4, 12, 40):
            S = int(n * sum(weights) * p + z * sd)
            if 0 < S < n * sum(weights) * mpf("0.97"):
                log_mgf = lambda t: n * sum(log((1 - p) + p * exp(w * t)) for w in weights)
                slope_curve = lambda c: bit_moments(weights, n, p, c)
                # the function's second peak, at 8 pi / 9, is about e^(-0.35 n): 1e-31 and less
                c = floor_tilt(saddle(slope_curve, S, mpf(z or 1) / sd), sd)
                yield weighted(weights, n, one, of, S, line(log_mgf, slope_curve, S, 1 if c > 0 else -1, c, 22, True), "line")


def bit_moments(weights, n, p, c):
    slope = curve = mpf(0)
    for w in weights:
        r = p * exp(w * c) / (1 - p + p * exp(w * c))
        slope += w * r
        curve += w * w * r * (1 - r)
    return n * slope, n * curve


def weighted(weights, n, one, of, S, lnp, oracle):
    return {"kind": "weighted", "weights": [str(w) for w in weights], "n": n, "successes": one, "of": of, "S": str(S), "lnP": text(lnp), "oracle": oracle}


def two_layers(weights, n, p, S, z):
    """Sum over the first layer's count of its probability times the second layer's tail; the smaller side."""
    q = 1 - p
    lf = [mpf(0)]
    for i in range(1, n + 1):
        lf.append(lf[-1] + log(mpf(i)))
    pmf = [exp(lf[n] - lf[i] - lf[n - i] + i * log(p) + (n - i) * log(q)) for i in range(n + 1)]
    upper = [mpf(0)] * (n + 2)
    lower = [mpf(0)] * (n + 2)  # lower[i] = P(B < i)
    for i in range(n, -1, -1):
        upper[i] = upper[i + 1] + pmf[i]
    for i in range(n + 1):
        lower[i + 1] = lower[i] + pmf[i]
    total = mpf(0)
    for i in range(n + 1):
        need = -(-(S - weights[0] * i) // weights[1])  # the second count must reach this
        if z >= 0:
            total += pmf[i] * (upper[need] if 0 < need <= n else mpf(1) if need <= 0 else mpf(0))
        else:
            total += pmf[i] * (lower[need] if 0 < need <= n else mpf(0) if need <= 0 else mpf(1))
    return log(total) if z >= 0 else mpmath.log1p(-total)


def hypergeometric_cases():
    for green, size, n in ((5, 12, 4), (500, 1000, 100), (250, 1000, 990), (12564, 50257, 400), (12564, 50257, 5000), (32127, 128512, 20000), (131072, 262144, 200), (1, 10, 3), (9, 10, 3)):
        low, high = max(0, n - (size - green)), min(n, green)
        mean = n * green / size
        sd = math.sqrt(mean * (1 - green / size) * (size - n) / (size - 1))
        total = math.comb(size, n)
        xs = {int(mean + z * sd) for z in (-6, -2, -0.1, 0, 0.5, 1, 3, 7, 20, 60)} | {low + 1, high}
        for x in sorted(x for x in xs if low < x <= high):
            mp.dps = 60
            if x >= mean:
                span = range(x, high + 1)
            else:
                span = range(low, x)
            if len(span) > 30000:
                continue
            start = span[0]
            term = math.comb(green, start) * math.comb(size - green, n - start)
            count = 0
            for y in span:
                count += term
                term = term * (green - y) * (n - y) // ((y + 1) * (size - green - n + y + 1))
            share = mpf(count) / mpf(total)
            yield {"kind": "hypergeometric", "green": green, "vocabulary": size, "n": n, "x": x, "lnP": text(log(share) if x >= mean else mpmath.log1p(-share))}


def counts_law(n, ones, size):
    low, high = max(0, n - (size - ones)), min(n, ones)
    total = math.comb(size, n)
    return low, [mpf(math.comb(ones, x) * math.comb(size - ones, n - x)) / total for x in range(low, high + 1)]


def table_cases():
    for weights, n, ones, size in (([1] * 10, 60, 32743, 65536), ([5, 3, 2, 1], 100, 32743, 65536), ([3, 2], 40, 30, 64), ([3, 2, 2], 2, 30, 64), ([4, 3, 2, 1], 50, 30, 64)):
        low, law = counts_law(n, ones, size)
        masses = [mpf(1)]
        for w in weights:
            grown = [mpf(0)] * (len(masses) + w * (len(law) - 1))
            for i, v in enumerate(masses):
                for j, u in enumerate(law):
                    grown[i + w * j] += v * u
            masses = grown
        base = low * sum(weights)
        top = base + len(masses) - 1
        mean = n * sum(weights) * ones / size
        for f in (-0.9, -0.5, -0.1, 0, 0.1, 0.3, 0.6, 0.9, 1):
            S = int(mean + f * (top - mean)) if f >= 0 else int(mean + f * (mean - base))
            upper = sum(reversed(masses[S - base:]))
            lnp = log(upper) if S >= mean else mpmath.log1p(-sum(masses[:S - base]))
            yield table(weights, n, ones, size, S, lnp, "convolution")
    for n, ones, size in ((20, 32743, 65536), (200, 32743, 65536), (3000, 32900, 65536)):
        low, law = counts_law(n, ones, size)
        law = [(low + i, p) for i, p in enumerate(law) if p > mpf(10) ** -60]
        weights = SYNTHID if n < 1000 else SYNTHID[::3]
        variance = mpf(n) * ones * (size - ones) / size / size * (size - n) / (size - 1)
        sd = sqrt(variance * sum(w * w for w in weights))
        mean = mpf(n) * ones / size * sum(weights)
        for z in (-2, 3, 7):
            S = int(mean + z * sd)
            log_mgf = lambda t: sum(log(power_sum(law, exp(w * t))) for w in weights)
            c = mpf(z) / sd
            slope_curve = lambda u: (mean + u * sd * sd, sd * sd)
            yield table(weights, n, ones, size, S, line(log_mgf, slope_curve, S, 1 if z > 0 else -1, c, 25, True, (lambda u: [(w, count_variance(law, w * u)) for w in weights]) if n < 1000 else None), "line")


def count_variance(law, tilt):
    masses = [(x, float(p) * math.exp(tilt * (x - law[0][0]))) for x, p in law]
    total = sum(m for _, m in masses)
    mean = sum(x * m for x, m in masses) / total
    return sum((x - mean) ** 2 * m for x, m in masses) / total


def power_sum(law, e):
    power = e ** law[0][0]
    total = 0
    for _, p in law:
        total += p * power
        power *= e
    return total


def table(weights, n, ones, size, S, lnp, oracle):
    return {"kind": "table", "weights": [str(w) for w in weights], "n": n, "ones": ones, "size": size, "S": str(S), "lnP": text(lnp), "oracle": oracle}


def quantised_cases():
    mp.dps = 50
    for levels, first, step, of in ((8191, 0, 1, 8191), (8192, 1, 2, 16384)):
        scores = [-log(mpf(of - first - j * step) / of) for j in range(levels)]
        for s in ("0.3", "2", "8"):
            S = int(mpf(s) * UNIT)
            hits = sum(1 for v in scores if int(v * UNIT) >= S)
            yield quantised(levels, first, step, of, 1, S, log(mpf(hits) / levels))
        mean = sum(scores) / levels
        sd = sqrt(sum((v - mean) ** 2 for v in scores) / levels)
        for n, zs in ((30, (-2, 0.5, 4, 9)), (200, (-3, 0, 5, 15)), (10000, (-1, 6)), (1000000, (4,))):
            for z in zs:
                S = int((n * mean + z * sd * sqrt(mpf(n))) * UNIT)
                yield quantised(levels, first, step, of, n, S, quantised_tail(scores, (levels, first, step, of), n, S))
                print("quantised", n, z, file=sys.stderr, flush=True)


def quantised_tail(scores, law, n, S):
    levels, first, step, of = law
    x = mpf(S) / UNIT
    left = mpf(of - first - (levels - 1) * step) / step

    def mgf(t):
        return (mpf(of) / step) ** t * (mpmath.zeta(t, left) - mpmath.zeta(t, left + levels)) / levels

    def log_mgf(t):
        return n * log(mgf(mpmath.mpmathify(t)))

    m1 = sum(scores) / levels
    m2 = sum(v * v for v in scores) / levels
    sd0 = sqrt(n * (m2 - m1 * m1))
    c = 1 - n / x  # the exponential law's saddle
    c = floor_tilt(c, sd0)
    assert abs(mgf(c) - sum(exp(c * v) for v in scores) / levels) < mpf(10) ** -40
    values = []
    for shift in (mpf(1), mpf("1.07")):
        t0 = c * shift
        sd = sqrt(mpf(n)) / (1 - t0)
        period = 11 * sd + 60 / (1 - t0) + 60 / abs(t0)
        h = 2 * mp.pi / period
        front = log_mgf(t0).real - t0 * x
        total = 0.5 / t0
        j = 1
        while True:
            t = mpmath.mpc(t0, j * h)
            w = exp(log_mgf(t) - t * x - front) / t
            total += w.real
            if abs(w) < abs(total) * mpf(10) ** -22:
                break
            j += 1
        tail = front + log((1 if t0 > 0 else -1) * 2 * total / period)
        values.append(tail if t0 > 0 else mpmath.log1p(-exp(tail)))
    assert abs(values[0] - values[1]) < mpf(10) ** -17 * max(1, abs(values[0])), values
    return values[0]


def quantised(levels, first, step, of, n, S, lnp):
    return {"kind": "quantised", "levels": levels, "first": first, "step": step, "of": of, "n": n, "S": str(S), "lnP": nstr(lnp, 20, strip_zeros=False, min_fixed=-5, max_fixed=30)}


def main():
    wanted = sys.argv[1:] or ["dual", "weighted", "hypergeometric", "table", "quantised"]
    source = {"package": "mpmath", "version": mpmath.__version__, "script": "src/testkit/scripts/gen_laws.py", "digits": 40}
    rows = []
    for kind in wanted:
        for row in globals()[kind + "_cases"]():
            rows.append(json.dumps(row))
        print(kind, len(rows), file=sys.stderr, flush=True)
    head = json.dumps({"profile": "golden-laws", "source": source})[:-1]
    print(head + ', "cases": [\n' + ",\n".join(rows) + "\n]}")


if __name__ == "__main__":
    main()
