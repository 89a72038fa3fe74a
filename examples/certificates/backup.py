"""Backup coverage (`maxCoverage` with `need`): no plan gives more weight so many sites in reach.

A point that lacks k sites asks each of its sites for u, and goes without for min(weight, k·u); one that
has too few sites left goes without all its weight.
"""

import math


def check(case):
    alone, reach, lacks = {}, {}, {}
    for d, weight, near in case.points():
        sites = {j for j, _ in near}
        lacks[d] = case.problem["need"][d] - len(sites & case.fixed)
        alone[d] = math.floor(weight * case.grains) if lacks[d] > 0 else 0
        reach[d] = sites & case.usable if alone[d] else set()
    value = sum(alone[d] for d in reach if len(reach[d] & case.plan) < lacks[d])
    least = case.least(value, lambda leaf: without(case, leaf, alone, reach, lacks))
    return case.covered(value, least)


def without(case, leaf, alone, reach, lacks):
    given, score, total = case.given(leaf), [0] * case.problem["candidates"], 0
    opened, shut = set(leaf["open"]), set(leaf["shut"])
    for d, sites in reach.items():
        lack, free = lacks[d] - len(sites & opened), sites - opened - shut
        if lack <= 0:
            continue
        if lack > len(free):
            total += alone[d]
            continue
        u = max(given.get(d, alone[d]), 0)
        total += min(alone[d], lack * u)
        for j in free:
            score[j] += u
    return case.relaxed(leaf, total, score)
