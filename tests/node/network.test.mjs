// A network from a map file, as an embedding page asks it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy } from './engine.mjs';

const { RoadNetwork } = engine;
const network = RoadNetwork.fromOsm(maltaBytes);
const VALLETTA = [14.5134, 35.8979];
const VICTORIA_GOZO = [14.2396, 36.0443];
const SICILY = [14.9, 36.9];

test('it describes itself per mode and says what it left out', () => {
  const facts = network.describe();
  const { bounds, modes, skipped } = facts;
  assert.ok(facts.turnRestrictions > 300 && facts.turnRestrictionsApplied > 250);
  assert.ok(facts.turnRestrictionsApplied <= facts.turnRestrictions);
  const [west, south, east, north] = bounds;
  assert.ok(west > 14.1 && east < 14.6 && south > 35.7 && north < 36.1, `${bounds}`);
  for (const mode of ['walk', 'cycle', 'drive']) {
    const { nodes, arcs, kilometres, components, largestComponentShare } = modes[mode];
    assert.ok(nodes > 30_000 && arcs > nodes && kilometres > 3000 && components > 100);
    assert.ok(largestComponentShare > 0.8 && largestComponentShare < 0.9);
  }
  assert.ok(skipped.length > 0 && skipped.every((s) => s.count > 0));
});

test('bands are ascending and cumulative, whatever the order asked', () => {
  const { features } = network.isochrone({ at: VALLETTA, mode: 'walk', minutes: [15, 5, 10] });
  assert.deepEqual(features.map((f) => f.properties.minutes), [5, 10, 15]);
  const area = (f) =>
    f.geometry.coordinates.flat().reduce((sum, ring) => {
      let twice = 0;
      for (let i = 1; i < ring.length; i++) {
        twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
      }
      return sum + twice / 2;
    }, 0);
  const areas = features.map(area);
  assert.ok(0 < areas[0] && areas[0] < areas[1] && areas[1] < areas[2], `${areas}`);
  for (const ring of features.flatMap((f) => f.geometry.coordinates.flat())) {
    assert.deepEqual(ring[0], ring.at(-1));
    assert.ok(ring.length > 3);
  }
});

test('reached roads stay within the time and time is linear along each', () => {
  const { features } = network.reachedRoads({ at: VALLETTA, mode: 'walk', minutes: 10 });
  assert.ok(features.length > 100);
  for (const { properties, geometry } of features) {
    assert.ok(properties.secondsStart >= 0 && properties.secondsEnd >= 0);
    assert.ok(Math.max(properties.secondsStart, properties.secondsEnd) <= 600.001);
    assert.ok(geometry.coordinates.length >= 2);
  }
});

test('times: rows of origins, NaN beyond the cut-off, 0 for equal places, islands apart', () => {
  const places = [VALLETTA, [14.5, 35.9], VICTORIA_GOZO, SICILY];
  const times = network.travelTimes({ from: places, to: places, mode: 'walk' });
  assert.equal(times.length, 16);
  for (let i = 0; i < 3; i++) assert.equal(times[i * 4 + i], 0);
  assert.ok(times[1] > 900 && times[1] < 4000, `${times[1]}`);
  assert.ok(Number.isNaN(times[2]) && Number.isNaN(times[3]) && Number.isNaN(times[15]));
  const cut = network.travelTimes({ from: places, to: places, mode: 'walk', cutoffMinutes: 5 });
  assert.ok(Number.isNaN(cut[1]) && cut[0] === 0);
  const slow = network.travelTimes({
    from: [places[0]],
    to: [places[1]],
    mode: { base: 'walk', speedKmh: 2.4 },
  });
  assert.ok(slow[0] > times[1] * 1.5, `${slow[0]}`);
});

test('a place says how it is joined, or why not', () => {
  const joined = network.locate({ at: VALLETTA, mode: 'walk' });
  assert.ok(joined.reason === null && joined.offRoadMetres < 100 && joined.componentShare > 0.8);
  assert.equal(network.locate({ at: SICILY, mode: 'walk' }).reason, 'outsideExtract');
  assert.equal(network.locate({ at: [14.5, 36.05], mode: 'walk' }).reason, 'noRoadWithinCap');
  const empty = network.isochrone({ at: SICILY, mode: 'walk', minutes: [5, 10] });
  assert.deepEqual(empty.features.map((f) => f.geometry.coordinates), [[], []]);
  assert.deepEqual(network.reachedRoads({ at: SICILY, mode: 'walk', minutes: 5 }).features, []);
});

test('a place that is not joined or on an island says so with figures', () => {
  const joined = network.locate({ at: VALLETTA, mode: 'walk' });
  assert.ok(joined.island === null && joined.nearestRoadMetres <= joined.offRoadMetres + 0.01);
  const afloat = network.locate({ at: [14.5, 36.05], mode: 'walk' });
  assert.ok(afloat.nearestRoadMetres > 500 && afloat.nearestAnyRoadMetres > 500);
  assert.ok(afloat.nearestAnyRoadMetres <= afloat.nearestRoadMetres && afloat.island === null);
  assert.ok(network.locate({ at: SICILY, mode: 'walk' }).nearestRoadMetres > 50_000);
});

test('every empty time has its reason, and every place its standing', () => {
  const from = [VALLETTA, VICTORIA_GOZO];
  const to = [[14.5135, 35.898], [14.4, 35.9], VICTORIA_GOZO, [14.5, 36.05], SICILY];
  const question = { from, to, mode: 'walk', cutoffMinutes: 15 };
  const found = network.reasons(question);
  assert.deepEqual(found.words, ['reached', 'outsideExtract', 'noRoadWithinCap', 'island', 'beyondCutoff']);
  const words = [...found.reason].map((r) => found.words[r]);
  assert.deepEqual(words, [
    'reached', 'beyondCutoff', 'island', 'noRoadWithinCap', 'outsideExtract',
    'island', 'island', 'reached', 'noRoadWithinCap', 'outsideExtract',
  ]);
  const times = network.travelTimes(question);
  assert.deepEqual([...times].map(Number.isNaN), words.map((w) => w !== 'reached'));
  assert.deepEqual([...found.from.part], [1, 2]);
  assert.deepEqual([...found.to.part], [1, 1, 2, 0, 0]);
  assert.ok(found.from.partKilometres[0] > 3000 && found.from.partShare[0] > 0.8);
  assert.ok(Number.isNaN(found.to.partShare[4]) && found.to.nearestRoadMetres[3] > 500);
});

test('an empty circle says why, a margin is kept, and nothing is near the border at sea', () => {
  const of = (q) => network.isochrone({ at: VALLETTA, mode: 'walk', minutes: [10], ...q }).features[0];
  const drawn = { marginMetres: 40, resolutionMetres: 40 };
  assert.deepEqual(of({}).properties, { minutes: 10, nearExtractBorder: false, ...drawn, reason: null });
  assert.equal(of({ at: SICILY }).properties.reason, 'outsideExtract');
  assert.equal(of({ at: [14.5, 36.05] }).properties.reason, 'noRoadWithinCap');
  // Parking alone takes longer than a minute.
  assert.equal(of({ mode: 'drive', minutes: [1] }).properties.reason, 'beyondCutoff');
  const north = (f) => Math.max(...f.geometry.coordinates.flat(2).map(([, lat]) => lat));
  const wider = (north(of({ marginMetres: 100 })) - north(of({}))) * 110_900;
  assert.ok(wider > 40 && wider < 80, `${wider}`);
  for (const marginMetres of [0, 5, NaN, 1e6]) {
    const error = thrownBy(() => of({ marginMetres }));
    assert.deepEqual([error.code, error.place], ['argument.range', 'marginMetres']);
  }
});

test('circles that come to the border of the file say so', () => {
  const text = (bounds) =>
    new TextEncoder().encode(`<osm version="0.6">${bounds}
      <node id="1" lon="120" lat="30"/><node id="2" lon="120.1" lat="30"/><node id="3" lon="120.05" lat="30.05"/>
      <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="9"/><tag k="highway" v="residential"/></way>
      <way id="2"><nd ref="3"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>`);
  const near = (osm, at, mode) =>
    RoadNetwork.fromOsm(osm)
      .isochrone({ at, mode, minutes: [5, 15] })
      .features.map((f) => f.properties.nearExtractBorder);
  // Node 9 is missing: the road is cut at 120.1.
  assert.deepEqual(near(text(''), [120.0, 30], 'walk'), [false, false]);
  assert.deepEqual(near(text(''), [120.095, 30], 'walk'), [false, true]);
  const box = '<bounds minlon="119.9" minlat="29.9" maxlon="120.05" maxlat="30.1"/>';
  assert.deepEqual(near(text(box), [120.04, 30], 'walk'), [false, true]);
  assert.deepEqual(near(text(box), [120.02, 30], 'walk'), [false, false]);
  assert.deepEqual(near(text(box), [120.02, 30], 'cycle'), [false, true]);
});

test('bytes give the same network back; foreign, cut or changed ones are refused', () => {
  const bytes = network.toBytes();
  const again = RoadNetwork.fromBytes(bytes);
  const question = { at: VALLETTA, mode: 'drive', minutes: [5] };
  assert.deepEqual(again.isochrone(question), network.isochrone(question));
  assert.deepEqual(again.describe(), network.describe());
  const changed = bytes.slice();
  changed[bytes.length >> 1] ^= 1;
  for (const bad of [changed, bytes.subarray(0, 1000), new Uint8Array(100), maltaBytes]) {
    assert.equal(thrownBy(() => RoadNetwork.fromBytes(bad)).code, 'network.format');
  }
});

test('bad questions are refused with code and place, and the network goes on', () => {
  const minutes = [5];
  const many = new Array(20_000).fill(VALLETTA);
  const cases = [
    [() => network.isochrone({ at: [NaN, 1], mode: 'walk', minutes }), 'place.coordinate', 'at'],
    [() => network.isochrone({ at: [0, 95], mode: 'walk', minutes }), 'place.coordinate', 'at'],
    [() => network.isochrone({ at: VALLETTA, mode: 'fly', minutes }), 'mode.setting', 'mode'],
    [() => network.isochrone({ at: VALLETTA, mode: 'walk', minutes: [-1] }), 'argument.range', 'minutes'],
    [() => network.locate({ at: VALLETTA, mode: { base: 'walk', wings: 2 } }), 'mode.setting', 'mode'],
    [() => network.locate({ at: VALLETTA, mode: { base: 'walk', speedKmh: 0 } }), 'mode.setting', 'mode: speedKmh'],
    [() => network.travelTimes({ from: [VALLETTA], to: [[1]], mode: 'walk' }), 'place.coordinate', 'to[0]'],
    [() => network.locate({ at: VALLETTA, mode: { base: 'drive', speedKmh: 5 } }), 'mode.setting', 'mode: speedKmh'],
    [() => network.travelTimes({ from: many, to: many, mode: 'walk' }), 'argument.range', 'to'],
    [() => network.nodeTimes({ sources: Uint32Array.of(0) }), 'network.noArcs', undefined],
  ];
  for (const [call, code, place] of cases) {
    const error = thrownBy(call);
    assert.deepEqual([error.code, error.place], [code, place], error.message);
  }
  assert.equal(network.locate({ at: VALLETTA, mode: 'walk' }).reason, null);
});

test('bad files are refused with code and place', () => {
  const text = (s) => new TextEncoder().encode(s);
  const cases = [
    [new Uint8Array(), 'import.format'],
    [new Uint8Array(1000).fill(7), 'import.format'],
    [text('<html></html>'), 'import.format'],
    [text('<osm version="0.6"><node id="1" lat="3"'), 'import.osm'],
    [text('<osm version="0.6"></osm>'), 'network.empty'],
    [maltaBytes.subarray(0, 50), 'import.osm'],
    [maltaBytes.subarray(0, maltaBytes.length / 2), 'import.osm'],
  ];
  for (const [bytes, code] of cases) {
    assert.equal(thrownBy(() => RoadNetwork.fromOsm(bytes)).code, code);
  }
});
