"""Least farthest travel (`minFarthestTravel`): no plan within the limits reaches all in less seconds than the bound.

Such a plan would be a cover by the candidates that are nearer, and each of those costs more than the limit.
"""

import math

from . import cover
from .case import require


def check(case):
    seconds, unserved = case.proof["seconds"], case.problem.get("unservedSeconds", math.inf)
    require(math.isfinite(seconds), "the bound is no number")
    count = case.problem["candidates"]
    charge = [math.floor(c * case.grains) for c in case.problem.get("cost", [1] * count)]
    value, alone, reach = 0, {}, {}
    for d, weight, near in case.points():
        if weight:
            value = max(value, min([s for j, s in near if j in case.open] + [unserved]))
        sites = {j for j, s in near if s < seconds}
        excused = weight == 0 or unserved < seconds or bool(sites & case.fixed)
        cheapest = min((charge[j] for j in sites & case.usable), default=math.inf)
        alone[d] = 0 if excused else cheapest
        reach[d] = sites & case.usable if alone[d] else set()
    limit = (case.budget if "budget" in case.problem else min(case.most, count)) * case.grains
    for leaf in case.leaves if seconds > 0 else []:
        require(cover.cost(case, leaf, alone, reach, charge) > limit, "it may be done in less time")
    return value, seconds
