// The planner's own tables, as a page hands them to the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, thrownBy } from './engine.mjs';
import { gb18030 } from './gb18030.mjs';

const { Study, tableAliases, tableKind } = engine;

const study = Study.synthetic({ villages: 12, demandPoints: 400 });
const text = (/** @type {string} */ words) => new TextEncoder().encode(words);
const places = study.facilities().map((facility) => facility.at);

/** Facilities in Chinese, two rows of them bad: no such service, and far out at sea. */
const FACILITIES = [
  '设施代码,设施名称,设施类型,经度,纬度,容量,运营单位,更新日期,质量,开放时间',
  `t-1,新药店,药店,${places[0]},3,某公司,2024.5.14,80%,8:00-20:00`,
  `t-2,飞船站,飞船,${places[1]},3,,,,`,
  't-3,远方药店,药店,128.5,31.2,3,,,,',
  `t-4,新书房,图书馆,${places[2]},约五百,,,,`,
].join('\r\n');

test('a table in GB18030 comes in with its good rows, and every bad one is listed', () => {
  const before = study.facilities({ service: 'PHA' }).length;
  const { study: next, report } = study.withTable(gb18030(FACILITIES), { name: '设施.csv' });
  assert.equal(report.kind, 'facilities');
  assert.equal(report.encoding, 'GB18030');
  assert.deepEqual([report.rows, report.placed, report.unplaced, report.duplicates], [4, 2, 2, 0]);
  const told = report.problems.map(({ code, row, field, found, kept }) => [code, row, field, found, kept]);
  assert.deepEqual(told, [
    ['row.service', 3, '设施类型', '飞船', true],
    ['row.noService', 3, '设施类型', '飞船', false],
    ['row.outside', 4, '经度', '128.500000,31.200000', false],
    ['row.value', 5, '容量', '约五百', true],
  ]);
  assert.equal(report.problemCount, 4);
  assert.ok(report.problems.every(({ file, expected }) => file === '设施.csv' && expected.zh && expected.en));

  const pharmacies = next.facilities({ service: 'PHA' });
  assert.equal(pharmacies.length, before + 1);
  const added = pharmacies.find((facility) => facility.code === 't-1');
  assert.deepEqual(
    [added?.capacity, added?.owner, added?.asOf, added?.quality, added?.hours, added?.origin],
    [[3], '某公司', '2024-05-14', 0.8, '8:00-20:00', '设施.csv'],
  );
  const library = next.facilities({ service: 'LIB' }).find((facility) => facility.code === 't-4');
  assert.deepEqual([library?.capacity, library?.quality], [[null], null]);
  assert.equal(study.facilities({ service: 'PHA' }).length, before, 'the first study stays as it is');
  assert.ok(next.served({ service: 'PHA', mode: 'walk', minutes: 15 }).total > 0);

  // Those of the services in the file go, if that is asked for.
  const alone = study.withTable(gb18030(FACILITIES), { name: 'f.csv', keep: 'otherServices' }).study;
  assert.deepEqual(alone.facilities({ service: 'PHA' }).map((facility) => facility.code), ['t-1']);
});

test('the datum is proposed by the roads, and can be said', () => {
  const sample = places.slice(0, 80);
  /** @param {number[][]} at */
  const table = (at) => text(`code,type,lng,lat\n${at.map(([lng, lat], i) => `d${i},PHA,${lng.toFixed(7)},${lat.toFixed(7)}`).join('\n')}`);
  const plain = study.withTable(table(sample), { name: 'plain.csv' }).report;
  assert.equal(plain.datum, 'wgs84');
  assert.equal(plain.proposal?.datum, 'wgs84');
  assert.equal(plain.proposal?.sampled, 80);

  // Where the file's places go if they are read as GCJ-02 tells how far the datums are apart here.
  /** @param {'gcj02' | 'bd09'} datum */
  const shifted = (datum) => {
    const read = study.withTable(table(sample), { name: 'x.csv', datum }).study.facilities();
    return sample.map((at, i) => {
      const found = read.find((facility) => facility.code === `d${i}`);
      assert.ok(found);
      return [2 * at[0] - found.at[0], 2 * at[1] - found.at[1]];
    });
  };
  for (const datum of /** @type {const} */ (['gcj02', 'bd09'])) {
    const { report, study: next } = study.withTable(table(shifted(datum)), { name: 'shifted.csv', datum: 'propose' });
    assert.equal(report.datum, datum);
    const metres = /** @type {number[]} */ (report.proposal?.medianMetres);
    const own = { gcj02: 1, bd09: 2 }[datum];
    assert.ok(metres[own] < metres[0] / 2 && metres[own] < 30, String(metres));
    const at = next.facilities().find((facility) => facility.code === 'd0')?.at;
    // The shift was read off a place next to this one; that of BD-09 has fine waves.
    const near = { gcj02: 2e-5, bd09: 3e-4 }[datum];
    assert.ok(at && Math.abs(at[0] - sample[0][0]) < near && Math.abs(at[1] - sample[0][1]) < near);
    // What is said is taken, whatever the roads say.
    const said = study.withTable(table(shifted(datum)), { name: 'shifted.csv', datum: 'wgs84' }).report;
    assert.deepEqual([said.datum, said.proposal?.datum], ['wgs84', datum]);
  }
});

test('people by unit: placed and unplaced add up, and what stands twice is said', () => {
  const [first, second] = study.units();
  const rows = [`${first.code},120,40`, `${second.code},200,50`, `${first.code},1,1`, '330502001001,900,90', '合计,1221,181'];
  const { study: next, report } = study.withTable(text(`单元代码,常住人口,60岁及以上\n${rows.join('\n')}`), { name: 'p.csv', datum: 'wgs84' });
  assert.deepEqual([report.kind, report.rows, report.placed, report.unplaced, report.duplicates], ['people', 4, 2, 2, 1]);
  assert.deepEqual([report.peoplePlaced, report.peopleUnplaced, report.proposal], [320, 901, null]);
  assert.deepEqual(report.problems.map(({ code, row }) => [code, row]), [['row.duplicate', 4], ['row.unit', 5]]);
  assert.deepEqual(next.units().slice(0, 2).map((unit) => unit.people), [120, 200]);
  const old = next.groups().find((group) => group.code === '60+');
  assert.equal(old?.people, 90);
  assert.ok(old && old.countedShare < 1, 'elsewhere nobody counted them');
});

test('units keep their official scores; one that has none is no 0', () => {
  const units = study.units().filter((unit) => unit.level === 0);
  const scores = [83.5, null, 0];
  const rows = units.map((unit, i) => `${unit.code},${unit.name},111,${Math.round(unit.people)},${scores[i] ?? ''}`);
  const { study: next, report } = study.withTable(text(`统计代码,村名,城乡分类代码,常住人口,官方得分\n${rows.join('\n')}`), { name: 'u.csv' });
  assert.deepEqual([report.kind, report.placed, report.unplaced], ['units', units.length, 0]);
  assert.deepEqual(next.units().slice(0, 4).map((unit) => unit.officialScore), [...scores, null]);
  const kept = Study.fromBytes(next.toBytes()).units().slice(0, 4);
  assert.deepEqual(kept.map((unit) => unit.officialScore), [...scores, null]);
});

test('units say their zone and how it was told', () => {
  const [unit] = study.units();
  assert.ok(['urban', 'suburban', 'rural'].includes(String(unit.zone)));
  assert.equal(unit.zoneBy, 'class');
  const moved = study.apply({ edits: [{ zone: { unit: unit.code, zone: 'rural' } }] }).units()[0];
  assert.deepEqual([moved.zone, moved.zoneBy], ['rural', 'hand']);
});

test('candidate sites come in and are listed', () => {
  const head = '名称,场地类型,坐标,服务,容量,投资,状态';
  const rows = [`旧厂房,盘活存量,"${places[3]}",KIN|PRI,180;540,300万,可用`, `空地,别的,"${places[4]}",,,,`];
  const { study: next, report } = study.withTable(text(`${head}\n${rows.join('\n')}`), { name: 'c.csv' });
  assert.deepEqual([report.kind, report.placed, report.unplaced], ['candidates', 1, 1]);
  const [site] = next.candidates();
  assert.deepEqual([site.kind, site.services, site.capacity, site.state, site.cost], ['reuse', ['KIN', 'PRI'], [180, 540], 'available', 3e6]);
  assert.equal(site.name, '旧厂房');
  assert.ok(study.candidates().every((one) => one.name !== site.name), 'the first study keeps its own');
});

test('what is no table is refused whole, with a code and the place', () => {
  const refused = (/** @type {string | Uint8Array} */ bytes, /** @type {any} */ options = {}) => {
    const error = thrownBy(() => study.withTable(typeof bytes === 'string' ? text(bytes) : bytes, { name: 'x.csv', ...options }));
    return [error.code, error.place];
  };
  assert.deepEqual(refused('apples,pears\n1,2'), ['table.column', 'x.csv']);
  assert.deepEqual(refused('代码,名称,身份证号\n1,a,2'), ['table.personal', 'x.csv']);
  assert.deepEqual(refused(Uint8Array.of(0x50, 0x4b, 3, 4, 0)), ['table.format', 'x.csv']);
  assert.deepEqual(refused('代码,人口\n1,2', { kind: 'fruit' }), ['argument.range', 'kind']);
  assert.deepEqual(refused('代码,人口\n1,2', { datum: 'beijing54' }), ['argument.range', 'datum']);
  assert.deepEqual(refused('代码,人口\n1,2', { kind: 'facilities' }), ['table.column', 'x.csv']);
  assert.deepEqual(refused('代码,人口\n1,2', { aliases: 'fruit,apples' }), ['table.column', 'x.csv: aliases line 1']);
});

test('the kind is told from the columns, and columns from an edited table of names', () => {
  const kind = (/** @type {string} */ words, aliases = tableAliases()) => tableKind(text(words), { name: 'x.csv', aliases });
  assert.equal(kind('代码,村名,层级,人口\n1,a,村,2'), 'units');
  assert.equal(kind('设施代码,周期,访客量\n1,2024,5'), 'loads');
  assert.equal(kind(study.standardCsv()), 'standard');
  const ours = `${tableAliases()}\ntotal,花名册人数`;
  const [unit] = study.units();
  const table = text(`单元代码,花名册人数\n${unit.code},77`);
  assert.equal(thrownBy(() => study.withTable(table, { name: 'x.csv' })).code, 'table.column');
  const { study: next, report } = study.withTable(table, { name: 'x.csv', aliases: ours });
  assert.equal(report.kind, 'people');
  assert.equal(next.units()[0].people, 77);
});
