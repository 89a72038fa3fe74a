// A better layout of what is there, and sites of several services, on the page: as the engine has them.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { assertAccessible } from './helpers/accessible.mjs';
import { check as onPage, DESKTOP, PHONE } from './helpers/check.mjs';
import { demoStudy, ended, OFFERED } from './helpers/study.mjs';
import { count, gapText, minutes, minutesText, peopleCell, percent, signed } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const SERVICE = 'PHA';
const MADE = 60;

/** @type {Study} */
let made;

before(async () => {
  // Makes the engine ready here too.
  (await demoStudy()).free();
  made = Study.synthetic({ villages: MADE });
});

/** Opens the made-up study with what is asked of a search for sites. */
const check = (name, ask, steps, options, lang = 'zh') => onPage(name, `#made=${MADE}&tab=sites&lang=${lang}&site=${encodeURIComponent(JSON.stringify(ask))}`, steps, options);

const nameOf = (of) => of.describe().services.find((one) => one.code === SERVICE).name.zh;

const rows = async (c, selector) =>
  (await c.part(`${selector} tbody tr`).all()).reduce(async (all, row) => [...(await all), await row.locator('td').allTextContents()], Promise.resolve([]));

check('the layout: actions with what they change, the whole before and after, one click to a scenario', { layout: { actions: 4, costs: { expand: 20 } } }, async (page, c) => {
  await c.part('.optimise').click();
  await c.found();
  const serviceName = nameOf(made);
  const plan = ended(made.optimiseLayout({ service: SERVICE, ...OFFERED, actions: 4, actionCosts: { expand: 20 } }));
  assert.equal(plan.bound, null);
  assert.equal(await c.text('.proof'), zh.sites.proofNone);
  assert.deepEqual(await c.part('.layout-plan .amount').allTextContents(), plan.actions.map((one) => `${signed(zh, one.gain)} ${zh.sitePlans.layout.gainUnit}`));
  const [first] = plan.actions;
  assert.equal(await c.text('.headline'), zh.sitePlans.layout.headline(serviceName));
  assert.equal(await c.text('.answer h3'), zh.sitePlans.layout.found(serviceName, plan.actions.length));
  const said = await c.text('.layout-line');
  assert.ok(said.includes(`${percent(zh, first.saturationBefore)} → ${percent(zh, first.saturationAfter)}`), said);
  assert.ok(said.includes(count(zh, first.cost)), said);
  const pair = (of) => [of(plan.before), of(plan.after)];
  assert.deepEqual((await rows(c, '.layout-table')).slice(0, 5), [
    pair((one) => peopleCell(zh, one.inReach)),
    pair((one) => peopleCell(zh, one.met)),
    pair((one) => percent(zh, one.saturation)),
    pair((one) => minutes(zh, one.minutes)),
    pair((one) => count(zh, one.facilities)),
  ]);
  await c.part('.layout-plan .line').first().click();
  await c.settled();
  assert.equal(c.hash().get('sel'), `f:${first.facility.code}`);
  assert.equal(await c.part('.layout-plan .line').first().getAttribute('aria-current'), 'true');
  await c.part('.adopt').click();
  await c.settled();
  assert.equal(JSON.parse(c.hash().get('e'))[0].length, plan.actions.length);
  assert.equal(await c.part('.layout-plan').count(), 0);
});

onPage('a layout says where what moves goes to, and names what has no name by where it is', `#tab=sites&site=${encodeURIComponent(JSON.stringify({ layout: { may: ['move', 'merge', 'close'], actions: 6 } }))}`, async (page, c) => {
  await c.part('.optimise').click();
  await c.found();
  const lines = await c.part('.layout-plan .cut').allTextContents();
  assert.ok(lines.length > 0);
  for (const line of lines) assert.doesNotMatch(line, /\b[nwr]\d{4,}/, 'no code in place of a name');
  for (const line of lines.filter((one) => one.includes('迁到'))) assert.match(line, /迁到 .*边 [\d,]+ 米的路口/);
});

check('the layout can be stopped, and another question makes it void', {}, async (page, c) => {
  await c.part('.optimise').click();
  await page.waitForFunction(() => document.querySelector('service-circle').shadowRoot.querySelector('.optimise').textContent.includes('取消'));
  await c.part('.optimise').click();
  await c.settled();
  assert.equal(await c.text('.optimise'), zh.sitePlans.layout.run);
  await c.part('.layout-conditions summary').click();
  await c.write('[name="layout-actions"]', '2');
  await c.part('.optimise').click();
  await c.found();
  assert.ok((await c.part('.layout-plan li').count()) <= 2);
  await c.part('.layout-conditions .check input').first().uncheck();
  assert.equal(await c.part('.layout-plan').count(), 0);
});

check('several services at one site: gains of each', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.part('.further-services summary').click();
  const boxes = c.part('.further-services input');
  for (const at of [0, 3]) await boxes.nth(at).check();
  const { also } = JSON.parse(c.hash().get('site'));
  assert.equal(also.length, 2);
  assert.equal(await c.part('[name="backup"]').count(), 0, 'backup is not offered with it');
  await c.part('.run').click();
  await c.found();
  const plan = ended(made.findHubs({ services: [SERVICE, ...also].map((service) => ({ service })), ...OFFERED, sites: 3 }));
  assert.deepEqual((await rows(c, '.hub-table')).map((row) => row[1]), plan.services.map((one) => `+${peopleCell(zh, one.served - one.servedToday)}`));
  const line = await c.text('.hub-line');
  for (const n of plan.sites[0].newlyServed) assert.ok(line.includes(`+${peopleCell(zh, n)} ${zh.people}`), line);
  const k = plan.sites.length;
  assert.equal(await c.text('.proof'), plan.optimal ? zh.sitePlans.hubProofBest(k) : zh.sitePlans.hubProofGap(k, gapText(zh, plan.gap)));
  assert.equal(await c.part('.pin').count(), k);
  assert.equal(await c.text('.plan-notes'), zh.siteConditions.cost(zh.sites.costs(count(zh, plan.cost)), plan.costAssumed));
  const all = plan.ruledOut.reduce((sum, one) => sum + one.count, 0);
  assert.equal(await c.text('.ruled-out summary'), zh.sites.ruledOut(count(zh, all)));
  await c.part('.plan .line').first().click();
  await c.settled();
  const card = await c.text('.card');
  const [first] = plan.sites;
  assert.ok(card.includes(`+${zh.sitePlans.hubSite(count(zh, first.site.gain))}`), card);
  const units = made.units();
  for (const { unit, people } of first.byUnit.slice(0, 3)) assert.ok(card.includes(`${units[unit].name} ${zh.sitePlans.hubSite(count(zh, people))}`), card);
  for (const told of first.minutes.filter(Boolean)) assert.ok(card.includes(`${minutesText(zh, told[0])} → ${minutesText(zh, told[1])}`), card);
  assert.match(await c.text('.card .limits'), /^时间是.+限 3 处/);
  await c.part('.adopt').click();
  await c.settled();
  const [step] = JSON.parse(c.hash().get('e'));
  assert.deepEqual(step[0][3], [SERVICE, ...also]);
});

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  check(
    `the layout is accessible: ${name}`,
    { layout: { actions: 2 } },
    async (page, c) => {
      if (name === 'phone') await c.part('.sheet-head button').nth(1).click();
      await c.part('.layout-conditions summary').click();
      await c.part('.optimise').click();
      await c.found();
      await assertAccessible(page);
    },
    options,
    lang,
  );
}
