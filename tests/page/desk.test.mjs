// The data tab's desk in a browser: own tables, the standard, the made-up demo; numbers compared with the engine's.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before } from 'node:test';
import { readStandard, Study } from '../../pkg/service_circle.js';
import { gb18030 } from '../node/gb18030.mjs';
import { assertAccessible } from './helpers/accessible.mjs';
import { check, DESKTOP, PHONE } from './helpers/check.mjs';
import { exactPeople } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';

const PHARMACIES = { service: 'PHA', mode: 'walk', minutes: 15 };

/** @type {Study} */
let study;

before(async () => {
  study = await demoStudy();
});

/** Drops one file of bytes. @param {import('playwright-core').Page} page @param {string} name @param {Uint8Array} bytes */
const dropBytes = (page, name, bytes) =>
  page.evaluate(
    ([file, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(content)], file));
      document.querySelector('service-circle').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    [name, [...bytes]],
  );

/** Two pharmacies where homes are, and two bad rows: a service nobody knows, a place far out at sea. */
function facilities() {
  const { lng, lat } = study.demandPoints();
  const home = (/** @type {number} */ i) => `${lng[i].toFixed(6)},${lat[i].toFixed(6)}`;
  const last = lng.length - 1;
  return gb18030(
    ['设施代码,设施名称,设施类型,经度,纬度,容量', `t-1,新药店,药店,${home(last)},3`, `t-2,飞船站,飞船,${home(0)},3`, 't-3,远方药店,药店,128.5,31.2,3', `t-4,又一药店,药店,${home(last >> 1)},`].join('\r\n'),
  );
}

async function assertServed(c, of, question = PHARMACIES) {
  const served = of.served(question);
  assert.equal(await c.tile('served'), exactPeople(served.served));
  assert.equal(await c.tile('unreached'), exactPeople(served.unserved));
}

check('a table in GB18030 is shown with its problems, taken over, and what is asked follows', '#m=walk&t=15', async (page, c) => {
  const bytes = facilities();
  await dropBytes(page, '设施.csv', bytes);
  await c.part('.problems').waitFor();
  const { study: next, report } = study.withTable(bytes, { name: '设施.csv' });
  assert.equal(report.unplaced, 2);
  assert.match(await c.part('.tried h3').textContent(), new RegExp(`${report.problemCount} 个问题`));
  const rows = await c.part('.problems tbody tr').allTextContents();
  assert.equal(rows.length, report.problemCount);
  assert.match(rows[0], /3.*飞船.*服务代码或名称/);
  assert.match(rows.at(-1), /4.*128\.500000,31\.200000.*略去此行/);
  assert.match(await c.part('.tried-counts').textContent(), /4 行（GB18030）.*2.*2/s);
  assert.equal(await c.part('.choice select').first().inputValue(), 'facilities');
  await assertAccessible(page);
  // Nothing is taken over yet, and putting it away leaves no trace.
  await c.part('.tried > .row .button').nth(1).click();
  await c.part('.tried').waitFor({ state: 'detached' });
  await c.part('#tab-overview').click();
  await c.settled();
  await assertServed(c, study);
  // Taken over, with a facility of the scenario beside it.
  const edits = [{ close: study.facilities({ service: 'PHA' })[0].code }];
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  edits[0].close = c.hash().get('sel').slice(2);
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await dropBytes(page, '设施.csv', bytes);
  await c.part('.problems').waitFor();
  await c.part('.tried .primary').click();
  await c.part('.tried').waitFor({ state: 'detached' });
  await c.part('#tab-overview').click();
  await c.settled();
  await assertServed(c, next.apply({ edits }));
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .filter').fill('新药店');
  await c.part('.facility-list .line').first().click();
  await c.settled();
  assert.match(await c.part('.card').textContent(), /t-1.*规模 3 家/s);
  // An engine that falls comes back with the table.
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('unreachable');
    });
  });
  await c.part('.notice').filter({ hasText: 'engine.stopped' }).waitFor();
  await c.part('.ask .segments').nth(1).locator('button').nth(1).click();
  await c.settled();
  await assertServed(c, next.apply({ edits }), { ...PHARMACIES, minutes: 5 });
});

check('how a table is read can be changed before it is taken over', '#m=walk&t=15', async (page, c) => {
  const [unit] = study.units();
  await dropBytes(page, 'people.csv', new TextEncoder().encode(`code,name,population\n${unit.code},x,12\n`));
  await c.part('.tried-counts').waitFor();
  const kind = c.part('.choice select').first();
  assert.equal(await kind.inputValue(), 'people');
  await kind.selectOption('facilities');
  await c.part('.no-answer').waitFor();
  assert.match(await c.part('.tried .no-answer').textContent(), /缺少必需的列.*table\.column/s);
  assert.equal(await c.part('.tried .primary').isDisabled(), true);
  await kind.selectOption('people');
  await c.part('.tried-counts').waitFor();
  await c.part('.tried .primary').click();
  await c.part('.tried').waitFor({ state: 'detached' });
  await c.settled();
  await c.part('#tab-ranking').click();
  await c.part('.filter').fill(unit.name);
  assert.match(await c.part(`.ranking tr[data-code="${unit.code}"]`).textContent(), /12/);
});

check('what is no table is refused with what, where and what to do, and nothing that was open is lost', '#m=walk&t=15', async (page, c) => {
  await dropBytes(page, 'book.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0));
  await c.part('.tried .no-answer').waitFor();
  assert.match(await c.part('.tried .no-answer').textContent(), /book\.xlsx.*save it as CSV.*table\.format/s);
  await page.keyboard.press('Escape');
  await c.part('.tried').waitFor({ state: 'detached' });
  // Of several files the next one follows when one is put away.
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['代码,姓名,人口\n1,a,2\n'], 'names.csv'));
    dataTransfer.items.add(new File(['apples,pears\n1,2\n'], 'fruit.csv'));
    document.querySelector('service-circle').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  });
  await c.part('.tried .no-answer').filter({ hasText: 'table.personal' }).waitFor();
  await page.keyboard.press('Escape');
  await c.part('.tried h2').filter({ hasText: 'fruit.csv' }).waitFor();
  await c.part('.tried .no-answer').filter({ hasText: 'table.column' }).waitFor();
  await c.part('#tab-overview').click();
  await c.settled();
  await assertServed(c, study);
});

const row = (c, code) => c.part(`.standard-row[data-code="${code}"]`);
const cell = (c, code, field) => row(c, code).locator(`[data-field="${field}"]`);

/** Writes into a cell as a user does. */
async function write(c, code, field, text) {
  await cell(c, code, field).fill(text);
  await cell(c, code, field).press('Enter');
  await c.settled();
}

check('the standard is edited, marked, asked, refused where it cannot be, and put back', '#m=walk&t=15&tab=data&desk=standard', async (page, c) => {
  await row(c, 'PHA').waitFor();
  assert.equal(await c.part('.standard-row').count(), study.standard().rows.length);
  await row(c, 'PHA').locator('summary').click();
  await row(c, 'PHA').locator('.link').first().click();
  await c.settled();
  assert.equal(c.hash().get('t'), '10', 'the question is the one of the standard');
  await write(c, 'PHA', 'minutes_urban', '５');
  assert.equal(await cell(c, 'PHA', 'minutes_urban').inputValue(), '5');
  assert.match(await cell(c, 'PHA', 'minutes_urban').getAttribute('title'), /原为 10/);
  assert.match(await row(c, 'PHA').textContent(), /已改.*自定/s);
  assert.match(await c.part('.answer').textContent(), /改了 1 处/);
  assert.match(await c.part('.bar-scenario').textContent(), /1 处改动/);
  assert.equal(c.hash().get('t'), '5', 'and keeps up with it');
  await assertAccessible(page);
  await write(c, 'PHA', 'norm', '-1');
  assert.match(await row(c, 'PHA').locator('.wrong').textContent(), /-1/);
  assert.match(await c.part('.bar-scenario').textContent(), /1 处改动/);
  await write(c, 'PHA', 'norm', '0.5');
  assert.equal(await row(c, 'PHA').locator('.wrong').count(), 0);
  // Undone one by one, then a link brings it all back.
  await page.locator('body').press('Control+z');
  await c.settled();
  assert.equal(await cell(c, 'PHA', 'norm').inputValue(), '0.3');
  await page.reload();
  await c.settled();
  await row(c, 'PHA').locator('summary').click();
  assert.equal(await cell(c, 'PHA', 'minutes_urban').inputValue(), '5');
  await c.part('.standard-tools .button').first().click();
  await c.settled();
  assert.equal(await cell(c, 'PHA', 'minutes_urban').inputValue(), '10');
  assert.equal(c.hash().get('t'), '10');
  assert.equal(await c.part('.standard-row.changed').count(), 0);
  await c.part('#tab-overview').click();
  await c.settled();
  await assertServed(c, study, { ...PHARMACIES, minutes: 10 });
});

check('the standard goes out as CSV, and one of the planner comes in', '#m=walk&t=15&tab=data&desk=standard', async (page, c) => {
  await row(c, 'KIN').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), c.part('.standard-tools .button').filter({ hasText: 'CSV' }).click()]);
  const bytes = await readFile(await download.path());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'Excel needs the mark');
  assert.deepEqual(readStandard(bytes), study.standard());
  const ours = bytes.toString('utf8').slice(1).replace(/^#name,.*$/m, '#name,本市方案').replace(/^#version,.*$/m, '#version,2027').replace(',5,10,15,walk', ',8,10,15,walk');
  await dropBytes(page, 'ours.csv', new TextEncoder().encode(ours.replace('code,', 'code,colour,')));
  await c.part('.tried .no-answer').waitFor();
  assert.match(await c.part('.tried .no-answer').textContent(), /列名不对.*column 2.*colour.*standard\.column/s);
  await dropBytes(page, 'ours.csv', new TextEncoder().encode(ours));
  await c.part('.tried p').filter({ hasText: '本市方案' }).waitFor();
  await c.part('.tried .primary').click();
  await row(c, 'KIN').waitFor();
  await c.settled();
  assert.match(await c.part('.answer').textContent(), /本市方案.*第 2027 版/s);
  await row(c, 'KIN').locator('summary').click();
  assert.equal(await cell(c, 'KIN', 'minutes_urban').inputValue(), '8');
  await page.locator('body').press('Control+z');
  await c.settled();
  assert.equal(await cell(c, 'KIN', 'minutes_urban').inputValue(), '5');
});

check('the made-up prefecture opens as the second demo, stamped, and a link says which one it was', '#m=walk&t=15', async (page, c) => {
  await c.part('.bar-study > button').click();
  await c.part('.menu [role=menuitem]').filter({ hasText: '合成示例' }).first().click();
  await page.waitForFunction(() => new URLSearchParams(globalThis.location.hash.slice(1)).get('made') === '120', null, { timeout: 120_000 });
  await c.settled();
  const made = Study.synthetic({ villages: 120 });
  await assertServed(c, made);
  assert.equal(await c.part('.bar .stamp').textContent(), '合成示例');
  assert.match(await c.part('.source').textContent(), /合成示例/);
  await page.reload();
  await c.settled();
  await assertServed(c, made);
  assert.equal(await c.part('.bar .stamp').count(), 1);
  made.free();
});

for (const [name, options] of [['desktop', DESKTOP], ['phone', PHONE]]) {
  for (const lang of ['zh', 'en']) {
    check(`${name}, ${lang}: the standard opens on the made-up demo without a serious finding`, `#made=120&m=walk&t=15&tab=data&desk=standard&lang=${lang}`, async (page, c) => {
      await row(c, 'KIN').waitFor();
      await row(c, 'KIN').locator('summary').click();
      await assertAccessible(page);
      assert.equal(await c.part('.stamp:visible').count(), 1);
    }, options);
  }
}
