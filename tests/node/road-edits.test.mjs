// Profiles and edits of roads, as an embedding page asks for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy } from './engine.mjs';

const { RoadNetwork, Study } = engine;

const STREET = '<tag k="highway" v="residential"/><tag k="maxspeed" v="40"/>';
const node = (/** @type {number} */ id, /** @type {number} */ lng, lat = 30) =>
  `<node id="${id}" lon="${lng}" lat="${lat}"/>`;
const way = (/** @type {number} */ id, /** @type {number[]} */ nodes, tags = STREET) =>
  `<way id="${id}">${nodes.map((n) => `<nd ref="${n}"/>`).join('')}${tags}</way>`;
/** A street of three nodes and a flight of steps on from it. */
const MAP = `<?xml version="1.0"?><osm version="0.6">${
  node(1, 120) + node(2, 120.001) + node(3, 120.002) + node(4, 120.003) + node(5, 120.001, 30.002)
}${way(1, [1, 2, 3])}${way(2, [3, 4], '<tag k="highway" v="steps"/>')}${way(3, [5, 1])}</osm>`;
const small = () => RoadNetwork.fromOsm(new TextEncoder().encode(MAP));
/** @param {InstanceType<typeof RoadNetwork>} network @param {any} mode */
const seconds = (network, mode, from = [120, 30], to = [120.002, 30]) =>
  network.travelTimes({ from: [from], to: [to], mode })[0];

test('walkers are persons, and an unknown one is refused', () => {
  const network = small();
  const adult = seconds(network, 'walk');
  assert.equal(seconds(network, { base: 'walk', person: 'adult' }), adult);
  const elderly = seconds(network, { base: 'walk', person: 'elderly' });
  assert.ok(Math.abs(elderly / adult - 4.8 / 3.6) < 1e-3);
  // At the top of the steps the nearest road is the steps, but not in a wheelchair.
  const offRoad = (/** @type {any} */ mode) =>
    network.locate({ at: [120.003, 30], mode }).offRoadMetres;
  assert.ok(offRoad({ base: 'walk', person: 'child' }) < 1);
  assert.ok(offRoad({ base: 'walk', person: 'wheelchair' }) > 90);
  for (const mode of [{ base: 'walk', person: 'giant' }, { base: 'drive', person: 'adult' }]) {
    assert.equal(thrownBy(() => seconds(network, mode)).code, 'mode.setting');
  }
});

test('an edited network is another one, and the first answers as before', () => {
  const network = small();
  const before = seconds(network, 'walk');
  const closed = network.edit([{ closeRoad: { way: 1, between: [2, 3] } }]);
  assert.ok(Number.isNaN(seconds(closed, 'walk')));
  assert.ok(Math.abs(seconds(closed, 'walk', [120, 30], [120.001, 30]) - before / 2) < 0.01);
  const slowed = network.edit([{ slowRoad: { way: 1, factor: 0.5 } }]);
  assert.ok(Math.abs(seconds(slowed, 'walk') - 2 * before) < 0.01);
  const drawn = network.edit([{ drawRoad: { along: [5, [120.0015, 30.001], 3], limitKmh: 40, code: 'link' } }]);
  assert.ok(seconds(drawn, 'drive', [120.001, 30.002]) < seconds(network, 'drive', [120.001, 30.002]));
  const again = drawn.edit([{ closeRoad: { way: 'link' } }]);
  assert.equal(seconds(again, 'drive', [120.001, 30.002]), seconds(network, 'drive', [120.001, 30.002]));
  assert.equal(seconds(network, 'walk'), before);
  for (const [edit, code] of /** @type {[any, string][]} */ ([
    [{ closeRoad: { way: 99 } }, 'road.unknown'],
    [{ slowRoad: { way: 1 } }, 'road.edit'],
    [{ closeRoad: { way: 1, mode: 'walk' } }, 'argument.range'],
    [{ moveRoad: { way: 1 } }, 'argument.range'],
  ])) {
    assert.equal(thrownBy(() => network.edit([edit])).code, code, JSON.stringify(edit));
  }
});

test('a place gives the name of its road, and a study is edited by it', () => {
  const study = Study.fromOsm(maltaBytes);
  const query = { service: 'PHA', mode: /** @type {const} */ ('walk'), minutes: 15 };
  const before = study.served(query);
  const [pharmacy] = study.facilities({ service: 'PHA' });
  const named = study.network().roadAt({ at: pharmacy.at, mode: 'walk' });
  assert.ok(named && named.metres < 100 && named.between.length === 2);
  const closed = study.apply({ edits: [{ closeRoad: { way: named.way } }] });
  assert.notDeepEqual(closed.served(query).seconds, before.seconds);
  assert.deepEqual(study.apply({ edits: [] }).served(query), before);
  assert.deepEqual(study.served(query), before);
});
