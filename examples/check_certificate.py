"""Checks a siting certificate: python3 check_certificate.py problem.json certificate.json

Recomputes the plan's value and the proven bound in whole grains, prints both in units, and fails
if the certificate names another problem, leaves out plans, or states another value. What is proven:
no plan within the limits covers more (maxCoverage), travels less (minTotalTravel) or costs less and
covers all (minSites) than the bound; or reaches all in less seconds (minFarthestTravel): that would
be a cover by the candidates that are nearer, and costs more than the limit.
"""
import json, math, sys

text = open(sys.argv[1], encoding="utf-8").read()
problem, proof = json.loads(text), json.load(open(sys.argv[2], encoding="utf-8"))
name = 0xCBF29CE484222325
for byte in text.encode():
    name = (name ^ byte) * 0x100000001B3 % 2**64
assert proof["problem"] == f"{name:016x}", "the certificate is for another problem"
grains, start, goal = proof["grains"], problem["rowStart"], problem["objective"]
covers, cheapest = goal == "maxCoverage", goal in ("minSites", "minFarthestTravel")
fixed, banned = set(problem["fixed"]), set(problem["banned"])
cost = problem.get("cost", [int(goal == "minSites")] * problem["candidates"])
most, budget = problem.get("sites", problem["candidates"]), problem.get("budget", sum(cost))
usable = [j for j in range(problem["candidates"]) if j not in fixed | banned and cost[j] <= budget]
charge = [math.floor((c if "cost" in problem else 1) * grains) if cheapest else 0 for c in cost]
late = lambda seconds: goal == "minFarthestTravel" and seconds >= proof["seconds"]  # not within the time that is proven
rows, alone, constant = {}, {}, 0  # what each candidate asks for serving a point; what it pays without
for d, weight in enumerate(problem["weight"]):
    at = [k for k in range(start[d], start[d + 1]) if not late(problem["seconds"][k] if "seconds" in problem else 0)]
    price = [(problem["candidate"][k], 0 if covers or cheapest else math.floor(weight * problem["seconds"][k] * grains)) for k in at]
    free = [math.floor(weight * grains)] if covers else []
    if "unservedSeconds" in problem and not covers and not late(problem["unservedSeconds"]):
        free += [0 if cheapest else math.floor(weight * problem["unservedSeconds"] * grains)]
    if cheapest:  # who has to be covered may as well pay for the cheapest of its own candidates
        free += [charge[j] for j, _ in price if j in usable]
        free += [0] if weight == 0 or goal == "minSites" and start[d] == start[d + 1] else []
    alone[d] = min(free + [c for j, c in price if j in fixed], default=math.inf if weight else 0)
    rows[d] = [(j, c) for j, c in price if j not in banned and c < alone[d]]
assert set(proof["sites"]) <= set(usable) and len(proof["sites"]) <= most and sum(cost[j] for j in proof["sites"]) <= budget
if goal == "minSites":
    assert all(alone[d] == 0 or any(j in proof["sites"] for j, _ in rows[d]) for d in rows), "somebody is not covered"
    value = sum(charge[j] for j in proof["sites"])
elif goal == "minFarthestTravel":
    here, unserved, value = fixed | set(proof["sites"]), problem.get("unservedSeconds", math.inf), 0
    for d, weight in enumerate(problem["weight"]):
        near = [problem["seconds"][k] for k in range(start[d], start[d + 1]) if problem["candidate"][k] in here]
        value = max(value, min(near + [unserved])) if weight else value
else:
    value = sum(min([c for j, c in rows[d] if j in proof["sites"]] + [alone[d]]) for d in rows)

def bound(leaf):  # no plan of this part pays less
    if cheapest and math.inf in alone.values() or len(leaf["open"]) > most or sum(cost[j] for j in leaf["open"]) > budget:
        return math.inf
    u = dict(alone) | dict(zip(proof["points"], proof["multipliers"][leaf["multipliers"]]))
    assert leaf["price"] >= 0 and all(u[d] <= alone[d] < math.inf or u[d] < math.inf == alone[d] for d in u)
    score = [-f - leaf["price"] * c for f, c in zip(charge, cost)]
    for d in rows:  # any multiplier is as valid; one above what an open site asks is worth less
        u[d] = min([u[d]] + [c for j, c in rows[d] if j in leaf["open"]])
        for j, c in dict(sorted(rows[d], key=lambda e: -e[1])).items():
            score[j] += max(u[d] - c, 0)
    decided = set(leaf["open"]) | set(leaf["shut"])
    best = sorted((score[j] for j in usable if j not in decided and score[j] > 0), reverse=True)
    taken = sum(score[j] for j in leaf["open"]) + sum(best[: most - len(leaf["open"])])
    return sum(u.values()) - leaf["price"] * budget - taken

parts = [[{**{j: 1 for j in leaf["open"]}, **{j: 0 for j in leaf["shut"]}} for leaf in proof["leaves"]]]
while parts:  # every part is one leaf, or split by a site that all its leaves decide
    part = parts.pop()
    assert part, "some plans are in no leaf"
    if all(part):
        site = next(j for j in part[0] if all(j in leaf for leaf in part))
        parts += [[{k: v for k, v in leaf.items() if k != site} for leaf in part if leaf[site] == side] for side in (0, 1)]
if goal == "minFarthestTravel":
    limit = (budget if "budget" in problem else min(most, problem["candidates"])) * grains
    assert proof["seconds"] <= 0 or all(bound(leaf) > limit for leaf in proof["leaves"]), "it may be done in less time"
    print(value, proof["seconds"])
    sys.exit()
least = min([value] + [bound(leaf) for leaf in proof["leaves"]])
assert value == proof["value"], "the plan's value is another"
total = sum(math.ceil(weight * grains) for weight in problem["weight"])
print(*((total - value) / grains, math.floor((total - least) / grains)) if covers else (value / grains, math.ceil(least / grains)))
