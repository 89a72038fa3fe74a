// The checkup's views in a browser: what they show is compared with the engine in Node.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { check } from './helpers/check.mjs';
import { exactPeople } from './helpers/circle.mjs';
import { demoStudy, madeUp } from './helpers/study.mjs';
import { limit, peopleText, percent } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const BY_STANDARD = { mode: null, minutes: null };

let study;
let checkup;
let table;
let whole;

before(async () => {
  study = await demoStudy();
  checkup = study.checkup(BY_STANDARD);
  table = checkup.indicators();
  whole = study.units().findIndex((unit) => unit.parent === null);
});

/** A value of a table of indicators. */
function value(service, unit, name, of = table) {
  return of.values[(of.services.indexOf(service) * of.units + unit) * of.names.length + of.names.indexOf(name)];
}

const outOf = (service, unit, of = table) => value(service, unit, 'people', of) * (1 - value(service, unit, 'reachable', of));

/** The five tiles say what the engine says. */
async function assertTiles(c, service, of = table) {
  for (const name of ['reachable', 'sufficient', 'saturation']) {
    const expected = value(service, whole, name, of);
    assert.equal(await c.tile(name), Number.isNaN(expected) ? '暂无数据' : String(expected), name);
  }
  assert.equal(await c.tile('unreached'), exactPeople(outOf(service, whole, of)));
}

check('opens by zone and by the standard, and says so', '', async (page, c) => {
  await assertTiles(c, 'PHA');
  assert.equal(c.hash().get('m'), 'zone');
  assert.equal(c.hash().get('t'), 'std');
  const { zonePeople, services } = checkup.describe();
  const { terms } = services.find((service) => service.code === 'PHA');
  const headline = await c.part('.headline').textContent();
  terms.modes.forEach((mode, zone) => {
    const words = zh.checkup.zoneTerms(zh.checkup.zones[zone], zh.mode[mode], limit(zh, terms.minutes[zone]));
    assert.equal(headline.includes(words), zonePeople[zone] > 0, words);
  });
  assert.match(await c.part('.legend summary').textContent(), /够不着的人/);
  assert.ok((await c.part('.legend tfoot').textContent()).includes(peopleText(zh, outOf('PHA', whole))));
  assert.match(await c.part('.tile[data-key="gaps"]').textContent(), /弹性服务/);
});

check('a tile explains its number, with what is assumed', '#s=CHC', async (page, c) => {
  await assertTiles(c, 'CHC');
  await c.part('.tile[data-key="sufficient"]').click();
  const text = await c.part('.explained').textContent();
  for (const name of ['sufficient', 'sufficientRaw', 'simpleRatio', 'known']) assert.ok(text.includes(percent(zh, value('CHC', whole, name))), name);
  const { terms, capacityAssumed } = checkup.describe().services.find((service) => service.code === 'CHC');
  assert.ok(capacityAssumed > 0);
  assert.match(await c.part('.tile[data-key="sufficient"]').textContent(), /假定/);
  assert.match(text, new RegExp(`${capacityAssumed} 处的规模为假定`));
  assert.ok(text.includes(terms.source.zh));
  assert.equal(await c.part('.tile[data-key="gaps"] b').textContent(), String(checkup.shortages().filter((gap) => gap.service === 'CHC').length));
  await c.part('.tile[data-key="sufficient"]').click();
  assert.equal(await c.part('.explained').count(), 0);
});

check('every service has its three bars; what is not known is a word and a hatch', '', async (page, c) => {
  const all = checkup.describe().services;
  for (const service of all.filter((one) => one.domain === 'health' && one.facilities !== null)) {
    const title = await c.part(`.service[data-code="${service.code}"]`).getAttribute('title');
    for (const name of ['reachable', 'sufficient', 'saturation']) assert.ok(title.includes(percent(zh, value(service.code, whole, name))), service.code);
  }
  const unknown = all.find((one) => one.facilities !== null && Number.isNaN(value(one.code, whole, 'saturation')));
  await c.part(`#domain-${unknown.domain}`).click();
  assert.equal(await c.part(`.service[data-code="${unknown.code}"] .saturation.unknown`).count(), 1);
  await c.part(`.service[data-code="${unknown.code}"]`).click();
  await c.settled();
  assert.equal(await c.part('.tile[data-key="saturation"] b').textContent(), '暂无数据');
});

check('another mode and time is another checkup; one mode by the standard too', '#m=cycle&t=10', async (page, c) => {
  await assertTiles(c, 'PHA', study.checkup({ mode: 'cycle', minutes: 10 }).indicators());
  await c.part('.ask .segments').nth(1).locator('button').nth(0).click();
  await c.settled();
  assert.equal(c.hash().get('t'), 'std');
  await assertTiles(c, 'PHA', study.checkup({ mode: 'cycle', minutes: null }).indicators());
});

check('an edit takes up the checkup before it; undo gives the same numbers to the digit', '#s=CHC', async (page, c) => {
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  const use = checkup.service('CHC').facilities;
  const i = use.code.indexOf(code);
  const card = await c.part('.card').textContent();
  assert.ok(card.includes(percent(zh, use.saturation[i])));
  assert.ok(card.includes(peopleText(zh, use.peopleInReach[i])));
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await assertTiles(c, 'CHC', study.apply({ edits: [{ close: code }] }).checkup(BY_STANDARD).indicators());
  await page.keyboard.press('Control+z');
  await c.settled();
  await assertTiles(c, 'CHC');
});

check('the shortages are the engine’s, in its order; a click selects the unit everywhere and Esc leaves', '#tab=gaps', async (page, c) => {
  const gaps = checkup.shortages();
  const units = study.units();
  assert.match(await c.part('.headline').textContent(), new RegExp(new Intl.NumberFormat('zh-CN').format(gaps.length)));
  const amounts = await c.part('.gap .amount').evaluateAll((all) => all.map((one) => one.title));
  assert.deepEqual(amounts, gaps.slice(0, amounts.length).map((gap) => exactPeople(gap.people)));
  await c.part('[data-filter="service"]').selectOption('KIN');
  await c.part('[data-filter="lack"]').selectOption('outOfReach');
  const found = gaps.filter((gap) => gap.service === 'KIN' && gap.lack === 'outOfReach');
  assert.match(await c.part('.headline').textContent(), new RegExp(`^缺项 ${found.length} 项`));
  const row = c.part('.gap').nth(1);
  const text = await row.textContent();
  assert.ok(text.includes(units[found[1].unit].name) && text.includes(percent(zh, found[1].value)));
  const before = c.hash().get('map');
  await row.click();
  await c.settled();
  assert.equal(c.hash().get('sel'), `u:${units[found[1].unit].code}`);
  assert.equal(c.hash().get('s'), 'KIN');
  assert.notEqual(c.hash().get('map'), before);
  assert.equal(await row.getAttribute('aria-current'), 'true');
  assert.ok((await c.part('.card').textContent()).includes(percent(zh, value('KIN', found[1].unit, 'reachable'))));
  await c.part('#tab-ranking').click();
  assert.equal(await c.part('.ranking tr.chosen').getAttribute('data-code'), units[found[1].unit].code);
  await c.part('#tab-overview').click();
  assert.ok((await c.part('.radar').getAttribute('aria-label')).includes(units[found[1].unit].name));
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  assert.equal(c.hash().get('sel'), null);
});

check('the shortages within a larger unit', '#tab=gaps', async (page, c) => {
  const units = study.units();
  const upper = units.findIndex((unit) => unit.level === 1 && unit.parent !== null);
  await c.part('[data-filter="within"]').selectOption(units[upper].code);
  const found = checkup.shortages().filter((gap) => units[gap.unit].parent === upper);
  assert.ok(found.length > 0);
  assert.match(await c.part('.headline').textContent(), new RegExp(`^缺项 ${new Intl.NumberFormat('zh-CN').format(found.length)} 项`));
});

check('the ranking sorts by every indicator at every level, and colours the map', '#tab=ranking&s=CHC', async (page, c) => {
  const units = study.units();
  const names = ['people', 'reachable', null, 'sufficient', 'saturation', 'minutes'];
  for (const [i, name] of names.entries()) {
    await c.part('.ranking thead button').nth(i + 1).click();
    const order = await c.part('.ranking tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.code));
    const values = order.map((code) => units.findIndex((unit) => unit.code === code)).map((unit) => (name ? value('CHC', unit, name) : outOf('CHC', unit)));
    const known = values.filter((v) => !Number.isNaN(v));
    assert.ok(values.slice(known.length).every(Number.isNaN), 'what is not known stands below');
    const down = (await c.part('.ranking thead th').nth(i + 1).getAttribute('aria-sort')) === 'descending';
    assert.ok(known.every((v, k) => k === 0 || (down ? known[k - 1] >= v : known[k - 1] <= v)), String(name));
  }
  const levels = study.describe().levels.length;
  await c.part('.table-tools .segments button').nth(levels - 1).click();
  assert.equal(await c.part('.ranking tbody tr').count(), 1);
  assert.ok((await c.part('.ranking tbody tr').textContent()).includes(percent(zh, value('CHC', whole, 'reachable'))));
  assert.match(await c.part('.legend tbody').textContent(), /暂无数据/);
  assert.equal(c.hash().get('level'), String(levels - 1));
});

check('the spread has its measures, and says why one is undefined', '#tab=equity&s=CHC', async (page, c) => {
  const { measures, lorenz } = checkup.equity({ service: 'CHC', level: 0 });
  for (const one of measures) {
    const cell = c.part(`[data-measure="${one.name}"] td`);
    if (one.undefined) assert.ok((await cell.textContent()).includes(zh.checkup.equity.undefined[one.undefined]), one.name);
    else assert.equal(await cell.getAttribute('title'), String(one.value));
  }
  assert.ok(measures.some((one) => one.undefined));
  assert.equal((await c.part('.lorenz .curve').getAttribute('points')).split(' ').length, lorenz.length);
  assert.match(await c.part('.index-label').textContent(), /综合指数（可配置，非官方指数）/);
  const own = checkup.index({});
  assert.equal(await c.part('.index .whole td').nth(3).getAttribute('title'), String(own.units[whole].value));
  await c.part('.weights input').nth(1).fill('0');
  await c.part('.weights input').nth(2).fill('0');
  await c.part('.weights input').nth(2).press('Tab');
  await c.settled();
  const weighed = checkup.index({ weights: [0.4, 0, 0], geometric: false });
  assert.equal(await c.part('.index .whole td').nth(3).getAttribute('title'), String(weighed.units[whole].value));
  await c.part('.weights .button').click();
  await c.settled();
  assert.equal(await c.part('.index .whole td').nth(3).getAttribute('title'), String(own.units[whole].value));
});

check('official scores stand beside the index; where a unit has none the word says so', '#made=60&tab=equity&s=KIN', async (page, c) => {
  assert.equal(await c.part('.index thead th').count(), 5, 'no column without scores');
  const units = madeUp().units().filter((unit) => unit.level === 0);
  const scores = [83.5, null, 0];
  const rows = units.map((unit, i) => `${unit.code},${unit.name},111,${Math.round(unit.people)},${scores[i] ?? ''}`);
  await c.drop([{ name: '村社.csv', text: `统计代码,村名,城乡分类代码,常住人口,官方得分\n${rows.join('\n')}` }]);
  await c.part('.tried-counts').waitFor();
  assert.equal(await c.part('.choice select').first().inputValue(), 'units');
  await c.part('.tried .primary').click();
  await c.part('.tried').waitFor({ state: 'detached' });
  await c.part('#tab-equity').click();
  await c.settled();
  assert.equal(await c.part('.index thead th').last().textContent(), zh.checkup.equity.official);
  const cell = (i) => c.part('.index tbody tr').filter({ has: page.getByRole('button', { name: units[i].name, exact: true }) }).locator('td').last();
  assert.equal(await cell(0).textContent(), '83.5');
  assert.equal(await cell(2).textContent(), '0.0', 'a score of 0 is one');
  for (const i of [1, 3]) {
    assert.equal(await cell(i).textContent(), zh.noData);
    assert.match(await cell(i).getAttribute('class'), /unknown/);
  }
  assert.equal(await c.part('.index .whole td').last().textContent(), zh.noData);
});

check('points are classed by 饱和度, and the area in reach says how many live in it', '#s=PHA&v=points', async (page, c) => {
  const { saturation } = checkup.service('PHA').facilities;
  const classes = [0, 0, 0, 0, 0, 0];
  for (const v of saturation) classes[Number.isNaN(v) ? 5 : v < 0.3 ? 0 : v < 0.6 ? 1 : v <= 0.9 ? 2 : v <= 1 ? 3 : 4]++;
  assert.deepEqual(await c.part('.legend tbody td').allTextContents(), classes.map(String));
  await c.part('.map-switch button').nth(2).click();
  await c.settled();
  assert.equal(c.hash().get('v'), 'reach');
  const text = await c.part('.legend').textContent();
  assert.ok(text.includes(percent(zh, value('PHA', whole, 'reachable'))));
  assert.ok(text.includes(peopleText(zh, value('PHA', whole, 'people') - outOf('PHA', whole))));
  assert.match(text, /图按多数人的/);
});

check('a circle is drawn as people of its zone travel', '#sel=p:14.2395,36.0443', async (page, c) => {
  const at = [14.2395, 36.0443];
  const units = study.units();
  const near = units.map((unit, i) => ({ i, unit })).filter(({ unit }) => unit.level === 0);
  const name = (await c.part('.card h2 .soft').textContent()).trim();
  const { i } = near.find(({ unit }) => unit.name === name);
  const zone = checkup.service('PHA').zone[study.demandPoints().unit.indexOf(i)];
  const mode = checkup.describe().services.find((service) => service.code === 'PHA').terms.modes[zone];
  assert.ok((await c.part('.card').textContent()).includes(zh.card.nearest(zh.mode[mode], '药店')));
  const { seconds } = study.nearest({ at, service: 'PHA', mode });
  assert.equal(await c.part('.card .big b').getAttribute('title'), `${seconds} s`);
});

check('a made-up prefecture: three zones, four levels, its own remedies', '#s=KIN', async (page, c) => {
  const made = madeUp();
  await c.give({ name: 'made.scb', buffer: Buffer.from(made.toBytes()) });
  await c.opened('made.scb');
  await c.part('#tab-overview').click();
  await c.settled();
  const own = made.checkup(BY_STANDARD);
  const values = own.indicators();
  const city = made.units().findIndex((unit) => unit.parent === null);
  for (const name of ['reachable', 'sufficient', 'saturation']) assert.equal(await c.tile(name), String(value('KIN', city, name, values)), name);
  const headline = await c.part('.headline').textContent();
  for (const zone of zh.checkup.zones) assert.ok(headline.includes(zone), zone);
  const gaps = own.shortages();
  assert.equal(await c.part('.tile[data-key="gaps"] b').textContent(), String(gaps.filter((gap) => gap.service === 'KIN').length));
  await c.part('#tab-gaps').click();
  await c.settled();
  await c.part('[data-filter="remedy"]').selectOption('reuse');
  const reused = gaps.filter((gap) => gap.remedy === 'reuse');
  assert.ok(reused.length > 0);
  assert.match(await c.part('.headline').textContent(), new RegExp(`^缺项 ${new Intl.NumberFormat('zh-CN').format(reused.length)} 项`));
  await c.part('#tab-ranking').click();
  await c.part('.table-tools .segments button').nth(2).click();
  const counties = made.units().filter((unit) => unit.level === 2);
  assert.equal(await c.part('.ranking tbody tr').count(), counties.length);
});

check('the shortages are copied as a table of text', '#tab=gaps', async (page, c) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      globalThis.copied = text;
    };
  });
  await c.part('.table-foot .button').click();
  const lines = (await page.evaluate(() => globalThis.copied)).split('\n');
  const gaps = checkup.shortages();
  assert.equal(lines.length, gaps.length + 1);
  assert.equal(lines[1].split('\t')[4], String(gaps[0].people));
});
