// What would be if: the forms on the cards and beside the question; what they show is compared with the engine's answers.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { assertAccessible } from './helpers/accessible.mjs';
import { check, DESKTOP, PHONE } from './helpers/check.mjs';
import { exactPeople } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { peopleText } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const SERVICE = 'PHA';
const MADE = 60;
const ON_MADE = `#made=${MADE}&tab=overview`;

/** @type {Study} */
let malta;
/** @type {Study} */
let made;

before(async () => {
  malta = await demoStudy();
  made = Study.synthetic({ villages: MADE });
});

/** The scenario's steps, as the address has them. */
const steps = (c) => JSON.parse(c.hash().get('e') ?? '[]');

/** The tiles say what a checkup of the study says. */
async function assertTiles(c, study, options = {}) {
  const { names, services, units, values } = study.checkup(options).indicators();
  const whole = study.units().findIndex((unit) => unit.parent === null);
  const value = (name) => values[(services.indexOf(SERVICE) * units + whole) * names.length + names.indexOf(name)];
  for (const name of ['reachable', 'sufficient', 'saturation']) assert.equal(await c.tile(name), String(value(name)), name);
  assert.equal(await c.tile('unreached'), exactPeople(value('people') * (1 - value('reachable'))));
}

async function write(c, name, text) {
  const field = c.part(`[name="${name}"]`);
  await field.fill(text);
  await field.press('Tab');
  await c.settled();
}

check('people of a village and its zone are changed on its card, and undone', `${ON_MADE}&sel=u:990501001001`, async (page, c) => {
  const unit = made.units().find((one) => one.level === 0);
  await c.part('.what-if-button').click();
  assert.equal(await c.part('[name="people"]').inputValue(), String(Math.round(unit.people)));
  await write(c, 'people', '9000');
  const people = { people: { unit: unit.code, people: 9000 } };
  assert.deepEqual(steps(c), [[people]]);
  const more = made.apply({ edits: [people] });
  await assertTiles(c, more);
  const card = await c.part('.card').textContent();
  assert.ok(card.includes(peopleText(zh, 9000)) && card.includes(zh.whatIf.was(peopleText(zh, unit.people))), card);
  const zone = { zone: { unit: unit.code, zone: unit.zone === 'rural' ? 'suburban' : 'rural' } };
  await c.part('.what-if .segments button').filter({ hasText: zh.desk.zones[zone.zone.zone] }).click();
  await c.settled();
  await assertTiles(c, made.apply({ edits: [people, zone] }));
  assert.match(await c.part('.card').textContent(), new RegExp(zh.desk.zones[zone.zone.zone]));
  await page.reload();
  await c.settled();
  await assertTiles(c, made.apply({ edits: [people, zone] }));
  await page.keyboard.press('Control+z');
  await c.settled();
  await assertTiles(c, more);
  await page.keyboard.press('Control+z');
  await c.settled();
  await assertTiles(c, made);
  assert.match(await c.part('.card').textContent(), new RegExp(peopleText(zh, unit.people)));
});

check('a number that cannot be asks nothing, and what can be is told beside it', `${ON_MADE}&sel=u:990501001001`, async (page, c) => {
  await c.part('.what-if-button').click();
  const before = await c.part('[name="people"]').inputValue();
  await write(c, 'people', '-5');
  const unfit = c.part('[name="people"] ~ .unfit');
  assert.ok(await unfit.isVisible());
  assert.ok((await unfit.textContent()).endsWith(before), 'what still holds');
  assert.deepEqual(steps(c), []);
});

check('a facility is resized and moved on its card; Esc gives the move up', '', async (page, c) => {
  const facility = malta.facilities({ service: SERVICE }).find((one) => one.state === 'open' && one.joined === 'ok');
  await page.evaluate((code) => { location.hash += `&sel=f:${encodeURIComponent(code)}`; }, facility.code);
  await c.settled();
  await c.part('.what-if-button').click();
  await write(c, `capacity-${SERVICE}`, '40');
  const resize = { resize: { code: facility.code, service: SERVICE, capacity: 40 } };
  await assertTiles(c, malta.apply({ edits: [resize] }));
  const move = c.part('.what-if .button');
  await move.click();
  assert.match(await c.part('.adding-hint').textContent(), /Esc/);
  await page.keyboard.press('Escape');
  assert.equal(await c.part('.adding-hint').count(), 0);
  assert.equal(steps(c).length, 1);
  await move.click();
  await page.mouse.click(...(await c.mapPoint(0.55, 0.6)));
  await page.waitForTimeout(600);
  await c.settled();
  const [, [moved]] = steps(c);
  assert.equal(moved.move.code, facility.code);
  await assertTiles(c, malta.apply({ edits: [resize, moved] }));
  assert.match(await c.part('.card').textContent(), new RegExp(zh.whatIf.moved));
});

check('other speeds are a step of the scenario, for the checkup and for one mode alike', '', async (page, c) => {
  await c.part('.assumptions summary').click();
  await write(c, 'walk', '3');
  const walk = { base: 'walk', speedKmh: 3 };
  assert.deepEqual(steps(c), [[{ speeds: { walk: { speedKmh: 3 } } }]]);
  await assertTiles(c, malta, { walk });
  assert.match(await c.part('.doing').textContent(), /体检用时 [\d.]+ 秒/);
  await write(c, 'drive', '50');
  await assertTiles(c, malta, { walk, drive: { base: 'drive', limitShare: 0.5 } });
  await c.part('[name="person"]').selectOption('elderly');
  await write(c, 'walk', '');
  await assertTiles(c, malta, { walk: { base: 'walk', person: 'elderly' }, drive: { base: 'drive', limitShare: 0.5 } });
  await c.part('.ask .segments').nth(0).locator('button').nth(1).click();
  await c.part('.ask .segments').nth(1).locator('button').filter({ hasText: '15' }).click();
  await c.settled();
  const served = malta.served({ service: SERVICE, mode: { base: 'walk', person: 'elderly' }, minutes: 15 });
  assert.equal((await c.part('[data-key="served"]').getAttribute('title')).split(' = ')[0], exactPeople(served.served));
  await c.part('.assumptions .button').click();
  await c.settled();
  assert.equal((await c.part('[data-key="served"]').getAttribute('title')).split(' = ')[0], exactPeople(malta.served({ service: SERVICE, mode: 'walk', minutes: 15 }).served));
  await page.goBack();
  await c.settled();
  assert.equal((await c.part('[data-key="served"]').getAttribute('title')).split(' = ')[0], exactPeople(served.served));
});

check('speeds that make no sense are left out of a link', `#e=${encodeURIComponent(JSON.stringify([[{ speeds: { walk: { speedKmh: -3, person: 'giant' }, cycle: { speedKmh: 12 } } }]]))}`, async (page, c) => {
  assert.deepEqual(steps(c), [[{ speeds: { cycle: { speedKmh: 12 } } }]]);
  await assertTiles(c, malta, { cycle: { base: 'cycle', speedKmh: 12 } });
});

check('what is planned is told, and there in its year', ON_MADE, async (page, c) => {
  const planned = made.facilities().find((one) => one.state === 'planned');
  const [service] = planned.services;
  await page.evaluate(([s, code]) => { location.hash = location.hash.replace(/s=\w+/, `s=${s}`) + `&sel=f:${code}`; }, [service, planned.code]);
  await c.settled();
  assert.match(await c.part('.card').textContent(), new RegExp(zh.whatIf.planned(String(planned.year))));
  await c.part('.card .link').click();
  await c.settled();
  assert.deepEqual(steps(c), [[{ year: planned.year }]]);
  const later = made.apply({ edits: [{ year: planned.year }] });
  const open = later.describe().services.find((one) => one.code === service).facilities;
  assert.ok(open > made.describe().services.find((one) => one.code === service).facilities);
  assert.match(await c.part(`.service[data-code="${service}"] .amount`).textContent(), new RegExp(`^${open} `));
  await c.part('.assumptions summary').click();
  assert.equal(await c.part('[name="year"]').inputValue(), String(planned.year));
  await write(c, 'year', '');
  assert.match(await c.part('.card').textContent(), new RegExp(zh.whatIf.planned(String(planned.year))));
});

check('a standard with services that the catalogue lacks says so', '#tab=data', async (page, c) => {
  const table = made.standard();
  table.rows.push({ ...table.rows[0], code: 'XYZ' });
  await c.drop([{ name: 'standard.json', text: JSON.stringify(table) }]);
  await c.part('.unknown-services').waitFor();
  assert.match(await c.part('.unknown-services').textContent(), /1 项不在服务目录里.*XYZ/);
  await c.part('.tried .primary').click();
  await c.settled();
  assert.match(await c.part('.unknown-services').textContent(), /XYZ/);
});

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  check(`the forms are accessible: ${name}`, `${ON_MADE}&lang=${lang}&sel=u:990501001001`, async (page, c) => {
    const inspect = async () => {
      await assertAccessible(page);
    };
    await c.part('.what-if-button').click();
    await c.settled();
    await inspect();
    await c.part('.what-if-button').click();
    if (name === 'phone') await c.part('#tab-question').click();
    await c.part('.assumptions summary').click();
    await inspect();
  }, options);
}
