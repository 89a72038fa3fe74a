// A study's checkup as the page asks it: tables that add up, edits that are felt, errors by name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, thrownBy } from './engine.mjs';

const { Study, shortageRules } = engine;
const study = Study.synthetic({ villages: 30 });
const checkup = study.checkup();
const table = checkup.indicators();
const facts = checkup.describe();
const units = study.units();

/** @param {typeof table} of @param {string} service @param {number} unit @param {string} name */
const value = (of, service, unit, name) =>
  of.values[
    (of.services.indexOf(service) * of.units + unit) * of.names.length + of.names.indexOf(name)
  ];
/** @param {Float64Array} values */
const bytesOf = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

test('every service of the standard has its row, and the table is as large as it says', () => {
  assert.equal(facts.services.length, 31);
  assert.deepEqual(
    facts.services.map((s) => s.code),
    table.services,
  );
  assert.equal(table.units, units.length);
  assert.equal(table.values.length, 31 * units.length * table.names.length);
  for (const service of facts.services) {
    assert.ok(service.terms && service.terms.minutes.every((m) => m > 0), service.code);
    assert.ok(service.facilities !== null && service.facilities > 0, service.code);
    assert.equal(service.capacityUnknown, 0);
  }
  const people = facts.zonePeople.reduce((sum, p) => sum + p, 0);
  assert.ok(Math.abs(people - study.describe().people) < 1e-6);
});

test('a unit is what its demand points add up to', () => {
  const points = study.demandPoints();
  for (const code of ['PHA', 'CUL', 'HOS']) {
    const found = checkup.service(code);
    const terms = facts.services.find((s) => s.code === code)?.terms;
    assert.ok(found && terms && !terms.baseTotal === false);
    const [people, reached, near, minutes] = [0, 0, 0, 0].map(() => new Float64Array(units.length));
    points.people.forEach((n, i) => {
      let unit = /** @type {number | null} */ (points.unit[i]);
      for (; unit !== null; unit = units[unit].parent) {
        people[unit] += n;
        if (found.counts[i] >= terms.k[found.zone[i]]) reached[unit] += n;
        if (!Number.isNaN(found.nearestMinutes[i])) {
          near[unit] += n;
          minutes[unit] += n * found.nearestMinutes[i];
        }
        assert.equal(Number.isNaN(found.nearestMinutes[i]), found.counts[i] === 0);
      }
    });
    units.forEach((unit, u) => {
      const close = (found, expected) =>
        (Number.isNaN(found) && Number.isNaN(expected)) || Math.abs(found - expected) < 1e-9;
      assert.ok(close(value(table, code, u, 'reachable'), reached[u] / people[u]), unit.name);
      assert.ok(close(value(table, code, u, 'minutes'), minutes[u] / near[u]), unit.name);
    });
  }
});

test('in slices it is the same as in one go', () => {
  const run = study.startCheckup();
  let [last, steps] = [0, 0];
  for (let state = run.step(1); !state.done; state = run.step(1)) {
    assert.ok(state.share >= last && state.share <= 1);
    [last, steps] = [state.share, steps + 1];
  }
  assert.ok(steps > 3, `${steps} steps`);
  assert.ok(bytesOf(run.finish().indicators().values).equals(bytesOf(table.values)));
  assert.equal(thrownBy(() => run.finish()).code, 'argument.range');
});

test('an edit is felt where it is made, undone without a trace, and compared', () => {
  const pharmacies = checkup.service('PHA').facilities;
  const busiest = pharmacies.code[pharmacies.peopleInReach.indexOf(Math.max(...pharmacies.peopleInReach))];
  const edited = study.apply({ edits: [{ close: busiest }] });
  const after = checkup.again(edited);
  assert.ok(bytesOf(after.indicators().values).equals(bytesOf(edited.checkup().indicators().values)));
  const change = after.changeSince(checkup);
  const felt = change.services.filter((s) => s.gained > 0 || s.lost > 0).map((s) => s.service);
  assert.deepEqual(
    felt.filter((code) => !study.facilities().find((f) => f.code === busiest)?.services.includes(code)),
    [],
  );
  assert.equal(change.services.find((s) => s.service === 'PHA')?.gained, 0);
  const back = after.again(study);
  assert.ok(bytesOf(back.indicators().values).equals(bytesOf(table.values)));
  const other = study.checkup({ minutes: 10 });
  assert.equal(thrownBy(() => other.changeSince(checkup)).code, 'checkup.definition');
});

test('what is missing is rigid, breaks its limit, and has a remedy', () => {
  const list = checkup.shortages();
  assert.ok(list.length > 0);
  const rigid = new Set(facts.services.filter((s) => s.terms?.rigid).map((s) => s.code));
  let before = Infinity;
  for (const shortage of list) {
    assert.ok(rigid.has(shortage.service) && units[shortage.unit].level === 0);
    assert.ok(shortage.people <= before);
    before = shortage.people;
    const below = shortage.lack !== 'overloaded';
    assert.ok(below ? shortage.value < shortage.limit : shortage.value > shortage.limit);
    assert.ok(shortage.remedy !== null && shortage.because !== null);
  }
  const strict = { ...shortageRules(), reachable: 0, sufficient: 0, overloaded: 1e9, idle: 0 };
  assert.deepEqual(checkup.shortages(strict), []);
  assert.equal(thrownBy(() => checkup.shortages({ ...strict, reachible: 1 })).code, 'argument.range');
});

test('the spread of a service is measured, and says where it cannot be', () => {
  const found = checkup.equity({ service: 'PHA' });
  assert.deepEqual(found.lorenz[0], [0, 0]);
  assert.deepEqual(found.lorenz.at(-1), [1, 1]);
  for (const { value: of, undefined: why } of found.measures) assert.ok((of === null) !== (why === null));
  const total = found.measures.find((m) => m.name === 'theilT')?.value ?? NaN;
  for (const parts of [found.zones, found.units]) {
    const [within, between] = parts.theilT;
    assert.ok(Math.abs(within + between - total) < 1e-9);
  }
  assert.equal(found.units.means.length, found.ofLevel.length + 1);
});

test('the index is labelled as not the official one', () => {
  const { label, units: of } = checkup.index();
  assert.match(label.zh, /非官方/);
  assert.equal(of.length, units.length);
  const whole = of[of.length - 1];
  assert.ok(whole.value > 0 && whole.value < 1);
  const reach = checkup.index({ weights: [1, 0, 0] }).units[of.length - 1];
  assert.equal(reach.value, reach.reach);
  assert.equal(thrownBy(() => checkup.index({ weights: [1, 1] })).place, 'weights');
});

test('people out of reach are painted where they live', () => {
  const bounds = /** @type {[number, number, number, number]} */ (study.describe().bounds);
  const picture = checkup.heatUnserved({ service: 'HOS', bounds, width: 64, height: 64 });
  assert.equal(picture.length, 64 * 64);
  const shortOf = value(table, 'HOS', units.length - 1, 'reachable') < 1;
  assert.equal(picture.some((v) => v > 0), shortOf);
});

test('options that are none are refused by name', () => {
  for (const [options, code, place] of [
    [{ minutes: 0 }, 'argument.range', /minutes/],
    [{ method: 'best' }, 'argument.range', /method/],
    [{ mode: 'fly' }, 'mode.setting', /mode/],
    [{ walk: { base: 'drive' } }, 'mode.setting', /walk/],
    [{ huff: { alpha: -1, beta: 2 } }, 'argument.range', /huff/],
    [{ assume: 'yes' }, 'argument.range', /assume/],
  ]) {
    const error = thrownBy(() => study.checkup(options));
    assert.equal(error.code, code, JSON.stringify(options));
    assert.match(error.place, place);
  }
});
