#!/usr/bin/env python3
"""rule_oracle.py: the quantiles of delay rules, by Python's statistics module
and by formulas. A line is a rule, a share and the delay that this share of all
does not exceed; test_rule.c reads them.

SPDX-License-Identifier: MIT
"""
import math
import statistics

SHARES = [1e-12, 1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999,
          1 - 1e-6, 1 - 1e-12]


def uniform(low, high):
    return f"uniform:{low}..{high}", lambda p: low * (1 - p) + high * p


def exponential(mean):
    return f"exponential:{mean}", lambda p: mean * -math.log1p(-p)


def lognormal(median, sigma):
    normal = statistics.NormalDist(math.log(median), sigma)
    return (f"lognormal:{median},{sigma}",
            lambda p: math.exp(normal.inv_cdf(p)))


for rule, quantile in [
        uniform(0.2, 0.8), uniform(0, 3600), uniform(0.001, 0.002),
        exponential(0.5), exponential(0.003), exponential(100),
        lognormal(0.5, 0.4), lognormal(0.01, 1), lognormal(20, 0.05),
        lognormal(1, 0.7)]:
    for share in SHARES:
        print(rule, repr(share), repr(quantile(share)))
print("end")
