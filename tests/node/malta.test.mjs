// The embedded demo in wasm: the numbers that tests/malta.rs finds natively, to the bit.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy, wasmMegabytes } from './engine.mjs';

const { Study } = engine;
const golden = JSON.parse(
  await readFile(new URL('../golden/malta.json', import.meta.url), 'utf8'),
);
const steps = [];
const study = Study.fromOsm(maltaBytes, { onProgress: (share, step) => steps.push([share, step]) });
const QUESTION = { service: 'PHA', mode: 'walk', minutes: 15 };

const NEVER = 2 ** 32 - 1;
const PRIME = 9_007_199_254_740_881n;
/** The sum that tests/malta.rs makes of whole numbers. @param {Iterable<bigint>} numbers */
function sumOf(numbers) {
  let sum = 0n;
  for (const n of numbers) sum = (sum * 31n + (n % PRIME)) % PRIME;
  return Number(sum);
}

/** @param {Float64Array} seconds */
const fingerprint = (seconds) =>
  sumOf(Array.from(seconds, (s) => BigInt(Number.isNaN(s) ? NEVER : Math.round(s * 1000))));

/** The same of numbers to the bit. @param {Iterable<number>} numbers */
function bits(numbers) {
  const values = Float64Array.from(numbers, (n) => (Number.isNaN(n) ? 0 : n));
  return sumOf(new BigUint64Array(values.buffer));
}

test('the file is read with progress, within 120 MB of memory', () => {
  const shares = steps.map(([share]) => share);
  assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
  assert.equal(shares.at(-1), 1);
  assert.deepEqual([...new Set(steps.map(([, step]) => step))].slice(0, 2), ['unpack', 'roads']);
  assert.ok(wasmMegabytes() < 120, `${wasmMegabytes()} MB`);
});

test('wasm and native agree to the bit', () => {
  for (const { service, mode, ...expected } of golden.answers) {
    const served = study.served({ service, mode, minutes: 15 });
    const found = {
      total: served.total,
      served: served.served,
      classes: [...served.classes],
      fingerprint: fingerprint(served.seconds),
    };
    assert.deepEqual(found, expected, `${service} ${mode}`);
  }
  const facts = study.describe();
  assert.deepEqual([facts.people, facts.peopleEstimated], golden.people);
  assert.equal(facts.facilities, golden.facilities);
  assert.equal(facts.demandPoints, golden.demandPoints);
});

test('circles, a picture, an edited network and a hierarchy are those found natively', () => {
  const network = study.network();
  const share = (i, step) => ((i * step) % 100) / 100;
  const places = Array.from({ length: 40 }, (_, i) => [14.38 + share(i, 37) * 0.15, 35.86 + share(i, 61) * 0.07]);
  const isochrones = ['walk', 'cycle', 'drive'].map((mode) => {
    const drawn = places.slice(0, 8).map((at) => network.isochrone({ at, mode, minutes: [5, 10, 15], direction: 'to' }));
    return bits(drawn.flatMap(({ features }) => features.flatMap((f) => f.geometry.coordinates.flat(3))));
  });
  const { bounds } = network.describe();
  const heat = bits(study.heatMinutes({ ...QUESTION, bounds, width: 256, height: 256 }));
  const { way, between } = network.roadAt({ at: places[3], mode: 'walk' });
  const edited = network.edit([
    { drawRoad: { along: [[14.509, 35.903], [14.506, 35.908]], code: 'bridge' } },
    { closeRoad: { way, between } },
  ]);
  const table = (of, mode, cutoffMinutes) => bits(of.travelTimes({ from: places, to: places, mode, cutoffMinutes }));
  const plain = table(network, 'drive', 60);
  network.prepare({ mode: 'drive' });
  assert.equal(table(network, 'drive', 60), plain);
  assert.deepEqual({ isochrones, heat, edited: table(edited, 'walk'), prepared: plain }, golden.reach);
  edited.free();
  network.free();
});

test('the suggested sites are those found natively, and keep their promise', () => {
  const search = study.suggestSites({ ...QUESTION, sites: 3 });
  let state = search.step(10);
  for (let slice = 0; !state.done && slice < 10_000; slice++) state = search.step(10);
  search.free();
  assert.deepEqual(state.plan.sites.map((s) => [s.code, s.gain]), golden.sites);
  assert.equal(state.plan.newlyServed, golden.newlyServed);
  assert.equal(state.plan.bound, golden.bound);
  const edits = state.plan.sites.map((s) => ({ open: { at: s.at, services: ['PHA'] } }));
  const changed = study.apply({ edits });
  const gained = changed.served(QUESTION).served - study.served(QUESTION).served;
  assert.ok(Math.abs(gained - state.plan.newlyServed) < 1e-6);
  assert.deepEqual(changed.facilities({ service: 'PHA' }).filter((f) => f.added).length, 3);
  changed.free();
});

test('an edit undone leaves no trace, and units add up', () => {
  const before = study.served(QUESTION);
  const code = study.facilities({ service: 'PHA' })[0].code;
  const closed = study.apply({ edits: [{ close: code }] });
  assert.ok(closed.served(QUESTION).served <= before.served);
  closed.free();
  const undone = study.apply({ edits: [] });
  assert.deepEqual(undone.served(QUESTION), before);
  undone.free();
  const units = study.units();
  const leaves = units.map((u, i) => (u.level === 0 ? before.unitServed[i] : 0));
  const sum = leaves.reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(sum - before.served) < 1e-6 && Math.abs(before.unitServed.at(-1) - sum) < 1e-6);
  assert.equal(before.served + before.unserved, before.total);
});

test('pictures tell no road from not reached', () => {
  const bounds = study.describe().bounds;
  const minutes = study.heatMinutes({ ...QUESTION, bounds, width: 256, height: 256 });
  assert.equal(minutes.length, 256 * 256);
  const [sea, cut, reached] = [
    minutes.filter(Number.isNaN),
    minutes.filter((m) => m === Infinity),
    minutes.filter(Number.isFinite),
  ].map((m) => m.length);
  assert.ok(sea > 10_000 && cut > 10 && reached > 5000, `${sea} ${cut} ${reached}`);
  const people = study.heatUnserved({ ...QUESTION, bounds, width: 256, height: 256 });
  assert.ok(people.every((p) => p >= 0) && Math.max(...people) > 0);
});

test('an open study stays under 80 MB through the widest searches', () => {
  for (const [mode, minutes] of [['walk', 30], ['cycle', 30], ['drive', 10]]) {
    const search = study.suggestSites({ service: 'HOS', mode, minutes, sites: 3 });
    let state = search.step(50);
    for (let slice = 0; !state.plan && slice < 2000; slice++) state = search.step(50);
    for (let slice = 0; !state.done && slice < 20; slice++) state = search.step(50);
    assert.ok(state.plan.bound >= state.plan.newlyServed);
    search.free();
  }
  assert.ok(wasmMegabytes() < 80, `${wasmMegabytes()} MB`);
});

test('the study returns from its bytes', () => {
  const again = Study.fromBytes(study.toBytes());
  assert.deepEqual(again.served(QUESTION), study.served(QUESTION));
  again.free();
  assert.equal(thrownBy(() => Study.fromBytes(maltaBytes)).code, 'study.format');
});

test('an edited table of tags gives other facilities, a broken one is refused', () => {
  const xml = `<osm version="0.6"><node id="1" lon="14" lat="36"/><node id="2" lon="14.001" lat="36"/>
    <node id="3" lon="14" lat="36"><tag k="amenity" v="pharmacy"/></node>
    <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="service"/></way></osm>`;
  const bytes = new TextEncoder().encode(xml);
  const pharmacies = (serviceTags) => {
    const read = Study.fromOsm(bytes, { serviceTags });
    const { facilities } = read.describe().services.find((s) => s.code === 'PHA');
    read.free();
    return facilities;
  };
  const table = engine.serviceTags();
  assert.equal(pharmacies(undefined), 1);
  assert.equal(pharmacies(table), 1);
  const without = table.split('\n').filter((row) => !row.includes('pharmacy')).join('\n');
  assert.equal(pharmacies(without), null);
  assert.equal(thrownBy(() => pharmacies('nonsense')).code, 'import.table');
});

test('bad questions are refused with code and place', () => {
  const cases = [
    [() => study.served({ ...QUESTION, service: 'XXX' }), 'study.service'],
    [() => study.served({ ...QUESTION, service: 'VET' }), 'study.noData'],
    [() => study.served({ ...QUESTION, minutes: 61 }), 'argument.range'],
    [() => study.served({ ...QUESTION, minutes: 0 }), 'argument.range'],
    [() => study.apply({ edits: [{ close: 'nobody' }] }), 'scenario.unknown'],
    [() => study.apply({ edits: [{ open: { at: [0, 99], services: ['PHA'] } }] }), 'place.coordinate'],
    [() => study.apply({ edits: [{ open: { at: [14.5, 35.9], services: [] } }] }), 'study.service'],
    [() => study.suggestSites({ ...QUESTION, sites: 1.5 }), 'argument.range'],
  ];
  for (const [call, code] of cases) assert.equal(thrownBy(call).code, code);
});

test('the unserved are told apart by reason, and none is near a border at sea', () => {
  const { unreachable, seconds } = study.served(QUESTION);
  const found = study.unserved(QUESTION);
  assert.deepEqual([...found.reason].map((r) => r === 0), [...seconds].map((s) => !Number.isNaN(s)));
  const sum = found.people.reduce((a, b) => a + b, 0);
  assert.ok(found.people[0] === 0 && Math.abs(sum - unreachable) < 1e-6, `${sum} of ${unreachable}`);
  assert.ok(found.nearBorder === 0 && found.unitNearBorder.every((people) => people === 0));
  assert.equal(found.unitNearBorder.length, study.units().length);
});

test('who reaches no facility is told the part of the roads or the nearest road', () => {
  const ask = (at) => study.nearest({ at, service: 'PHA', mode: 'walk' });
  const reached = ask([14.5134, 35.8979]);
  assert.ok(reached.reason === null && reached.part === null && Number.isNaN(reached.nearestRoadMetres));
  const afloat = ask([14.5, 36.05]);
  assert.ok(afloat.reason === 'noRoadWithinCap' && afloat.nearestRoadMetres > 500);
  // Comino has footways and no pharmacy.
  const comino = ask([14.3345, 36.0135]);
  assert.equal(comino.reason, 'island');
  assert.ok(comino.part.kilometres > 1 && comino.part.share < 0.05, JSON.stringify(comino));
});
