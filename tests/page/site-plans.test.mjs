// Further kinds of site plans on the page: each is the one that the engine gives for the same question.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { check as onPage, PHONE } from './helpers/check.mjs';
import { demoStudy, ended, OFFERED } from './helpers/study.mjs';
import { fixed, gapText, peopleCell, peopleText } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const SERVICE = 'PHA';
const MADE = 30;

/** @type {Study} */
let made;

before(async () => {
  // Makes the engine ready here too.
  (await demoStudy()).free();
  made = Study.synthetic({ villages: MADE });
});

/** Opens the made-up study with what is asked of a search for sites. */
const check = (name, ask, steps) => onPage(name, `#made=${MADE}&tab=sites&site=${encodeURIComponent(JSON.stringify(ask))}`, steps);

/** The engine's own plan. @param {object} question */
const planned = (question) => ended(made.findSites({ service: SERVICE, ...OFFERED, ...question }));

const amounts = (c) => c.part('.plan .amount').allTextContents();
const newly = ({ totals }) => peopleText(zh, totals.served - totals.servedToday);

check('least inequality: the spread of access before and after, and no proof that there is none', {}, async (page, c) => {
  await c.part('#objective').selectOption('minInequality');
  await c.search();
  const plan = planned({ objective: 'minInequality', sites: 3 });
  assert.equal(plan.bound, null);
  assert.ok(plan.value < plan.nothing);
  assert.equal(await c.text('.total'), zh.sitePlans.totalInequality(3, fixed(zh, plan.nothing, 3), fixed(zh, plan.value, 3), newly(plan)));
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.newlyServed)}`));
  assert.equal(await c.text('.proof'), zh.sites.proofNone);
  assert.equal(await c.part('.certificate').count(), 0);
  assert.equal(await c.part('.plan-kinds').count(), 0, 'backup is not offered');
});

check('the lowest access: a word where somebody reaches none', { objective: 'maxMin' }, async (page, c) => {
  await c.search();
  const plan = planned({ objective: 'maxMin', sites: 3 });
  const said = (n) => (n > 0 ? zh.sitePlans.perThousand(fixed(zh, n * 1000, 1)) : zh.sitePlans.someReachNone);
  const total = plan.value > plan.nothing ? zh.sitePlans.totalLowest(3, said(plan.nothing), said(plan.value), newly(plan)) : zh.sitePlans.totalNotRaised(3, said(plan.nothing), newly(plan));
  assert.equal(await c.text('.total'), total);
  assert.equal(plan.bound, null);
  assert.equal(await c.text('.proof'), zh.sites.proofNone);
});

check('backup: people with so many in reach; a capacity is not offered with it', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.write('[name="backup"]', '2');
  await c.part('.more-conditions summary').click();
  assert.equal(await c.part('[name="capacity"]').count(), 0);
  await c.search();
  const plan = planned({ sites: 3, backup: 2 });
  assert.equal(await c.text('.total'), zh.sitePlans.totalBackup(3, peopleText(zh, plan.value), 2));
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.newlyServed)}`));
  assert.equal(await c.part('.certificate').count(), 1);
});

check('districts: whole places, with a capacity only', {}, async (page, c) => {
  await c.part('.more-conditions summary').click();
  const districts = c.part('.more-conditions .check', { hasText: zh.siteConditions.districts });
  assert.equal(await districts.count(), 0);
  await c.write('[name="capacity"]', '1500');
  await districts.locator('input').check();
  assert.deepEqual(JSON.parse(c.hash().get('site')), { capacity: 1500, districts: true });
  await c.part('.plan-kinds > summary').click();
  assert.equal(await c.part('[name="backup"]').count(), 0);
  await c.part('[name="district-level"]').selectOption('0');
  assert.deepEqual(JSON.parse(c.hash().get('site')), { capacity: 1500, districts: true, districtLevel: 0 });
  await c.part('[name="district-level"]').selectOption('-1');
  assert.deepEqual(JSON.parse(c.hash().get('site')), { capacity: 1500, districts: true });
  await c.search();
  const plan = planned({ sites: 3, capacity: 1500, districts: true });
  assert.deepEqual(await amounts(c), plan.sites.map((one) => peopleText(zh, one.served)));
  assert.equal(await c.text('.total'), zh.sites.totalRoom(3, newly(plan)));
  assert.equal(await c.text('.unserved'), zh.sites.unserved.room(peopleText(zh, plan.totals.unserved)));
});

check('phases: year and number of each, what they serve and what is proven; the pins carry the year', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.part('.add-phase').click();
  await c.part('.add-phase').click();
  await c.write('[name="phase-year-1"]', '2027');
  await c.write('[name="phase-year-2"]', '2020');
  assert.ok(await c.part('[name="phase-year-2"] ~ .unfit').isVisible(), 'years ascend');
  await c.write('[name="phase-year-2"]', '2030');
  await c.write('[name="phase-sites-2"]', '1');
  const phases = [{ year: 2027, sites: 2 }, { year: 2030, sites: 1 }];
  assert.deepEqual(JSON.parse(c.hash().get('site')), { phases });
  assert.equal(await c.part('[name="backup"]').count(), 0);
  assert.equal(await c.part('.stepper').count(), 0, 'the phases say how many');
  await c.search();
  const plan = planned({ phases });
  const cells = (await c.part('.phase-table tbody tr').allTextContents()).map((row) => row.replace(/\s+/g, ' ').trim());
  const rank = new Map(plan.sites.map((one, i) => [one.site.code, i + 1]));
  assert.deepEqual(cells, plan.phases.phases.map((one) => `${one.year} ${one.sites.map((its) => rank.get(its.code)).join(' ')} ${peopleCell(zh, one.served)} ${peopleCell(zh, one.bound)}`));
  assert.deepEqual(await c.part('.pin-year em').allTextContents(), plan.sites.map((one) => String(plan.phases.phases.find((phase) => phase.sites.some((its) => its.code === one.site.code)).year)));
  assert.equal(await c.text('.proof'), plan.phases.gap === 0 ? zh.sitePlans.phaseProofBest : zh.sitePlans.phaseProofGap(gapText(zh, plan.phases.gap)));
  await c.part('.adopt').click();
  await c.settled();
  const [step] = JSON.parse(c.hash().get('e'));
  assert.deepEqual(step[0], { year: 2030 }, 'what is planned by then counts in the scenario too');
  assert.equal(step.length, 1 + plan.sites.length);
  const years = plan.sites.map((one) => plan.phases.phases.find((phase) => phase.sites.some((its) => its.code === one.site.code)).year);
  assert.deepEqual(step.slice(1).map((one) => one[5]), years, 'each site in its year');
  assert.ok((await c.text('.adopted')).includes(zh.sitePlans.adoptedYear(2030)));
  const service = made.describe().services.find((one) => one.code === SERVICE).name.zh;
  await c.part('.bar [aria-haspopup]', { hasText: zh.scenario.title }).click();
  assert.equal(await c.text('.edits li'), `${zh.scenario.several(3, service)}${zh.scenario.years('2027 年 2 处、2030 年 1 处')}；${zh.whatIf.year(2030)}`);
  await page.keyboard.press('Escape');
  // What is shown now is what the plan says of its last phase; a year before, the later site is not there.
  const edited = (year) => made.apply({ edits: [{ year }, ...step.slice(1).map(([code, lng, lat, services, name, opens]) => ({ open: { code, at: [lng, lat], services, name, year: opens } }))] });
  const then = edited(2030);
  const today = (of) => ended(of.findSites({ service: SERVICE, ...OFFERED, sites: 1 })).totals.servedToday;
  assert.ok(Math.abs(today(then) - plan.phases.phases.at(-1).served) < 1e-6);
  const open = (of) => of.facilities({ service: SERVICE }).filter((one) => one.state === 'open').length;
  assert.equal(open(edited(2029)), open(then) - 1);
  assert.ok((await c.part(`.service[data-code="${SERVICE}"] .amount`).first().textContent()).startsWith(`${open(then)} `));
  const late = step.find((one) => one[5] === 2030)[0];
  await page.evaluate((code) => { location.hash += `&sel=f:${code}`; }, late);
  await c.settled();
  assert.ok((await c.text('.card')).includes(zh.whatIf.built(2030)));
});

onPage(
  'a year beside a pin covers no other pin on a phone',
  `#made=${MADE}&tab=sites&site=${encodeURIComponent(JSON.stringify({ phases: [{ year: 2027, sites: 3 }, { year: 2030, sites: 3 }] }))}`,
  async (page, c) => {
    await c.search();
    const covered = await page.evaluate(() => {
      const root = document.querySelector('service-circle').shadowRoot;
      const panes = [...root.querySelectorAll('.leaflet-pane')].filter((pane) => pane.querySelector(':scope > .pin, :scope > .pin-year'));
      const level = (selector) => Number(getComputedStyle(panes.find((pane) => pane.querySelector(`:scope > ${selector}`))).zIndex);
      return { pins: level('.pin'), years: level('.pin-year'), size: root.querySelector('.pin-year em').getBoundingClientRect().height };
    });
    assert.ok(covered.years < covered.pins && covered.size <= 12, JSON.stringify(covered));
  },
  PHONE,
);
