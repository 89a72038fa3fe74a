"""Checks a siting certificate: python3 check_certificate.py problem.json certificate.json

Recomputes the plan's value and the proven bound in whole grains, prints both in units, and fails
if the certificate names another problem, leaves out plans, or states another value. What is proven:
no plan within the limits covers more (maxCoverage; with capacities: serves more, be it in parts, the value
being that of `served`; with `need`: gives more people so many sites in reach), travels less (minTotalTravel) or
costs less and covers enough (minSites) than the bound; or reaches all in less seconds
(minFarthestTravel): that would be a cover by the candidates that are nearer, and costs more than the
limit. Coverage by a number of sites has certificates of its own kind: they are left to check_coverage.py.
"""
import bisect, fractions, json, math, pathlib, runpy, sys

if not __debug__:
    sys.exit("run without -O, which leaves out what is checked")
text = open(sys.argv[1], encoding="utf-8").read()
problem, proof = json.loads(text), json.load(open(sys.argv[2], encoding="utf-8"))
if problem["objective"] == "maxCoverage" and not problem.keys() & {"budget", "capacity", "need"}:
    runpy.run_path(str(pathlib.Path(__file__).with_name("check_coverage.py")))
    sys.exit()
name = 0xCBF29CE484222325
for byte in text.encode():
    name = (name ^ byte) * 0x100000001B3 % 2**64
assert proof["problem"] == f"{name:016x}", "the certificate is for another problem"
grains, start, goal = proof["grains"], problem["rowStart"], problem["objective"]
numbers = [n for given in proof["multipliers"] for n in given] + [leaf["price"] for leaf in proof["leaves"]]
assert all(type(n) is int for n in numbers + [n for served in proof.get("served", []) for n in served]), "multipliers are whole"
assert all(n > 0 and math.frexp(n)[0] == 0.5 for n in (grains, proof.get("weightGrains", grains))), "grains are a power of two"
covers, cheapest, partial = goal == "maxCoverage", goal in ("minSites", "minFarthestTravel"), "mayStayOut" in problem
fixed, banned = set(problem["fixed"]), set(problem["banned"])
cost = problem.get("cost", [int(goal == "minSites")] * problem["candidates"])
most, budget = problem.get("sites", problem["candidates"]), problem.get("budget", sum(cost))
usable = [j for j in range(problem["candidates"]) if j not in fixed | banned and cost[j] <= budget]
charge = [math.floor((c if "cost" in problem else 1) * grains) if cheapest else 0 for c in cost]
room = [math.ceil(c * grains) for c in problem.get("capacity", [])]
here = fixed | set(proof["sites"])
assert set(proof["sites"]) <= set(usable) and len(proof["sites"]) <= most and sum(cost[j] for j in proof["sites"]) <= budget
late = lambda seconds: goal == "minFarthestTravel" and seconds >= proof["seconds"]  # not within the time that is proven
rows, alone, need = {}, {}, {}  # what each candidate asks for serving a point; what it pays without; sites it needs in reach
for d, weight in enumerate(problem["weight"]):
    at = [k for k in range(start[d], start[d + 1]) if not late(problem["seconds"][k] if "seconds" in problem else 0)]
    price = [(problem["candidate"][k], 0 if covers or cheapest else math.floor(weight * problem["seconds"][k] * grains)) for k in at]
    free = [math.floor(weight * (proof["weightGrains"] if partial else grains))] if covers or partial else []
    if "unservedSeconds" in problem and not covers and not late(problem["unservedSeconds"]):
        free += [0 if cheapest else math.floor(weight * problem["unservedSeconds"] * grains)]
    if cheapest and not partial:  # who has to be covered may as well pay for the cheapest of its own candidates
        free += [charge[j] for j, _ in price if j in usable]
    if cheapest and (weight == 0 or goal == "minSites" and start[d] == start[d + 1]):
        free = [0]
    need[d] = problem["need"][d] - len({j for j, _ in price if j in fixed}) if "need" in problem else 1
    free += [0] if need[d] <= 0 else [c for j, c in price if j in fixed] if not room and "need" not in problem else []
    alone[d] = min(free, default=math.inf if weight else 0)
    rows[d] = [(j, c) for j, c in price if j not in banned and c < alone[d] and (room or j not in fixed)]
    rows[d] = [(j, c) for j, c in rows[d] if cost[j] <= budget] if "need" in problem else rows[d]
if goal == "minSites":
    out = [alone[d] for d in rows if alone[d] and not any(j in here for j, _ in rows[d])]
    assert sum(out) <= math.floor(problem["mayStayOut"] * proof["weightGrains"]) if partial else not out, "too many are not covered"
    value = sum(charge[j] for j in proof["sites"])
elif goal == "minFarthestTravel":
    unserved, value = problem.get("unservedSeconds", math.inf), 0
    for d, weight in enumerate(problem["weight"]):
        near = [problem["seconds"][k] for k in range(start[d], start[d + 1]) if problem["candidate"][k] in here]
        value = max(value, min(near + [unserved])) if weight else value
elif room:
    value, left, spare = sum(alone.values()), dict(alone), [math.floor(c * grains) for c in problem["capacity"]]
    for k, amount in proof["served"]:
        d, j = bisect.bisect_right(start, k) - 1, problem["candidate"][k]
        left[d], spare[j], value = left[d] - amount, spare[j] - amount, value - amount
        assert j in here and amount >= 0 and left[d] >= 0 and spare[j] >= 0, "more is served than there is"
        assert "whole" not in problem or amount == alone[d], "somebody is served in parts"
    first = {}  # who is in reach of the same sites makes up one row
    for d in [d for d in rows if alone[d] and "whole" not in problem]:
        head = first.setdefault(frozenset(j for j, _ in rows[d]), d)
        if head != d:
            alone[head], rows[d] = alone[head] + alone.pop(d), []
elif "need" in problem:
    value = sum(alone[d] for d in rows if len({j for j, _ in rows[d] if j in here}) < need[d])
else:
    value = sum(min([c for j, c in rows[d] if j in here] + [alone[d]]) for d in rows)

def bound(leaf):  # no plan of this part pays less
    opened, shut = set(leaf["open"]), set(leaf["shut"])
    assert not opened & shut and opened | shut <= set(usable)
    if cheapest and math.inf in alone.values() or len(opened) > most or sum(cost[j] for j in opened) > budget:
        return math.inf
    u = dict(alone) | dict(zip(proof["points"], proof["multipliers"][leaf["multipliers"]]))
    assert leaf["price"] >= 0 and all("need" in problem or u[d] <= alone[d] < math.inf or u[d] < math.inf == alone[d] for d in u)
    score = [0 if j in fixed or partial else -charge[j] - leaf["price"] * c for j, c in enumerate(cost)]
    if room:  # each site serves those first of whom most is asked
        left = list(room)
        for d in sorted((d for d in u if u[d] > 0), key=lambda d: fractions.Fraction(-u[d], alone[d])):
            for j in {j for j, _ in rows[d]}:
                score[j], left[j] = score[j] - -u[d] * min(left[j], alone[d]) // alone[d], max(left[j] - alone[d], 0)
    for d in rows if not room else []:  # any multiplier is as valid; one above what an open site asks is worth less
        at = dict(sorted(((j, c) for j, c in rows[d] if "need" not in problem or j not in opened | shut), key=lambda e: -e[1]))
        lacks = need[d] - len({j for j, _ in rows[d] if j in opened}) if "need" in problem else 1
        u[d] = 0 if lacks <= 0 else max(u[d], 0) if "need" in problem else min([u[d]] + [c for j, c in rows[d] if j in opened])
        for j, c in at.items() if lacks <= len(at) or "need" not in problem else []:
            score[j] += max(u[d] - c, 0)
        if "need" in problem:
            u[d] = min(alone[d], lacks * u[d]) if lacks <= len(at) else alone[d]
    worth = [j for j in usable if j not in opened | shut and score[j] > 0]
    if partial:  # the cheapest sites that bring what is due down to what may stay out
        due = sum(u.values()) - math.floor(problem["mayStayOut"] * proof["weightGrains"]) - sum(score[j] for j in opened)
        paid = sum(charge[j] for j in opened)
        for j in sorted(worth, key=lambda j: fractions.Fraction(charge[j], score[j])):
            taken = max(min(score[j], due), 0)
            paid, due = paid + charge[j] * taken // score[j], due - taken
        return math.inf if due > 0 else paid
    best = sorted((score[j] for j in worth), reverse=True)[: most - len(opened)]
    return sum(u.values()) - leaf["price"] * budget - sum(score[j] for j in opened | fixed) - sum(best)

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
counted = [] if cheapest else problem["weight"] + [n for name in ("seconds", "capacity") for n in problem.get(name, [])] + [problem.get("unservedSeconds", 0)]
whole = all(n == math.floor(n) for n in counted)  # then so is every value, and a bound is the next whole number
values = [n / grains for n in ((total - value, total - least) if covers else (value, least))]
print(values[0], (math.floor if covers else math.ceil)(values[1]) if whole else values[1])
