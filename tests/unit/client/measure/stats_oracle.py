#!/usr/bin/env python3
"""stats_oracle.py: what client/measure/stats.c has to say of 100 random samples, by
Python's statistics module and by code that shares nothing with ours. A line is
a name, a colon and numbers; test_stats.c reads them.

SPDX-License-Identifier: MIT
"""
import math
import random
import statistics

SAMPLES = 100
PERCENTILES = [("1", 0.01), ("50", 0.5), ("90", 0.9), ("95", 0.95),
               ("99", 0.99), ("99.9", 0.999)]
MASK = (1 << 64) - 1


def nearest_rank(values, fraction):
    """The smallest value with at least that fraction of all at or below it."""
    for value in sorted(values):
        at_or_below = sum(1 for other in values if other <= value)
        if at_or_below >= fraction * len(values) - 1e-9:
            return value
    return max(values)


def is_carried(count, fraction):
    """Is it unlikely that all values lie below the percentile, or all above?
    """
    below = math.exp(count * math.log(fraction))
    above = math.exp(count * math.log1p(-fraction))
    return max(below, above) <= 0.025


def outliers(values):
    median = statistics.median(values)
    away = [abs(value - median) for value in values]
    mad = statistics.median(away)
    if len(values) < 6:
        return 0, 0
    strange = [i for i, d in enumerate(away)
               if (0.6745 * d > 3.5 * mad) and d > abs(median) / 20]
    return len(strange), int(0 in strange and values[0] > median)


def splitmix64(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def bootstrap(a, b, confidence):
    stream = splitmix64(1)
    ratios = []
    for _ in range(2000):
        rounds = [(next(stream) >> 33) % len(a) for _ in a]
        ratios.append(statistics.median([a[i] for i in rounds])
                      / statistics.median([b[i] for i in rounds]))
    ratios.sort()
    k = round((1 - confidence) / 2 * 2000)
    return ratios[k - 1], ratios[2000 - k - 1]


def student_inside(t, n):
    """P(|T| < t), from the density with x = sqrt(n) tan(u), by Boole's rule."""
    end = math.atan(t / math.sqrt(n))
    steps = 2000
    h = end / steps
    weights = [7 if i in (0, steps) else (14, 32, 12, 32)[i % 4]
               for i in range(steps + 1)]
    total = math.fsum(weight * math.cos(i * h) ** (n - 1)
                      for i, weight in enumerate(weights))
    constant = math.exp(math.lgamma((n + 1) / 2) - math.lgamma(n / 2))
    return 2 * constant / math.sqrt(math.pi) * total * 2 * h / 45


def student_t(confidence, n):
    """By the secant method: the density is smooth."""
    t0, t1 = 1.0, 2.0
    f0 = student_inside(t0, n) - confidence
    while True:
        f1 = student_inside(t1, n) - confidence
        if f1 == f0 or abs(t1 - t0) < 1e-13 * t1:
            return t1
        step = f1 * (t1 - t0) / (f1 - f0)
        t0, f0 = t1, f1
        # Where it is flat, the secant would leap too far.
        t1 = min(max(t1 - step, t1 / 2), t1 * 2)


def welch(a, b, confidence):
    log_a = [math.log(x) for x in a]
    log_b = [math.log(x) for x in b]
    of_a = statistics.variance(log_a) / len(a)
    of_b = statistics.variance(log_b) / len(b)
    if of_a + of_b == 0:
        ratio = statistics.geometric_mean(a) / statistics.geometric_mean(b)
        return ratio, ratio
    n = (of_a + of_b) ** 2 / (of_a ** 2 / (len(a) - 1)
                              + of_b ** 2 / (len(b) - 1))
    half = student_t(confidence, n) * math.sqrt(of_a + of_b)
    middle = statistics.fmean(log_a) - statistics.fmean(log_b)
    return math.exp(middle - half), math.exp(middle + half)


def tell(name, *numbers):
    print(name + ":", *(repr(number) for number in numbers))


def main():
    draw = random.Random(20261122)
    for number in range(SAMPLES):
        count = draw.choice([1, 2, 3, 5, 6, 7, 10, 36, 72, 368, 500])
        spread = draw.choice([3, 1000, 10 ** 6, 10 ** 9])
        values = [10 ** 6 + draw.randrange(spread) for _ in range(count)]
        if draw.random() < 0.5:
            values[draw.randrange(count)] += 50 * spread
        others = [5 * 10 ** 5 + draw.randrange(spread) for _ in range(count)]
        tell("values", *values)
        tell("others", *others)
        tell("median", float(statistics.median(values)))
        for text, fraction in PERCENTILES:
            tell("percentile", float(text), nearest_rank(values, fraction),
                 int(is_carried(count, fraction)))
        tell("outliers", *outliers(values))
        # The interval of the first ten rounds; more take long in Python.
        if count >= 6:
            tell("bootstrap",
                 *bootstrap(values[:10], others[:10],
                            (0.9, 0.95, 0.99)[number % 3]),
                 (0.9, 0.95, 0.99)[number % 3])
        if count >= 3:
            confidence = (0.95, 0.99, 1 - 0.01 / 12)[number % 3]
            tell("welch", *welch(values, others[:max(3, count // 2)],
                                 confidence), confidence)
        tell("end")


main()
