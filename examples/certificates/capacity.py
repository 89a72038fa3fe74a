"""Coverage with capacities (`maxCoverage` with `capacity`): no plan serves more weight, whoever serves whom.

With a multiplier u of each row, a site's score is the most that it can take: those are served first of
whom most is asked by weight, as far as its room goes, the last one in part. The value is that of
`served`; where somebody is served as a whole or not at all, the bound is that of serving in parts.
"""

import bisect
import math
from fractions import Fraction

from .case import require


def check(case):
    banned, start = set(case.problem["banned"]), case.problem["rowStart"]
    weight = {d: math.floor(n * case.grains) for d, n, _ in case.points()}
    reach = {d: frozenset(j for j, _ in near) - banned for d, _, near in case.points() if weight[d]}
    left, spare = dict(weight), [math.floor(c * case.grains) for c in case.problem["capacity"]]
    for k, amount in case.proof["served"]:
        d, j = bisect.bisect_right(start, k) - 1, case.problem["candidate"][k]
        left[d], spare[j] = left[d] - amount, spare[j] - amount
        require(j in case.open and min(amount, left[d], spare[j]) >= 0, "more is served than there is")
        require("whole" not in case.problem or amount == weight[d], "somebody is served in parts")
    value = sum(left.values())
    if "whole" not in case.problem:  # who is in reach of the same sites makes up one row
        first = {}
        for d in list(reach):
            head = first.setdefault(reach[d], d)
            if head != d:
                weight[head] += weight.pop(d)
                del reach[d]
    least = case.least(value, lambda leaf: unserved(case, leaf, weight, reach))
    return case.covered(value, least)


def unserved(case, leaf, weight, reach):
    u, score = weight | case.given(leaf), [0] * case.problem["candidates"]
    require(all(u[d] <= weight[d] for d in u), "a multiplier is above its weight")
    room = [math.ceil(c * case.grains) for c in case.problem["capacity"]]
    asks = [d for d in reach if u[d] > 0]
    for d in sorted(asks, key=lambda d: Fraction(-u[d], weight[d])):
        for j in reach[d]:
            score[j] -= -u[d] * min(room[j], weight[d]) // weight[d]  # rounded up
            room[j] = max(room[j] - weight[d], 0)
    return case.relaxed(leaf, sum(u.values()), score)
