"""Covers (`minSites`): none of the weight asked for has fewer sites, or costs less, than the bound.

Where everybody has to be covered, every cover costs at least  Σ u − Σ score⁺  with a site's score the sum of
the multipliers u of its points, less its cost. Where some weight may stay out, u counts in weight, and
the bound is the least cost of sites, the last one in part, whose scores bring what is left uncovered
down to that. What is `forced` is open anyway, and is added to value and bound.
"""

import math
from fractions import Fraction

from .case import require


def check(case):
    partial = "mayStayOut" in case.problem
    charge = [math.floor(c * case.grains) for c in case.problem.get("cost", [1] * case.problem["candidates"])]
    alone, reach = {}, {}
    for d, weight, near in case.points():
        sites = {j for j, _ in near}
        # Whom no candidate reaches at all nobody can cover.
        excused = weight == 0 or not sites or bool(sites & case.fixed)
        cheapest = min((charge[j] for j in sites & case.usable), default=math.inf)
        alone[d] = 0 if excused else math.floor(weight * case.weight_grains) if partial else cheapest
        reach[d] = sites & case.usable if alone[d] else set()
    out = sum(alone[d] for d in reach if not reach[d] & case.plan)
    may = math.floor(case.problem["mayStayOut"] * case.weight_grains) if partial else 0
    require(out <= may, "too many are not covered")
    value = sum(charge[j] for j in case.plan)
    bound = share if partial else cost
    least = case.least(value, lambda leaf: bound(case, leaf, alone, reach, charge))
    require(set(case.problem.get("forced", [])) <= case.fixed, "what is forced is not open")
    forced = sum(charge[j] for j in set(case.problem.get("forced", [])))
    return (value + forced) / case.grains, math.ceil((least + forced) / case.grains)


def asked(case, leaf, alone, reach):
    """Multipliers of points that no open site covers, summed up, and the scores of sites."""
    score, total = [0] * case.problem["candidates"], 0
    for d, u in (alone | case.given(leaf)).items():
        require(u <= alone[d] and u < math.inf, "a multiplier is above what a point pays alone")
        u = min(u, 0) if reach[d] & set(leaf["open"]) else u
        total += u
        for j in reach[d]:
            score[j] += max(u, 0)
    return total, score


def cost(case, leaf, alone, reach, charge):
    if math.inf in alone.values():
        return math.inf  # nothing covers somebody
    total, score = asked(case, leaf, alone, reach)
    score = [s - c if j not in case.fixed else s for j, (s, c) in enumerate(zip(score, charge))]
    return case.relaxed(leaf, total, score)


def share(case, leaf, alone, reach, charge):
    total, score = asked(case, leaf, alone, reach)
    opened, shut = set(leaf["open"]), set(leaf["shut"])
    due = total - math.floor(case.problem["mayStayOut"] * case.weight_grains)
    due, paid = due - sum(score[j] for j in opened), sum(charge[j] for j in opened)
    worth = [j for j in case.usable - opened - shut if score[j] > 0]
    for j in sorted(worth, key=lambda j: Fraction(charge[j], score[j])):
        taken = max(min(score[j], due), 0)
        paid, due = paid + charge[j] * taken // score[j], due - taken
    return math.inf if due > 0 else paid
