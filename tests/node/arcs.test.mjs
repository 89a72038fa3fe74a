// Networks from bare arcs: times of every node, against a plain Dijkstra written here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, randomNumbers, thrownBy } from './engine.mjs';

const { RoadNetwork } = engine;

/** Milliseconds from the nearest source, by repeated relaxation. */
function oracle({ nodeCount, tail, head, seconds }, sources, backward) {
  const ms = Float64Array.from(seconds, (s) => Math.round(s * 1000));
  const time = new Float64Array(nodeCount).fill(Infinity);
  for (const source of sources) time[source] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let a = 0; a < ms.length; a++) {
      const [from, to] = backward ? [head[a], tail[a]] : [tail[a], head[a]];
      if (time[from] + ms[a] < time[to]) {
        time[to] = time[from] + ms[a];
        changed = true;
      }
    }
  }
  return Array.from(time, (t) => (t === Infinity ? NaN : t / 1000));
}

test('every node keeps its number and gets its shortest time, both ways', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 300; round++) {
    const nodeCount = 2 + Math.floor(random() * 30);
    const count = Math.floor(random() * nodeCount * 4);
    const longest = [0.01, 60, 4_294_967][round % 3];
    const column = (of) => Uint32Array.from({ length: count }, of);
    const arcs = {
      nodeCount,
      tail: column(() => Math.floor(random() * nodeCount)),
      head: column(() => Math.floor(random() * nodeCount)),
      seconds: Float64Array.from({ length: count }, () => (random() < 0.1 ? 0 : random() * longest)),
    };
    const network = RoadNetwork.fromArcs(arcs);
    const sources = Uint32Array.of(Math.floor(random() * nodeCount), Math.floor(random() * nodeCount));
    for (const direction of ['to', 'from']) {
      const expected = oracle(arcs, sources, direction === 'to');
      assert.deepEqual([...network.nodeTimes({ sources, direction })], expected);
      const cutoffSeconds = longest / 2;
      const cut = expected.map((t) => (t <= cutoffSeconds ? t : NaN));
      assert.deepEqual([...network.nodeTimes({ sources, direction, cutoffSeconds })], cut);
    }
    network.free();
  }
});

test('"to" is the direction if none is named', () => {
  const network = RoadNetwork.fromArcs({
    nodeCount: 2,
    tail: Uint32Array.of(0),
    head: Uint32Array.of(1),
    seconds: Float64Array.of(5),
  });
  assert.deepEqual([...network.nodeTimes({ sources: Uint32Array.of(1) })], [5, 0]);
  assert.deepEqual([...network.nodeTimes({ sources: Uint32Array.of(0) })], [0, NaN]);
  assert.deepEqual([...network.nodeTimes({ sources: new Uint32Array() })], [NaN, NaN]);
});

test('paths longer than 49 days are still right', () => {
  const network = RoadNetwork.fromArcs({
    nodeCount: 3,
    tail: Uint32Array.of(0, 1),
    head: Uint32Array.of(1, 2),
    seconds: Float64Array.of(4_294_967, 4_294_967),
  });
  assert.equal(network.nodeTimes({ sources: Uint32Array.of(2) })[0], 8_589_934);
});

test('arcs that make no graph are refused with their place', () => {
  const good = {
    nodeCount: 2,
    tail: Uint32Array.of(0, 1),
    head: Uint32Array.of(1, 0),
    seconds: Float64Array.of(1, 2),
  };
  const cases = [
    [{ nodeCount: 4_294_967_294 }, 'nodeCount'],
    [{ tail: Uint32Array.of(0) }, 'arcs'],
    [{ tail: Uint32Array.of(0, 2) }, 'tail[1]'],
    [{ head: Uint32Array.of(9, 0) }, 'head[0]'],
    [{ seconds: Float64Array.of(1, -1) }, 'seconds[1]'],
    [{ seconds: Float64Array.of(NaN, 1) }, 'seconds[0]'],
    [{ seconds: Float64Array.of(1, 4_294_968) }, 'seconds[1]'],
  ];
  for (const [change, place] of cases) {
    const error = thrownBy(() => RoadNetwork.fromArcs({ ...good, ...change }));
    assert.deepEqual([error.code, error.place], ['network.arcs', place]);
  }
});

test('what needs places or modes says so on bare arcs', () => {
  const network = RoadNetwork.fromArcs({
    nodeCount: 1,
    tail: new Uint32Array(),
    head: new Uint32Array(),
    seconds: new Float64Array(),
  });
  const at = [14.5, 35.9];
  const calls = [
    () => network.describe(),
    () => network.toBytes(),
    () => network.isochrone({ at, mode: 'walk', minutes: [5] }),
    () => network.reachedRoads({ at, mode: 'walk', minutes: 5 }),
    () => network.travelTimes({ from: [at], to: [at], mode: 'walk' }),
    () => network.locate({ at, mode: 'walk' }),
    () => network.arcs({ mode: 'walk' }),
  ];
  for (const call of calls) assert.equal(thrownBy(call).code, 'network.noGeometry');
  const source = thrownBy(() => network.nodeTimes({ sources: Uint32Array.of(1) }));
  assert.deepEqual([source.code, source.place], ['argument.range', 'sources[0]']);
});

test('sums: what lies within the cut-off of every node, both ways, the cut-off included', () => {
  const network = RoadNetwork.fromArcs({
    nodeCount: 4,
    tail: Uint32Array.of(0, 1, 2),
    head: Uint32Array.of(1, 2, 0),
    seconds: Float64Array.of(10, 10, 30),
  });
  const sums = (q) => [...network.nodeSums({ values: Float64Array.of(1, 2, 4, 8), ...q })];
  assert.deepEqual(sums({ cutoffSeconds: 0 }), [1, 2, 4, 8]);
  assert.deepEqual(sums({ cutoffSeconds: 10, direction: 'from' }), [3, 6, 4, 8]);
  assert.deepEqual(sums({ cutoffSeconds: 9.999, direction: 'from' }), [1, 2, 4, 8]);
  assert.deepEqual(sums({ cutoffSeconds: 10 }), [1, 3, 6, 8]);
  assert.deepEqual(sums({ cutoffSeconds: 1000 }), [7, 7, 7, 8]);
  const refused = [
    [{ values: Float64Array.of(1) }, 'values'],
    [{ values: Float64Array.of(1, NaN, 1, 1) }, 'values[1]'],
    [{ cutoffSeconds: -1 }, 'cutoffSeconds'],
    [{ cutoffSeconds: undefined }, 'cutoffSeconds'],
  ];
  for (const [change, place] of refused) {
    const error = thrownBy(() => sums({ cutoffSeconds: 1, ...change }));
    assert.deepEqual([error.code, error.place], ['argument.range', place]);
  }
});

test('a mode\'s arcs make the same network again, each node at its place', () => {
  const network = RoadNetwork.fromOsm(maltaBytes);
  const arcs = network.arcs({ mode: 'walk' });
  assert.equal(thrownBy(() => network.nodeSums({ values: [], cutoffSeconds: 1 })).code, 'network.noArcs');
  assert.ok(arcs.nodeCount > 10_000 && arcs.lng.length === arcs.nodeCount);
  const bare = RoadNetwork.fromArcs(arcs);
  // From junction to junction, times on bare arcs are those between the junctions' places.
  const random = randomNumbers(5);
  let compared = 0;
  for (let i = 0; i < 20; i++) {
    const [a, b] = [random(), random()].map((r) => Math.floor(r * arcs.nodeCount));
    const at = (node) => [arcs.lng[node], arcs.lat[node]];
    const [asked] = network.travelTimes({ from: [at(a)], to: [at(b)], mode: 'walk' });
    const found = bare.nodeTimes({ sources: Uint32Array.of(b) })[a];
    if (Number.isNaN(asked) || Number.isNaN(found)) continue;
    // Two roads can pass one place: the place may be joined to the other one.
    if (Math.abs(asked - found) < 0.01) compared++;
  }
  assert.ok(compared >= 10, `${compared}`);
  network.free();
  bare.free();
});
