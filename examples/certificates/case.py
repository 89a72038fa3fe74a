"""What all certificates have in common: the problem's name, whole numbers, limits, and parts that leave out no plan."""

import json
import math
import sys


def require(is_so, why):
    """Ends the check unless something is so; an `assert` would be left out by -O."""
    if not is_so:
        sys.exit(f"refused: {why}")


class Case:
    """A problem, a plan for it, and the leaves that bound all plans; sums are in whole grains."""

    def __init__(self, problem, certificate):
        with open(problem, "rb") as given, open(certificate, "rb") as stated:
            text, self.proof = given.read(), json.load(stated)
        self.problem = json.loads(text)
        name = 0xCBF29CE484222325
        for byte in text:
            name = (name ^ byte) * 0x100000001B3 % 2**64
        require(self.proof["problem"] == f"{name:016x}", "the certificate is for another problem")
        self.grains, self.leaves = self.proof["grains"], self.proof["leaves"]
        self.weight_grains = self.proof.get("weightGrains", self.grains)
        for grains in (self.grains, self.weight_grains):
            require(0 < grains < math.inf and math.frexp(grains)[0] == 0.5, "grains are a power of two")
        given = [n for one in self.proof["multipliers"] for n in one]
        given += [n for one in self.proof.get("served", []) for n in one]
        given += [leaf.setdefault("price", 0) for leaf in self.leaves]
        require(all(type(n) is int for n in given), "multipliers are whole")
        self.fixed, self.plan = set(self.problem["fixed"]), set(self.proof["sites"])
        count = self.problem["candidates"]
        self.cost = self.problem.get("cost", [0] * count)
        self.most = self.problem.get("sites", count)
        self.budget = self.problem.get("budget", sum(self.cost))
        decided = self.fixed | set(self.problem["banned"])
        self.usable = {j for j in range(count) if j not in decided and self.cost[j] <= self.budget}
        self.open = self.fixed | self.plan
        require(self.plan <= self.usable and self.may_open(self.plan), "the plan breaks a limit")
        for leaf in self.leaves:
            decides = leaf["open"] + leaf["shut"]
            require(len(set(decides)) == len(decides), "a leaf decides a site twice")
            require(set(decides) <= self.usable, "a leaf decides what is decided")
            require(leaf["price"] >= 0, "a price is negative")
        check_parts(self.leaves)

    def may_open(self, sites):
        return len(sites) <= self.most and sum(self.cost[j] for j in sites) <= self.budget

    def points(self):
        """Each point with its weight and its candidates, with seconds where there are some."""
        start, seconds = self.problem["rowStart"], self.problem.get("seconds")
        for d, weight in enumerate(self.problem["weight"]):
            at = range(start[d], start[d + 1])
            yield d, weight, [(self.problem["candidate"][k], seconds[k] if seconds else 0) for k in at]

    def given(self, leaf):
        """The multipliers that a leaf gives to points."""
        return dict(zip(self.proof["points"], self.proof["multipliers"][leaf["multipliers"]]))

    def relaxed(self, leaf, all_pay, score):
        """What is paid at least in a leaf: all, less the scores of open sites and of the best others."""
        if not self.may_open(leaf["open"]):
            return math.inf  # no plan is in this part
        score = [s - leaf["price"] * c if j not in self.fixed else s for j, (s, c) in enumerate(zip(score, self.cost))]
        opened, shut = set(leaf["open"]), set(leaf["shut"])
        others = sorted((score[j] for j in self.usable - opened - shut if score[j] > 0), reverse=True)
        taken = sum(score[j] for j in opened | self.fixed) + sum(others[: self.most - len(opened)])
        return all_pay - leaf["price"] * self.budget - taken

    def least(self, value, bound):
        """The least that any plan pays, after the value stated is found right."""
        require(value == self.proof["value"], "the plan's value is another")
        return min([value] + [bound(leaf) for leaf in self.leaves])

    def covered(self, value, least):
        """What is covered, of all weight, where so much is not; whole where every value is."""
        total = sum(math.ceil(weight * self.grains) for weight in self.problem["weight"])
        most = (total - least) / self.grains
        return (total - value) / self.grains, math.floor(most) if self.is_whole("capacity") else most

    def is_whole(self, *names):
        return all(n == math.floor(n) for name in ("weight", *names) for n in self.problem.get(name, []))


def check_parts(leaves):
    """Every part of the plans is one leaf, or all but what a leaf found, or split by a site that all decide."""

    def sides(leaf, opened, shut):
        return dict.fromkeys(leaf.get(opened, []), 1) | dict.fromkeys(leaf.get(shut, []), 0)

    # What is decided on the way to a part, which all leaves in it decide alike, and these leaves.
    parts = [({}, [(sides(leaf, "open", "shut"), sides(leaf, "mustOpen", "mustShut")) for leaf in leaves])]
    while parts:
        path, part = parts.pop()
        require(part, "some plans are in no leaf")
        least = min(part, key=lambda leaf: len(leaf[0]))
        if len(least[0]) > len(path):
            site = next((j for j in least[0] if j not in path and all(j in leaf[0] for leaf in part)), None)
            require(site is not None, "leaves that overlap")
            halves = [({site: 1}, part), ({site: 0}, part)]
        else:
            halves = [(least[1], [leaf for leaf in part if leaf is not least])] if least[1] else []
        for decided, among in halves:
            inside = [leaf for leaf in among if decided.items() <= leaf[0].items()]
            parts.append((path | decided, inside))
