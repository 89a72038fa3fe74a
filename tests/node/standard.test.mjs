// The standard: read, edited in a scenario, written and laid beside others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, thrownBy } from './engine.mjs';
import { gb18030 } from './gb18030.mjs';

const { Study, readStandard, standardDifferences } = engine;

const study = Study.synthetic({ villages: 12, demandPoints: 400 });
const text = (/** @type {string} */ words) => new TextEncoder().encode(words);
const row = (/** @type {InstanceType<typeof Study>} */ of, code = 'KIN') => {
  const found = of.standard().rows.find((one) => one.code === code);
  assert.ok(found);
  return found;
};

test('the table says what is asked of 31 services and where its numbers come from', () => {
  const table = study.standard();
  assert.equal(table.rows.length, 31);
  const { minutes, mode, norm, normNew, rigid, tags, source } = row(study);
  assert.deepEqual([minutes, mode.urban, norm, normNew, rigid], [{ urban: 5, suburban: 10, rural: 15 }, 'walk', 980, null, true]);
  assert.deepEqual(tags, { norm: 'A', minutes: 'V2', scale: 'K' });
  assert.ok(source.zh && source.en);
});

test('cells are changed by a scenario, and the study itself keeps its standard', () => {
  const before = study.standard();
  const edited = study.apply({ edits: [{ standardCells: [{ service: 'KIN', field: 'minutes_urban', value: '10' }] }] });
  assert.deepEqual([row(edited).minutes.urban, row(edited).tags.minutes], [10, 'own']);
  assert.deepEqual(study.standard(), before);
  const differences = standardDifferences([before, edited.standard()]);
  assert.deepEqual(differences, [
    { service: 'KIN', field: 'minutes_urban', values: ['5', '10'] },
    { service: 'KIN', field: 'minutes_tag', values: ['V2', 'own'] },
  ]);
  // Back by the same way, or all at once.
  const cells = differences.map(({ service, field, values }) => ({ service, field: String(field), value: String(values[0]) }));
  const edits = [{ standardCells: [{ service: 'KIN', field: 'minutes_urban', value: '10' }] }];
  assert.deepEqual(row(study.apply({ edits: [...edits, { standardCells: cells }] })), row(study));
  assert.deepEqual(study.apply({ edits: [...edits, { standard: null }] }).standard(), before);
});

test('another table is asked for by one edit', () => {
  const table = study.standard();
  table.name = '本市方案';
  table.rows[3].minutes.urban = 8;
  const asked = study.apply({ edits: [{ standard: table }] });
  assert.deepEqual(asked.standard(), table);
  table.rows[3].minutes.urban = 0;
  const error = thrownBy(() => study.apply({ edits: [{ standard: table }] }));
  assert.deepEqual([error.code, error.place], ['standard.row', 'edits[0]: row 4 (KIN): minutes_urban']);
});

test('a table goes out as CSV and JSON and comes back the same, as Excel saves it too', () => {
  const table = study.standard();
  const csv = study.standardCsv();
  assert.deepEqual(readStandard(text(csv)), table);
  assert.deepEqual(readStandard(text(`\ufeff${csv}`)), table);
  assert.deepEqual(readStandard(text(JSON.stringify(table))), table);
  assert.deepEqual(readStandard(gb18030(csv.replaceAll('²', '2'))).rows.length, 31);
});

test('what cannot be read is refused with its place', () => {
  const csv = study.standardCsv();
  const refused = (/** @type {string} */ words) => {
    const error = thrownBy(() => readStandard(text(words)));
    return [error.code, error.place];
  };
  assert.deepEqual(refused(csv.replace('code,', 'code,colour,')), ['standard.column', 'column 2']);
  assert.deepEqual(refused(csv.replace(/^KIN,.*$/m, (line) => line.replace(',980,', ',many,'))), ['standard.row', 'row 7: norm']);
  const cell = (/** @type {any} */ change) => {
    const error = thrownBy(() => study.apply({ edits: [{ standardCells: [change] }] }));
    return [error.code, error.place];
  };
  assert.deepEqual(cell({ service: 'KIN', field: 'minutes_urban', value: '0' }), ['standard.row', 'edits[0]: row (KIN): minutes_urban']);
  assert.deepEqual(cell({ service: 'KIN', field: 'colour', value: '0' }), ['standard.column', 'edits[0]: row (KIN)']);
  assert.equal(cell({ service: 'KIN', field: 'norm' })[0], 'argument.range');
});
