// Flat columns to GeoJSON: building nested arrays in JavaScript is many times faster than crossing
// the border once a number.

/**
 * @param {Float64Array} minutes one per feature
 * @param {Float64Array} coordinates lng, lat pairs
 * @param {Uint32Array} ringStart first point of each ring, one entry more than rings
 * @param {Uint32Array} polygonStart first ring of each polygon, one entry more than polygons
 * @param {Uint32Array} featureStart first polygon of each feature, one entry more than features
 * @param {Uint8Array} nearBorder one per feature
 * @param {number} marginMetres how far around roads the land counts
 * @param {number} resolutionMetres how finely it was drawn
 * @param {string | undefined} reason why all are empty
 */
export function multiPolygons(
  minutes, coordinates, ringStart, polygonStart, featureStart, nearBorder, marginMetres, resolutionMetres, reason,
) {
  const features = [];
  for (let f = 0; f < minutes.length; f++) {
    const polygons = [];
    for (let p = featureStart[f]; p < featureStart[f + 1]; p++) {
      const rings = [];
      for (let r = polygonStart[p]; r < polygonStart[p + 1]; r++) {
        rings.push(points(coordinates, ringStart[r], ringStart[r + 1]));
      }
      polygons.push(rings);
    }
    features.push({
      type: "Feature",
      properties: {
        minutes: minutes[f],
        nearExtractBorder: nearBorder[f] === 1,
        marginMetres,
        resolutionMetres,
        reason: reason ?? null,
      },
      geometry: { type: "MultiPolygon", coordinates: polygons },
    });
  }
  return { type: "FeatureCollection", features };
}

/**
 * @param {Float64Array} coordinates lng, lat pairs
 * @param {Uint32Array} lineStart first point of each line, one entry more than lines
 * @param {Float64Array} secondsStart one per line
 * @param {Float64Array} secondsEnd one per line
 */
export function lineStrings(coordinates, lineStart, secondsStart, secondsEnd) {
  const features = [];
  for (let l = 0; l < secondsStart.length; l++) {
    features.push({
      type: "Feature",
      properties: { secondsStart: secondsStart[l], secondsEnd: secondsEnd[l] },
      geometry: {
        type: "LineString",
        coordinates: points(coordinates, lineStart[l], lineStart[l + 1]),
      },
    });
  }
  return { type: "FeatureCollection", features };
}

/** @param {Float64Array} coordinates @param {number} from @param {number} to */
function points(coordinates, from, to) {
  const list = new Array(to - from);
  for (let i = from; i < to; i++) list[i - from] = [coordinates[2 * i], coordinates[2 * i + 1]];
  return list;
}
