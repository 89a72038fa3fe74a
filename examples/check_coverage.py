"""Checks a certificate of coverage by a number of sites: python3 check_coverage.py problem.json certificate.json

Recomputes the plan's value and the bound in whole grains and prints both in units: no plan covers
more. Fails if the certificate names another problem, leaves out plans, or states another value.
"""
import collections, itertools, json, math, sys

if not __debug__:
    sys.exit("run without -O, which leaves out what is checked")
text = open(sys.argv[1], encoding="utf-8").read()
problem, proof = json.loads(text), json.load(open(sys.argv[2], encoding="utf-8"))
name = 0xCBF29CE484222325
for byte in text.encode():
    name = (name ^ byte) * 0x100000001B3 % 2**64
assert proof["problem"] == f"{name:016x}", "the certificate is for another problem"
grains, most, plan = proof["grains"], problem["sites"], set(proof["sites"])
assert problem["objective"] == "maxCoverage" and not problem.keys() & {"budget", "capacity", "need"}, "another kind of problem"
assert grains > 0 and math.frexp(grains)[0] == 0.5 and sum(math.ceil(n * grains) for n in problem["weight"]) <= 2**53
assert all(type(u) is int and u >= 0 for given in proof["multipliers"] for u in given), "multipliers are whole"
fixed, banned = set(problem["fixed"]), set(problem["banned"])
usable = set(range(problem["candidates"])) - fixed - banned
assert plan <= usable and len(plan) <= most
first, reach, weight = {}, {}, collections.Counter()  # who is in reach of the same sites makes up one row
for d, (start, end) in enumerate(itertools.pairwise(problem["rowStart"])):
    sites, people = frozenset(problem["candidate"][start:end]) - banned, math.floor(problem["weight"][d] * grains)
    if people and not sites & fixed:
        row = first.setdefault(sites, d)
        reach[row], weight[row] = sites, weight[row] + people
value = sum(weight[row] for row in reach if not reach[row] & plan)
assert value == proof["value"], "the plan's value is another"

def bound(leaf):  # each plan of this part leaves so many uncovered
    opened, shut, given = set(leaf["open"]), set(leaf["shut"]), proof["multipliers"][leaf["multipliers"]]
    u, of_cuts = dict(zip(proof["points"], given)), given[len(proof["points"]):]
    assert not opened & shut and opened | shut <= usable and set(u) <= set(reach)
    score, of_cut, alike = collections.Counter(), collections.Counter(), collections.defaultdict(lambda: [0, 0])
    for rows, share in zip(proof["cuts"], of_cuts):  # one of three rows is covered, one more for each site, two for who reaches all
        assert len(set(rows)) == 3
        of_cut.update({row: share for row in rows})
        for j, n in collections.Counter(j for row in rows for j in reach[row]).items():
            score[j] += (n + 1) // 2 * share
    for row, sites in reach.items():
        pair, asked = alike[sites - shut], u.get(row, weight[row])
        pair[0], pair[1] = pair[0] + weight[row], pair[1] + asked + of_cut[row]
        for j in sites:
            score[j] += asked
    total = sum(map(min, alike.values())) - sum(of_cuts) - sum(score[j] for j in opened)
    order = sorted(usable - opened - shut, key=lambda j: -score[j])
    place, best = {j: k for k, j in enumerate(order)}, [0, *itertools.accumulate(score[j] for j in order)]
    def besides(j, many):  # the best that many other sites can do
        return best[many] if place[j] >= many else best[min(many + 1, len(order))] - score[j]
    many = min(most - len(opened), len(order))
    # Where something must be open or shut, only plans that decide one of these otherwise are in this leaf.
    found = [besides(j, many) for j in leaf.get("mustOpen", [])] + [besides(j, many - 1) + score[j] for j in leaf.get("mustShut", [])]
    return total - max(found or [best[many]])

def sides(leaf, opened, shut):
    return dict.fromkeys(leaf.get(opened, []), 1) | dict.fromkeys(leaf.get(shut, []), 0)
parts = [[(sides(leaf, "open", "shut"), sides(leaf, "mustOpen", "mustShut")) for leaf in proof["leaves"]]]
while parts:  # every part is one leaf, or all but what one leaf found, or split by a site that all its leaves decide
    part = parts.pop()
    done = next((leaf for leaf in part if not leaf[0]), None)
    assert part, "some plans are in no leaf"
    if done and done[1]:
        rest = [leaf for leaf in part if leaf is not done and done[1].items() <= leaf[0].items()]
        parts.append([({k: v for k, v in leaf[0].items() if k not in done[1]}, leaf[1]) for leaf in rest])
    elif not done:
        site = next(j for j in part[0][0] if all(j in leaf[0] for leaf in part))
        parts += [[({k: v for k, v in leaf[0].items() if k != site}, leaf[1]) for leaf in part if leaf[0][site] == side] for side in (0, 1)]
least = min([value] + [bound(leaf) for leaf in proof["leaves"]])
total, whole = sum(math.ceil(n * grains) for n in problem["weight"]), all(n == math.floor(n) for n in problem["weight"])
reached = [not set(problem["candidate"][a:b]).isdisjoint(plan | fixed) for a, b in itertools.pairwise(problem["rowStart"])]
print(math.fsum(itertools.compress(problem["weight"], reached)), math.floor((total - least) / grains) if whole else (total - least) / grains)
