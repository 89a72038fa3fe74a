// Where to build, on the page: objectives, constraints drawn on the map, the plan's reasons and its proof.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before } from 'node:test';
import { assertAccessible } from './helpers/accessible.mjs';
import { check, DESKTOP, PHONE } from './helpers/check.mjs';
import { demoStudy, ended, OFFERED } from './helpers/study.mjs';
import { count, finerMinutesText, gapText, minutesText, peopleText, percent } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const PHARMACIES = { service: 'PHA', mode: 'walk', minutes: 15 };
const FOUND_MS = 120_000;

let study;

before(async () => {
  study = await demoStudy();
});

/** The engine's own plan for what the page asks. @param {object} question */
const planned = (question) => ended(study.findSites({ ...PHARMACIES, ...OFFERED, ...question }));

/** People newly served by the plan with walking at other speeds. @param {object} question @param {number[]} factors */
function recounted(question, factors) {
  const search = study.findSites({ ...PHARMACIES, ...OFFERED, ...question });
  while (!search.step(200).done);
  const found = factors.map((factor) => search.recount(factor)).map((n) => n.served - n.servedToday);
  search.free();
  return found;
}

check('says why here: who gains, how much nearer, what could stand in', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.search();
  const plan = planned({ sites: 3 });
  await c.part('.plan .line').first().click();
  await c.settled();
  const [first] = plan.sites;
  const card = await c.text('.card');
  const units = study.units();
  for (const { unit, people } of first.byUnit.slice(0, 3)) assert.ok(card.includes(`${units[unit].name} ${peopleText(zh, people)}`), card);
  assert.ok(card.includes(`${minutesText(zh, first.minutesBefore)} → ${minutesText(zh, first.minutesAfter)}`), card);
  assert.ok(card.includes(peopleText(zh, first.lostWithout)), card);
  assert.equal(await c.part('.card .why .link').count(), Math.min(3, first.standIns.length));
  assert.match(await c.text('.card .why .link'), /边 [\d,]+ 米的路口/, 'where it is');
  const nearEqual = first.lostAtLeast <= 0.05 * plan.value;
  if (first.lostAtLeast >= 0.5) assert.ok(card.includes(nearEqual ? zh.sites.without : zh.sites.essential), card);
  if (nearEqual) assert.ok(!card.includes(zh.sites.essential), 'what another place is as good as can be spared');
  assert.equal(await c.text('.card .limits'), '时间是步行 15 分钟内。受限于：限 3 处。');
  assert.equal(await c.part('.curve .dot').count(), plan.curve.length);
  await c.part('.robust').click();
  await c.part('.robust + .ruled').waitFor();
  const again = recounted({ sites: 3 }, [0.8, 1, 1.2]);
  assert.deepEqual(await c.part('.robust + .ruled .amount').allTextContents(), again.map((n) => `+${peopleText(zh, n)}`));
  const row = await c.text('.robust + .ruled li');
  assert.match(row, /现在 [\d.,]+ 万?人 → 方案 [\d.,]+ 万?人/, 'today is counted again too');
  // The browser tells of two files at once in any order.
  const downloads = [];
  const both = new Promise((done) => page.on('download', (file) => downloads.push(file) === 2 && done()));
  await c.part('.certificate').click();
  await both;
  assert.deepEqual(downloads.map((file) => file.suggestedFilename()).sort(), ['siting-certificate.json', 'siting-problem.json']);
  for (const file of downloads) JSON.parse(await readFile(await file.path(), 'utf8'));
  assert.equal(await c.part('.certificate').getAttribute('title'), zh.sites.certificateProves.maxCoverage);
  // Of this plan the certificate proves as much as the solver did.
  assert.equal(await c.part('.certified').count(), 0);
});

check('a double click searches once; a search that is given up says so', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.part('.run').dblclick();
  await c.found();
  assert.equal(await c.part('.plan li').count(), 3);
  assert.equal(await c.part('.stopped').count(), 0);
  await page.evaluate(() => { location.hash = '#m=drive&t=30&tab=sites'; });
  await c.settled();
  await c.part('.run').click();
  // Not the second click of a double click.
  await page.waitForTimeout(700);
  await c.part('.status .link').click();
  await c.part('.stopped').waitFor();
  assert.equal(await c.text('.stopped'), zh.sites.stopped);
  await c.part('#objective').selectOption('minSites');
  assert.equal(await c.part('.stopped').count(), 0, 'another question');
});

check('a group that nobody counted is named', `#tab=sites&site=${encodeURIComponent(JSON.stringify({ people: [{ group: '0-3', weight: 1 }] }))}`, async (page, c) => {
  await c.part('.run').click();
  await c.part('.notice').waitFor();
  assert.match(await c.text('.notice'), /数据里没有「.+」的人数/);
  assert.doesNotMatch(await c.text('.notice'), /nobody|people/);
});

check('asks for fewest sites and least travel, and says what is proven', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.part('#objective').selectOption('minTotalTravel');
  await c.search();
  const travel = planned({ objective: 'minTotalTravel', sites: 3 });
  const newly = peopleText(zh, travel.totals.served - travel.totals.servedToday);
  const saved = (plan) => zh.sites.hours(count(zh, (plan.nothing - plan.value) / 3600));
  const total = await c.text('.total');
  assert.equal(total, zh.sites.totalTravel(3, finerMinutesText(zh, travel.totals.minutesToday), finerMinutesText(zh, travel.totals.minutes), saved(travel), newly));
  const [four, five] = [4, 5].map((sites) => planned({ objective: 'minTotalTravel', sites }));
  assert.notEqual(saved(four), saved(five), 'one site more is told apart');
  const proof = travel.optimal ? zh.sites.proofTravelBest : zh.sites.proofTravel(zh.sites.hours(count(zh, travel.value / 3600)), gapText(zh, travel.gap));
  assert.equal(await c.text('.proof'), proof);
  await c.part('#objective').selectOption('minSites');
  assert.equal(await c.part('.plan').count(), 0, 'a plan for another question is gone');
  await c.write('.answer .number-field input >> nth=0', '75');
  await c.search();
  const fewest = planned({ objective: 'minSites', coverage: 0.75 });
  assert.equal(await c.part('.plan li').count(), fewest.sites.length);
  assert.ok((await c.text('.total')).endsWith(zh.sites.reached(percent(zh, fewest.totals.served / fewest.totals.people), percent(zh, 0.75))));
  await c.write('.answer .number-field input >> nth=0', '100');
  await c.part('.run').click();
  await c.part('.answer .warn').waitFor({ timeout: FOUND_MS });
  assert.match(await c.text('.answer .warn'), /做不到/);
});

check('progress never falls, and says when it begins again with fewer candidates', `#tab=sites&site=${encodeURIComponent(JSON.stringify({ sites: 6, capacity: 2000 }))}`, async (page, c) => {
  await page.evaluate(() => {
    const root = document.querySelector('service-circle').shadowRoot;
    globalThis.told = [];
    new MutationObserver(() => {
      const bar = root.querySelector('.doing progress');
      if (bar) globalThis.told.push([root.querySelector('.doing .cut').textContent, bar.getAttribute('value'), root.querySelector('.doing .percent').textContent, root.querySelector('.search-share').className, root.querySelector('.so-far')?.textContent ?? '']);
    }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await c.search();
  const told = await page.evaluate(() => globalThis.told);
  const shares = told.flatMap(([, value]) => (value === null ? [] : [Number(value)]));
  assert.ok(shares.length > 5);
  shares.forEach((share, i) => assert.ok(i === 0 || share >= shares[i - 1], `${share} after ${shares[i - 1]}`));
  const again = zh.sites.pass(2, '200');
  assert.ok(told.some(([text]) => text === `${zh.sites.run} · ${zh.sites.steps.circles} · ${again}`), `${[...new Set(told.map(([text]) => text))]}`);
  const solving = told.filter(([text]) => text === `${zh.sites.run} · ${zh.sites.steps.solving}`);
  assert.ok(solving.length > 0);
  assert.match(solving.at(-1)[4], /一共服务 .+，证明最多 /, 'the plan and its bound while it is solved');
  assert.equal(await c.part('.so-far').count(), 0);
  for (const [, value, percent, bar] of solving.slice(1)) {
    assert.deepEqual([value, percent], [null, ''], 'nobody knows how far it is');
    assert.match(bar, /unknown/);
  }
});

check('a budget is kept and the costs are told', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.part('.answer > .segments button').nth(1).click();
  await c.write('.answer .number-field input >> nth=0', '3500');
  await c.search();
  const plan = planned({ budget: 3500 });
  assert.ok(plan.cost <= 3500);
  assert.equal(await c.part('.plan li').count(), plan.sites.length);
  assert.deepEqual(await c.part('.plan .amount').allTextContents(), plan.sites.map((s) => `+${peopleText(zh, s.newlyServed)}`));
});

check('a number out of range says so beside its field, or as a notice where a link has it', `#tab=sites&site=${encodeURIComponent(JSON.stringify({ limit: 'budget', sites: 500 }))}`, async (page, c) => {
  assert.match(await c.text('.notice'), /sites: 500 → 20/);
  await page.evaluate(() => { location.hash = location.hash.replace(/&site=[^&]*/, '&site=%7B%22limit%22%3A%22budget%22%7D'); });
  await c.settled();
  assert.equal(await c.part('.notice').count(), 0);
  const field = '.answer .row .number-field';
  assert.equal(await c.part(`${field} input`).inputValue(), '5100', 'what the sites asked for by number may cost');
  assert.ok(await c.part(`${field} .unfit`).isHidden());
  await c.write(`${field} input`, '-5');
  assert.ok(await c.part(`${field} .unfit`).isVisible());
  assert.equal(await c.text(`${field} .unfit`), zh.unfit('1', '1,000,000', '5100'));
  assert.equal(await c.part(`${field} input`).inputValue(), '-5');
  assert.deepEqual(JSON.parse(c.hash().get('site')), { limit: 'budget' });
  await c.write(`${field} input`, '3500');
  assert.ok(await c.part(`${field} .unfit`).isHidden());
  await c.part('.conditions summary').first().click();
  const own = c.part('.conditions .segments button').first();
  assert.equal(await own.getAttribute('aria-disabled'), 'true', 'the question goes by the standard already');
  assert.equal(await own.getAttribute('title'), zh.sites.sameAsStandard);
});

check('of many places ruled out the map marks an even sample, and says of how many', `#m=walk&t=15&tab=sites&site=${encodeURIComponent(JSON.stringify({ metresFromFacilities: 600, sites: 1 }))}`, async (page, c) => {
  await c.search();
  const { ruledOut, listed } = planned({ sites: 1, metresFromFacilities: 600 }).tried;
  const asked = ruledOut.reduce((sum, one) => sum + (['otherService', 'otherKind'].includes(one.reason) ? 0 : one.count), 0);
  await c.part('.ruled-out summary').click();
  const said = listed.length < asked ? zh.siteConditions.markedOf(count(zh, listed.length), count(zh, asked)) : zh.siteConditions.marked;
  assert.equal(await c.text('.marked'), said);
  assert.ok(listed.length < asked, `${asked} are many`);
  const codes = await c.part('.ruled-out .link').allTextContents();
  assert.ok(codes.length > 10 && codes.length <= 30);
  assert.ok(listed.findIndex((one) => one.code === codes.at(-1)) > 0.9 * listed.length, 'the list goes all over them too');
});

check('an area drawn on the map keeps sites out; it can be removed', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.search();
  await c.part('.plan .line').first().click();
  await c.settled();
  await page.waitForTimeout(700);
  await c.part('.conditions summary').first().click();
  await c.part('.conditions .button', { hasText: zh.sites.fence }).click();
  assert.match(await c.part('.adding-hint').textContent(), /Esc/);
  await page.keyboard.press('Escape');
  assert.equal(await c.part('.adding-hint').count(), 0);
  await c.part('.conditions .button', { hasText: zh.sites.fence }).click();
  const corners = [[0.3, 0.3], [0.7, 0.3], [0.7, 0.75]];
  for (const [x, y] of corners) {
    await page.mouse.click(...(await c.mapPoint(x, y)));
    await page.waitForTimeout(500);
  }
  const zoom = c.hash().get('map');
  await page.mouse.dblclick(...(await c.mapPoint(0.3, 0.75)));
  await page.waitForTimeout(500);
  assert.equal(c.hash().get('map'), zoom, 'the double click does not zoom');
  assert.equal(await c.part('.fences li').count(), 1);
  assert.equal(await c.text('.fences li span'), zh.sites.fenced(1, 4));
  await c.search();
  assert.match(await c.text('.ruled'), new RegExp(zh.sites.reasons.excluded));
  await c.part('.fences button').click();
  assert.equal(await c.part('.fences li').count(), 0);
  assert.equal(await c.part('.plan').count(), 0);
});

check('many sites: what they come to stands first, and the rest of the list is asked for', `#made=60&s=ECN&tab=sites&site=${encodeURIComponent(JSON.stringify({ objective: 'minSites', coverage: 99 }))}`, async (page, c) => {
  await c.search();
  const rows = await c.part('.plan li').count();
  assert.ok(rows > 15, `${rows}`);
  const seen = () => c.part('.plan li').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  assert.equal(await seen(), 12);
  const first = await c.part('.plan li').first().boundingBox();
  for (const part of ['.total', '.answer > .proof', '.adopt']) assert.ok((await c.part(part).first().boundingBox()).y < first.y, part);
  assert.equal(await c.text('.plan-rest summary'), zh.sites.allSites(String(rows)));
  await c.part('.plan-rest summary').click();
  assert.equal(await seen(), rows);
});

check('the address keeps what is asked, and what makes no sense is left out', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.part('#objective').selectOption('minSites');
  await c.settled();
  assert.deepEqual(JSON.parse(c.hash().get('site')), { objective: 'minSites' });
  const ring = [[14.4, 35.9], [14.5, 35.9], [14.5, 35.95]];
  const given = { objective: 'best', limit: 'budget', budget: 3500, sites: -4, exclusions: [ring, [[1, 2]]] };
  await page.evaluate((site) => { location.hash = `#m=walk&t=15&tab=sites&site=${encodeURIComponent(JSON.stringify(site))}`; }, given);
  await c.settled();
  assert.equal(await c.part('.answer .number-field input').first().inputValue(), '3500');
  assert.equal(await c.part('#objective').inputValue(), 'maxCoverage');
  assert.equal(await c.part('.fences li').count(), 1);
});

check('an area can be drawn by keys alone', '#m=walk&t=15&tab=sites&map=14.42,35.9,12', async (page, c) => {
  await c.part('.conditions summary').first().focus();
  await page.keyboard.press('Enter');
  await c.part('.conditions .button', { hasText: zh.sites.fence }).focus();
  await page.keyboard.press('Enter');
  await c.part('.map').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press('Space');
    await page.keyboard.press(key);
    await page.waitForTimeout(500);
  }
  await page.keyboard.press('Enter');
  assert.equal(await c.part('.fences li').count(), 1);
});

check('an area with too few corners is not closed, and a notice leaves the bar free', '#tab=sites&site=%7B%22sites%22%3A500%7D&map=14.42,35.9,12', async (page, c) => {
  await c.part('.conditions summary').first().click();
  await c.part('.conditions .button', { hasText: zh.sites.fence }).click();
  await c.part('.map').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  assert.equal(await c.text('.adding-hint .short'), zh.map.fenceShort(3, 2));
  const [bar, notice] = [await c.part('.adding-hint').boundingBox(), await c.part('.notice').boundingBox()];
  assert.ok(notice.y > bar.y + bar.height);
  await page.keyboard.press('Space');
  assert.equal(await c.part('.adding-hint .short').count(), 0);
});

check('undoing what was adopted brings the plan back, with its certificate; the focus is on the way back', '#m=walk&t=15&tab=sites', async (page, c) => {
  await c.search();
  const told = await c.text('.total');
  await c.part('.adopt').focus();
  await page.keyboard.press('Enter');
  await c.part('.adopted .link').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('service-circle').shadowRoot.activeElement?.closest('.adopted') !== null), true);
  await c.settled();
  assert.equal(await c.part('.plan').count(), 0);
  await page.keyboard.press('Enter');
  await c.settled();
  assert.equal(await c.text('.total'), told);
  assert.equal(await c.part('.pin').count(), 3);
  await Promise.all([page.waitForEvent('download'), c.part('.certificate').click()]);
  await page.keyboard.press('Control+Shift+Z');
  await c.settled();
  assert.equal(await c.part('.plan').count(), 0);
  await page.goBack();
  await c.settled();
  assert.equal(await c.text('.total'), told);
});

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  check(`what was found is in view, and the pin that is chosen: ${name}`, `#tab=sites&lang=${lang}`, async (page, c) => {
    await c.search();
    const [panel, proof, adopt] = [await c.part('.answer').boundingBox(), await c.part('.answer > .proof').boundingBox(), await c.part('.adopt').boundingBox()];
    assert.ok(proof.y >= panel.y && adopt.y + adopt.height <= panel.y + panel.height, JSON.stringify([panel, proof, adopt]));
    await c.part('.plan .line').first().click();
    await c.settled();
    const [pin, card, map] = [await c.part('.pin.on').boundingBox(), await c.part('.card').boundingBox(), await c.part('.map').boundingBox()];
    assert.ok(pin.y > map.y && pin.x > map.x && pin.x + pin.width < map.x + map.width);
    if (name === 'phone') assert.ok(pin.y + pin.height < card.y, 'above the sheet');
  }, options);
}

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  check(`the plan and its reasons are accessible: ${name}`, `#m=walk&t=15&tab=sites&lang=${lang}`, async (page, c) => {
    if (name === 'phone') await c.part('.sheet-head button').nth(1).click();
    await c.search();
    await c.part('.conditions summary').first().click();
    await c.part('.plan .line').first().click();
    await c.settled();
    await assertAccessible(page);
  }, options);
}
