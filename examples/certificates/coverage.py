"""Coverage by a number of sites (`maxCoverage`): no plan covers more weight than the bound.

Points in reach of the same sites are one row. With a multiplier u of each row and t of each cut, a plan
leaves uncovered at least  Σ_rows min(weight, u + Σ t of its cuts) − Σ t − Σ_open score  where a site's
score is the sum of u of its rows and, for each cut, of ⌈its rows there / 2⌉ · t: of three rows one at
least is covered, one more for each of these. `mustOpen` and `mustShut` of a leaf are decided otherwise
by its plans.
"""

import math
from collections import Counter, defaultdict
from itertools import accumulate, compress

from .case import require


def check(case):
    require(sum(math.ceil(n * case.grains) for n in case.problem["weight"]) <= 2**53, "grains are too small")
    require(all(n >= 0 for given in case.proof["multipliers"] for n in given), "a multiplier is negative")
    banned, first, reach, weight = set(case.problem["banned"]), {}, {}, Counter()
    for d, people, near in case.points():
        sites, people = frozenset(j for j, _ in near) - banned, math.floor(people * case.grains)
        if people and not sites & case.fixed:
            row = first.setdefault(sites, d)
            reach[row], weight[row] = sites, weight[row] + people
    value = sum(weight[row] for row in reach if not reach[row] & case.plan)
    _, bound = case.covered(value, case.least(value, lambda leaf: uncovered(case, leaf, reach, weight)))
    reached = [any(j in case.open for j, _ in near) for _, _, near in case.points()]
    return math.fsum(compress(case.problem["weight"], reached)), bound


def uncovered(case, leaf, reach, weight):
    given, opened, shut = case.given(leaf), set(leaf["open"]), set(leaf["shut"])
    of_cuts = case.proof["multipliers"][leaf["multipliers"]][len(case.proof["points"]) :]
    require(given.keys() <= reach.keys(), "a multiplier is no row's")
    if not case.may_open(opened):
        return math.inf  # no plan is in this part
    score, of_cut, alike = Counter(), Counter(), defaultdict(lambda: [0, 0])
    for rows, t in zip(case.proof["cuts"], of_cuts):
        require(len(set(rows)) == 3, "a cut is over three rows")
        of_cut.update(dict.fromkeys(rows, t))
        for j, n in Counter(j for row in rows for j in reach[row]).items():
            score[j] += (n + 1) // 2 * t
    for row, sites in reach.items():
        u = given.get(row, weight[row])
        pair = alike[sites - shut]  # rows that become alike in this part may share what they ask
        pair[0], pair[1] = pair[0] + weight[row], pair[1] + u + of_cut[row]
        for j in sites:
            score[j] += u
    total = sum(map(min, alike.values())) - sum(of_cuts) - sum(score[j] for j in opened)
    order = sorted(case.usable - opened - shut, key=lambda j: -score[j])
    place, best = {j: k for k, j in enumerate(order)}, [0, *accumulate(score[j] for j in order)]
    many = min(case.most - len(opened), len(order))

    def besides(j, many):  # the best that so many sites other than this one can do
        return best[many] if place[j] >= many else best[min(many + 1, len(order))] - score[j]

    found = [besides(j, many) for j in leaf.get("mustOpen", [])]
    found += [besides(j, many - 1) + score[j] for j in leaf.get("mustShut", [])]
    return total - max(found or [best[many]])
