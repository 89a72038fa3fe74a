"""HiGHS's side of the siting bench: the same models, one thread, interior point for every linear problem."""

import platform
import sys
import time
from pathlib import Path

import highspy
import numpy

sys.path.insert(0, str(Path(__file__).parent.parent / "peers"))
from answer import serve

INFINITY = highspy.kHighsInf


def version():
    return {"version": highspy.Highs().version(), "python": platform.python_version()}


def read(file):
    """What main.rs wrote."""
    numbers = numpy.fromfile(file, dtype="<u4").astype("int64")
    candidates, points, pairs = (int(n) for n in numbers[:3])
    ends = numpy.cumsum([3, points, candidates, points + 1, pairs])
    weight, cost, start, site = numpy.split(numbers[: ends[-1]], ends[:-1])[1:]
    return candidates, weight, cost, start, site


def solve(columns, rows, whole, options):
    """Least cost: columns are (cost, upper bound), rows (start, index, value, lower, upper)."""
    cost, upper = columns
    start, index, value, low, high = rows
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, numpy.zeros(len(cost)), upper
    lp.row_lower_, lp.row_upper_ = low, high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    if whole:
        kind = [highspy.HighsVarType.kContinuous] * len(cost)
        kind[:whole] = [highspy.HighsVarType.kInteger] * whole
        lp.integrality_ = kind
    highs = highspy.Highs()
    for name, setting in {"output_flag": False, "threads": 1, "parallel": "off", **options}.items():
        highs.setOptionValue(name, setting)
    highs.passModel(lp)
    begin = time.process_time()
    highs.run()
    ms = (time.process_time() - begin) * 1000
    info = highs.getInfo()
    bound = info.mip_dual_bound if whole else info.objective_function_value
    status = highs.modelStatusToString(highs.getModelStatus())
    return {"ms": ms, "value": info.objective_function_value, "bound": bound, "status": status}


def options(gap, seconds):
    """Interior point wherever it may be chosen; for a linear problem no vertex is asked for."""
    if gap is None:
        return {"solver": "ipm", "run_crossover": "off", "time_limit": seconds}
    return {"solver": "ipm", "mip_lp_solver": "ipm", "mip_rel_gap": gap, "mip_abs_gap": 0.0, "time_limit": seconds}


def coverage(file, sites, gap=None, seconds=300.0):
    """max Σ w y, y_i <= Σ x_j, Σ x <= sites; the relaxation without a gap."""
    candidates, weight, _, start, site = read(file)
    points = len(weight)
    columns = numpy.concatenate([numpy.zeros(candidates), -weight.astype(float)])
    own = numpy.arange(points) + candidates
    index = numpy.insert(site, start[1:], own)
    value = numpy.insert(numpy.ones(len(site)), start[1:], -1.0)
    begin = numpy.append(start + numpy.arange(points + 1), len(index) + candidates)
    index = numpy.concatenate([index, numpy.arange(candidates)])
    value = numpy.concatenate([value, numpy.ones(candidates)])
    low = numpy.append(numpy.zeros(points), -INFINITY)
    high = numpy.append(numpy.full(points, INFINITY), float(sites))
    rows = (begin, index, value, low, high)
    found = solve((columns, numpy.ones(len(columns))), rows, candidates if gap is not None else 0, options(gap, seconds))
    return {**found, "value": -found["value"], "bound": -found["bound"]}


def cover(file, costs, gap=None, seconds=300.0):
    """min Σ cost x, Σ x_j >= 1."""
    candidates, weight, cost, start, site = read(file)
    kept = numpy.diff(start) > 0
    charge = cost.astype(float) if costs else numpy.ones(candidates)
    begin = numpy.append(start[:-1][kept], len(site))
    rows = (begin, site, numpy.ones(len(site)), numpy.ones(kept.sum()), numpy.full(kept.sum(), INFINITY))
    return solve((charge, numpy.ones(candidates)), rows, candidates if gap is not None else 0, options(gap, seconds))


def capacity(file, sites, most, gap, seconds):
    """max Σ y_ij, Σ_j y_ij <= w_i, Σ_i y_ij <= capacity x_j, y_ij <= w_i x_j, Σ x <= sites."""
    candidates, weight, _, start, site = read(file)
    pairs, points = len(site), len(weight)
    point = numpy.repeat(numpy.arange(points), numpy.diff(start))
    columns = numpy.concatenate([numpy.zeros(candidates), -numpy.ones(pairs)])
    upper = numpy.concatenate([numpy.ones(candidates), weight[point].astype(float)])
    flow = numpy.arange(pairs) + candidates
    order = numpy.argsort(site, kind="stable")
    ends = numpy.searchsorted(site[order], numpy.arange(1, candidates + 1))
    of_site = numpy.insert(flow[order], ends, numpy.arange(candidates))
    of_site_value = numpy.insert(numpy.ones(pairs), ends, -most)
    link = numpy.stack([flow, site], 1).ravel()
    link_value = numpy.stack([numpy.ones(pairs), -weight[point].astype(float)], 1).ravel()
    index = numpy.concatenate([flow, of_site, link, numpy.arange(candidates)])
    value = numpy.concatenate([numpy.ones(pairs), of_site_value, link_value, numpy.ones(candidates)])
    length = numpy.concatenate([numpy.diff(start), numpy.bincount(site, minlength=candidates) + 1, numpy.full(pairs, 2), [candidates]])
    begin = numpy.concatenate([[0], numpy.cumsum(length)])
    high = numpy.concatenate([weight, numpy.zeros(candidates), numpy.zeros(pairs), [sites]]).astype(float)
    found = solve((columns, upper), (begin, index, value, numpy.full(len(high), -INFINITY), high), candidates, options(gap, seconds))
    return {**found, "value": -found["value"], "bound": -found["bound"]}


serve({"version": version, "coverage": coverage, "cover": cover, "capacity": capacity})
