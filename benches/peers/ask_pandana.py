"""pandana's side of the bench: sums and nearest facilities on the very graph that we export."""

import platform
import sys
from pathlib import Path

import numpy
import pandana
import pandas
from answer import serve, timed

network = None


def version():
    return {"version": pandana.__version__, "python": platform.python_version()}


def column(folder, name, kind):
    return numpy.fromfile(Path(folder) / name, dtype=kind)


def load(folder):
    """Builds the network from columns; weights are seconds, which it keeps as milliseconds."""
    global network
    place = lambda name: pandas.Series(column(folder, name, "<f8"))
    arcs = {name: pandas.Series(column(folder, name, "<u4").astype("int64")) for name in ("tail", "head")}
    seconds = pandas.DataFrame({"seconds": column(folder, "seconds", "<f8")})
    build = lambda: pandana.Network(
        place("lng"), place("lat"), arcs["tail"], arcs["head"], seconds, twoway=False
    )
    ms, network = timed(build)
    return {"ms": ms}


def sums(folder, seconds):
    """The sum of `values` within a time of every node: range queries first, then the aggregate."""
    # A fresh network each time: setting and precomputing again add to what is there.
    load(folder)
    values = pandas.Series(column(folder, "values", "<f8"))
    network.set(pandas.Series(network.node_ids), variable=values, name="values")
    precompute, _ = timed(lambda: network.precompute(seconds))
    aggregate, found = timed(
        lambda: network.aggregate(seconds, type="sum", decay="flat", name="values")
    )
    found.to_numpy("<f8").tofile(Path(folder) / "sums")
    return {"ms": precompute + aggregate, "precompute": precompute, "aggregate": aggregate}


def nearest(folder, nodes, seconds):
    """Seconds from every node to the nearest facility; `seconds` stands for none within it."""
    at = network.nodes_df.loc[nodes]
    network.set_pois("facilities", seconds, 1, at["x"], at["y"])
    ms, found = timed(lambda: network.nearest_pois(seconds, "facilities", num_pois=1))
    found[1].to_numpy("<f8").tofile(Path(folder) / "nearest")
    return {"ms": ms}


if sys.byteorder != "little":
    raise SystemExit("the columns are little-endian")
serve({"version": version, "load": load, "sums": sums, "nearest": nearest})
