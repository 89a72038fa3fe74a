"""Valhalla's side of the bench: tiles from the map file, isochrones, matrices."""

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import valhalla
from answer import serve, timed

actor = None


def config_of(folder):
    config = valhalla.get_config(tile_extract="", tile_dir=folder)
    # One thread, as ours.
    config["mjolnir"]["concurrency"] = 1
    for costing in ("pedestrian", "bicycle", "auto"):
        limits = config["service_limits"][costing]
        limits["max_matrix_location_pairs"] = 10_000_000
        limits["max_locations"] = 10_000
    return config


def version():
    return {"version": valhalla.__version__, "python": platform.python_version()}


def tiles(file, folder):
    """Builds the tiles anew, in a process of its own as its users do."""
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)
    config = Path(folder).with_suffix(".json")
    config.write_text(json.dumps(config_of(folder)))
    command = [sys.executable, "-m", "valhalla", "valhalla_build_tiles", "-c", str(config), file]
    # `-m valhalla` looks for its programs on the path.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    build = lambda: subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "PATH": path}
    )
    used = lambda: resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = lambda usage: usage.ru_utime + usage.ru_stime
    before = seconds(used())
    build()
    return {"ms": (seconds(used()) - before) * 1000, "peakMegabytes": used().ru_maxrss / 1024}


def start(folder):
    global actor
    actor = valhalla.Actor(config_of(folder))
    return {}


def isochrones(places, costing, minutes, options):
    """One polygon for each place, timed one by one."""
    times, drawn = [], []
    for lng, lat in places:
        request = json.dumps(
            {
                "locations": [{"lon": lng, "lat": lat}],
                "costing": costing,
                "costing_options": {costing: options},
                "contours": [{"time": minutes}],
                "polygons": True,
            }
        )
        ms, answer = timed(lambda: actor.isochrone(request))
        times.append(ms)
        drawn.append(json.loads(answer)["features"][0]["geometry"])
    return {"ms": times, "drawn": drawn}


def matrix(origins, targets, costing, options):
    """Seconds from every origin to every target, row-major; null = none found."""
    at = lambda places: [{"lon": lng, "lat": lat} for lng, lat in places]
    request = json.dumps(
        {
            "sources": at(origins),
            "targets": at(targets),
            "costing": costing,
            "costing_options": {costing: options},
            "verbose": False,
        }
    )
    ms, answer = timed(lambda: actor.matrix(request))
    durations = json.loads(answer)["sources_to_targets"]["durations"]
    return {"ms": ms, "seconds": [seconds for row in durations for seconds in row]}


serve({"version": version, "tiles": tiles, "start": start, "isochrones": isochrones, "matrix": matrix})
