"""Checks a siting certificate: python3 check_certificate.py problem.json certificate.json

Recomputes the plan's value and the proven bound in whole grains, prints both in units, and fails
if the certificate names another problem, leaves out plans, or states another value.
"""
import json, math, sys

text = open(sys.argv[1], encoding="utf-8").read()
problem, proof = json.loads(text), json.load(open(sys.argv[2], encoding="utf-8"))
name = 0xCBF29CE484222325
for byte in text.encode():
    name = (name ^ byte) * 0x100000001B3 % 2**64
assert proof["problem"] == f"{name:016x}", "the certificate is for another problem"
grains, start, covers = proof["grains"], problem["rowStart"], problem["objective"] == "maxCoverage"
fixed, banned, cost = set(problem["fixed"]), set(problem["banned"]), problem.get("cost", [0] * problem["candidates"])
most, budget = problem.get("sites", problem["candidates"]), problem.get("budget", 0)
usable = [j for j in range(problem["candidates"]) if j not in fixed | banned and cost[j] <= budget]
rows, alone, constant = {}, {}, 0  # what each candidate asks for serving a point; what it pays without
for d, weight in enumerate(problem["weight"]):
    at = range(start[d], start[d + 1])
    price = [(problem["candidate"][k], 0 if covers else math.floor(weight * problem["seconds"][k] * grains)) for k in at]
    free = [math.floor(weight * grains)] if covers else []
    free += [math.floor(weight * problem["unservedSeconds"] * grains)] if "unservedSeconds" in problem and not covers else []
    alone[d] = min(free + [c for j, c in price if j in fixed], default=math.inf if weight else 0)
    rows[d] = [(j, c) for j, c in price if j not in banned and c < alone[d]]
assert set(proof["sites"]) <= set(usable) and len(proof["sites"]) <= most and sum(cost[j] for j in proof["sites"]) <= budget
value = sum(min([c for j, c in rows[d] if j in proof["sites"]] + [alone[d]]) for d in rows)

def bound(leaf):  # no plan of this part pays less
    if len(leaf["open"]) > most or sum(cost[j] for j in leaf["open"]) > budget:
        return math.inf
    u = dict(alone) | dict(zip(proof["points"], proof["multipliers"][leaf["multipliers"]]))
    assert leaf["price"] >= 0 and all(u[d] <= alone[d] < math.inf or u[d] < math.inf == alone[d] for d in u)
    score = [-leaf["price"] * c for c in cost]
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
least = min([value] + [bound(leaf) for leaf in proof["leaves"]])
assert value == proof["value"], "the plan's value is another"
total = sum(math.ceil(weight * grains) for weight in problem["weight"])
print(*((total - value) / grains, math.floor((total - least) / grains)) if covers else (value / grains, math.ceil(least / grains)))
