"""Checks a siting certificate: python3 check_certificate.py problem.json certificate.json

Prints the value of its plan and the bound that it proves for every plan, in units. Fails if it names
another problem, leaves out plans, states another value, or is none. What is proven for each kind of
problem, and by which sum, stands in the module of that kind under certificates/.
"""

import sys

sys.dont_write_bytecode = True
from certificates import backup, capacity, cover, coverage, farthest, travel
from certificates.case import Case

case = Case(*sys.argv[1:3])
special = case.problem.keys() & {"capacity", "need", "budget"}
of_coverage = capacity if "capacity" in special else backup if "need" in special else travel
kinds = {
    "maxCoverage": of_coverage if special else coverage,
    "minTotalTravel": travel,
    "minSites": cover,
    "minFarthestTravel": farthest,
}
print(*kinds[case.problem["objective"]].check(case))
