// The checkup's formulas on bare numbers, as an embedding page asks them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, randomNumbers, thrownBy } from './engine.mjs';

const { evaluateService, inequality } = engine;

/** @param {ArrayLike<number>} found @param {number[]} expected @param {number} halfADigit */
function assertDigits(found, expected, halfADigit) {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) assert.ok(Number.isNaN(found[i]), `${i}: ${found[i]}`);
    else assert.ok(Math.abs(found[i] - value) <= halfADigit, `${i}: ${found[i]} is not ${value}`);
  });
}

const BANDS = [
  { upToSeconds: 300, weight: 1 },
  { upToSeconds: 600, weight: 0.68 },
  { upToSeconds: 900, weight: 0.22 },
];

/** Every point can travel to both facilities, so many minutes away. */
function service(people, unit, minutes, options) {
  return {
    people: Float64Array.from(people),
    unit: Uint32Array.from(unit),
    units: Math.max(...unit) + 1,
    rowStart: Uint32Array.from([...people, 0], (_, i) => 2 * i),
    facility: Uint32Array.from(minutes.flatMap(() => [0, 1])),
    seconds: Float64Array.from(minutes.flat(), (m) => m * 60),
    capacity: Float64Array.of(60, 40),
    thresholdSeconds: 900,
    method: 'e2sfca',
    bands: BANDS,
    norm: 0.025,
    rate: 0.02,
    ...options,
  };
}
const TOY = (options) =>
  service([1000, 2000, 1500], [0, 0, 0], [[3, 12], [8, 9], [20, 4]], options);
const VILLAGES = (options) =>
  service(
    [600, 400, 2000, 900, 600],
    [0, 0, 1, 2, 2],
    [[4, 16], [17, 22], [8, 9], [20, 4], [21, 14]],
    options,
  );

test('each method hands out the toy area as printed, and all that there is', () => {
  const expected = {
    '2sfca': [0.02888889, 0.02888889, 0.00888889],
    e2sfca: [0.02828087, 0.0261193, 0.01298701],
    gaussian: [0.02932901, 0.0256879, 0.01286346],
    '3sfca': [0.03350897, 0.01973, 0.01802068],
  };
  for (const [method, access] of Object.entries(expected)) {
    const toy = TOY({ method });
    const found = evaluateService(toy);
    assertDigits(found.access, access, 5e-9);
    const sum = found.access.reduce((all, a, i) => all + a * toy.people[i], 0);
    assert.ok(Math.abs(sum - 100) < 1e-11);
    assertDigits(found.load, [2269.973046 * 0.02, 2230.026954 * 0.02], 1e-8);
    assertDigits(found.saturation, [0.756658, 1.115013], 5e-7);
  }
});

test('the three-village sheet is exact', () => {
  const found = evaluateService(VILLAGES());
  assertDigits(found.nearestSeconds, [240, NaN, 480, 240, 840], 0);
  assertDigits(found.load, [38.199461, 43.800539], 5e-7);
  assertDigits(found.reachable, [0.6, 1, 1], 5e-7);
  assertDigits(found.sufficient, [0.6, 1, 0.460201], 5e-7);
  assertDigits(found.sufficientRaw, [0.734694, 1.287503, 0.460201], 5e-7);
  assertDigits(found.saturationOfUnit, [0.636658, 0.794797, 1.095013], 5e-7);
  const township = evaluateService(VILLAGES({ unit: new Uint32Array(5), units: 1 }));
  const { reachable, sufficient, sufficientRaw, saturationOfUnit } = township;
  const all = [reachable, sufficient, sufficientRaw, saturationOfUnit].map((column) => column[0]);
  assertDigits(all, [0.911111, 0.731178, 0.888889, 0.88149], 5e-7);
});

test('a unit without people has no data, and Huff may be told otherwise', () => {
  const found = evaluateService(VILLAGES({ units: 4 }));
  for (const name of ['reachable', 'sufficient', 'sufficientRaw', 'saturationOfUnit']) {
    assert.ok(Number.isNaN(found[name][3]), name);
  }
  const evenly = evaluateService(TOY({ huff: { alpha: 0, beta: 0 } }));
  assertDigits(evenly.load, [1500 * 0.02, 3000 * 0.02], 1e-12);
});

test('who else competes is another column', () => {
  const toy = TOY({ base: Float64Array.of(1000, 2000, 1500), people: Float64Array.of(0, 0, 7) });
  const found = evaluateService(toy);
  assertDigits(found.access, [0.02828087, 0.0261193, 0.01298701], 5e-9);
  assertDigits(found.reachable, [1], 0);
});

test('bare numbers that make no service are refused by name', () => {
  const refused = (options) => {
    const error = thrownBy(() => evaluateService(VILLAGES(options)));
    assert.equal(error.code, 'argument.range');
    return error.place;
  };
  const people = [600, 400, NaN, 900, 600];
  assert.equal(refused({ people: Float64Array.from(people) }), 'people[2]');
  assert.equal(refused({ people: undefined }), 'people');
  assert.equal(refused({ capacity: Float64Array.of(60, -1) }), 'capacity[1]');
  assert.equal(refused({ facility: new Uint32Array(10).fill(2) }), 'facility[0]');
  assert.equal(refused({ seconds: new Float64Array(9) }), 'seconds');
  assert.equal(refused({ units: 2 }), 'unit[3]');
  assert.equal(refused({ units: 0.5 }), 'units');
  assert.equal(refused({ method: 'best' }), 'method');
  assert.equal(refused({ bands: undefined }), 'bands');
  assert.equal(refused({ bands: [{ upToSeconds: 300 }] }), 'bands[0]: weight');
  assert.equal(refused({ huff: { alpha: 1, beta: -1 } }), 'huff: beta');
  assert.equal(refused({ thresholdSeconds: NaN }), 'thresholdSeconds');
  for (const method of ['2sfca', 'gaussian']) evaluateService(VILLAGES({ method, bands: undefined }));
});

test('inequality is as printed, and null where it is undefined', () => {
  const found = inequality(Float64Array.of(10, 10, 10, 20, 50), new Float64Array(5).fill(1));
  const { lorenz, ...measures } = found;
  assertDigits(
    Object.values(measures),
    [0.36, 0.250201, 0.2326302, 0.115475, 0.207553, 0.324324, 0.774597, 5],
    5e-7,
  );
  assertDigits(lorenz, [0, 0, 0.2, 0.1, 0.4, 0.2, 0.6, 0.3, 0.8, 0.5, 1, 1], 1e-12);
  const withZero = inequality(Float64Array.of(0, 0, 3), Float64Array.of(1, 1, 1));
  assert.deepEqual(
    [withZero.theilL, withZero.atkinson1, withZero.atkinson2, withZero.palma],
    [null, null, null, null],
  );
  assert.ok(withZero.gini > 0 && withZero.theilT > 0);
  const nobody = inequality(new Float64Array(0), new Float64Array(0));
  assert.deepEqual([nobody.gini, [...nobody.lorenz]], [null, [0, 0, 1, 1]]);
  const refused = (values, weights) =>
    thrownBy(() => inequality(Float64Array.from(values), Float64Array.from(weights))).place;
  assert.equal(refused([1, NaN], [1, 1]), 'values[1]');
  assert.equal(refused([1, 1], [1, -1]), 'weights[1]');
  assert.equal(refused([1, 1], [1]), 'weights');
});

test('large areas hand out all that there is, too', () => {
  const random = randomNumbers(11);
  const points = 2000;
  const facilities = 150;
  const rows = Array.from({ length: points }, () =>
    Array.from({ length: facilities }, (_, j) => j).filter(() => random() < 0.1),
  );
  const rowStart = [0];
  for (const row of rows) rowStart.push(rowStart.at(-1) + row.length);
  const area = {
    people: Float64Array.from({ length: points }, () => random() * 300),
    unit: new Uint32Array(points),
    units: 1,
    rowStart: Uint32Array.from(rowStart),
    facility: Uint32Array.from(rows.flat()),
    seconds: Float64Array.from({ length: rowStart.at(-1) }, () => random() * 900),
    capacity: Float64Array.from({ length: facilities }, () => random() * 50),
    thresholdSeconds: 900,
    bands: BANDS,
    norm: 0.01,
    rate: 0.01,
  };
  const there = area.capacity.reduce((a, b) => a + b, 0);
  for (const method of ['2sfca', 'e2sfca', 'gaussian', '3sfca']) {
    const { access } = evaluateService({ ...area, method });
    const out = access.reduce((sum, a, i) => sum + a * area.people[i], 0);
    assert.ok(Math.abs(out - there) < 1e-9 * there, `${method}: ${out} of ${there}`);
  }
});
