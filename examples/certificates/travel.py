"""Least total travel (`minTotalTravel`), and coverage within a budget (`maxCoverage`): no plan pays less than the bound.

With a multiplier u of each point, every plan pays at least  Σ u − Σ_open score  where a site's score is
the sum of u − price over the points for which that is positive; with a budget, less what its price
charges for it. A point may go without at its own price.
"""

import math
from collections import defaultdict
from functools import lru_cache

from .case import require


def check(case):
    covers = case.problem["objective"] == "maxCoverage"
    banned, unserved = set(case.problem["banned"]), case.problem.get("unservedSeconds")
    alone, price = {}, {}
    for d, weight, near in case.points():
        at = [(j, 0 if covers else math.floor(weight * seconds * case.grains)) for j, seconds in near]
        free = [c for j, c in at if j in case.fixed]
        if covers or unserved is not None:
            free.append(math.floor(weight * (1 if covers else unserved) * case.grains))
        alone[d] = min(free, default=math.inf if weight else 0)
        price[d] = {}
        for j, c in at:
            if j not in banned | case.fixed and c < alone[d]:
                price[d][j] = min(c, price[d].get(j, c))
    value = sum(min([c for j, c in price[d].items() if j in case.plan] + [alone[d]]) for d in price)
    near = defaultdict(list)
    for d, sites in price.items():
        for j in sites:
            near[j].append(d)
    closed = lru_cache(8)(lambda multipliers: with_none_open(case, multipliers, alone, price))
    least = case.least(value, lambda leaf: paid(case, leaf, price, near, *closed(leaf["multipliers"])))
    if covers:
        return case.covered(value, least)
    whole = case.is_whole("seconds") and unserved in (None, math.floor(unserved or 0))
    return value / case.grains, math.ceil(least / case.grains) if whole else least / case.grains


def with_none_open(case, multipliers, alone, price):
    """The multiplier of each point, and the scores of sites; many leaves have the same."""
    given, score = alone | case.given({"multipliers": multipliers}), [0] * case.problem["candidates"]
    for d, u in given.items():
        require(u <= alone[d] and u < math.inf, "a multiplier is above what a point pays alone")
        for j, c in price[d].items():
            score[j] += max(u - c, 0)
    return given, sum(given.values()), score


def paid(case, leaf, price, near, given, total, score):
    score, opened = score[:], set(leaf["open"])
    for d in {d for j in opened for d in near[j]}:
        # One above what an open site asks proves less.
        u = min([given[d]] + [c for j, c in price[d].items() if j in opened])
        total -= given[d] - u
        for j, c in price[d].items():
            score[j] -= max(given[d] - c, 0) - max(u - c, 0)
    return case.relaxed(leaf, total, score)
