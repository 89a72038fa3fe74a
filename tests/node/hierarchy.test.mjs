// The hierarchy through the package: the same answers with it, without it, and after edits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build, engine, maltaBytes, randomNumbers, startEngine, thrownBy } from './engine.mjs';

const { RoadNetwork } = engine;
const { engine: otherEngine } = await startEngine(build === 'simd' ? 'baseline' : 'simd');
const network = RoadNetwork.fromOsm(maltaBytes);
const random = randomNumbers(7);
// Junctions of the main island: all are joined, and there are more than a sweep has lanes.
const { lng, lat } = network.arcs({ mode: 'drive' });
const places = [];
while (places.length < 120) {
  const i = Math.floor(random() * lng.length);
  const { componentShare } = network.locate({ at: [lng[i], lat[i]], mode: 'drive' });
  if (componentShare > 0.5) places.push([lng[i], lat[i]]);
}
const sample = { from: places.slice(0, 50), to: places.slice(50), cutoffMinutes: 600 };

for (const mode of ['walk', 'cycle', 'drive']) {
  test(`${mode}: travel times are the same with a hierarchy and without`, () => {
    const plain = network.travelTimes({ ...sample, mode });
    const within = network.travelTimes({ ...sample, mode, cutoffMinutes: 15 });
    assert.ok(plain.filter((seconds) => seconds > 0).length > plain.length / 2);
    const prepared = RoadNetwork.fromBytes(network.toBytes());
    const { nodes, links, height } = prepared.prepare({ mode });
    assert.ok(nodes > 40_000 && links > nodes && height > 10, `${nodes} ${links} ${height}`);
    assert.deepEqual(prepared.travelTimes({ ...sample, mode }), plain);
    assert.deepEqual(prepared.travelTimes({ ...sample, mode, cutoffMinutes: 15 }), within);

    // Sweeps are where the other build's instructions differ.
    const other = otherEngine.RoadNetwork.fromBytes(network.toBytes());
    other.prepare({ mode });
    assert.deepEqual(other.travelTimes({ ...sample, mode }), plain);
    other.free();

    // The order travels in the binary form.
    const bytes = prepared.toBytes();
    assert.ok(bytes.length > network.toBytes().length);
    const again = RoadNetwork.fromBytes(bytes);
    assert.deepEqual(again.prepare({ mode }), { nodes, links, height });
    assert.deepEqual(again.travelTimes({ ...sample, mode }), plain);
    for (const cut of [bytes.length - 1, bytes.length - 100_000]) {
      assert.equal(thrownBy(() => RoadNetwork.fromBytes(bytes.subarray(0, cut))).code, 'network.format');
    }

    // Closing a road re-weights; the first network answers as before.
    const { way, between } = prepared.roadAt({ at: [14.4611, 35.8972], mode });
    const edits = [{ closeRoad: { way, between } }];
    const anew = network.edit(edits).travelTimes({ ...sample, mode });
    const edited = prepared.edit(edits);
    edited.prepare({ mode });
    assert.deepEqual(edited.travelTimes({ ...sample, mode }), anew);
    assert.deepEqual(prepared.travelTimes({ ...sample, mode }), plain);

    // Another speed has the same topology.
    const slower = { base: mode, offRoadKmh: 3 };
    prepared.prepare({ mode: slower });
    assert.deepEqual(
      prepared.travelTimes({ ...sample, mode: slower }),
      network.travelTimes({ ...sample, mode: slower }),
    );
  });
}
