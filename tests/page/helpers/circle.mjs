// The element under test: finds its parts and waits until what it shows is settled.

const SETTLED_MS = 120_000;
const FOUND_MS = 120_000;
/** Long enough for what the browser has queued: an address that changed, a layout. */
const QUIET_MS = 100;

/** @param {import('playwright-core').Page} page */
export function circle(page) {
  const part = (selector, options) => page.locator('service-circle').locator(selector, options);

  const idle = () =>
    page.waitForFunction(
      () => {
        const root = document.querySelector('service-circle')?.shadowRoot;
        const idle = root?.querySelector('.doing[aria-busy=false]') && globalThis.underway() === 0;
        const legend = root?.querySelector('.legend');
        // Where the map comes to rest something is asked for.
        const moving = root?.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim');
        // What is on its way is told by three dots, or by a sentence where a whole panel is.
        const numbers = [...(root?.querySelectorAll('.legend :is(td, tfoot th), .tile-number b') ?? [])];
        const waiting = numbers.some((number) => number.textContent.includes('…')) || /正在计算|Computing/.test(root?.querySelector('.answer')?.textContent ?? '');
        return idle && legend && !moving && !waiting;
      },
      null,
      { timeout: SETTLED_MS },
    );

  /** Waits until nothing runs and an answer is there. */
  async function settled() {
    // Answers to what was just asked come in turns; two quiet looks in a row mean all are in.
    for (let last = ''; ; ) {
      await idle();
      const now = await page.evaluate(() => document.querySelector('service-circle').shadowRoot.querySelector('.root').textContent);
      if (now === last) return;
      last = now;
      await page.waitForTimeout(QUIET_MS);
    }
  }

  /** The exact value behind a tile, as its title says it. @param {string} key */
  const tile = async (key) => (await part(`[data-key="${key}"]`).getAttribute('title')).split(' = ')[0];

  /** What the first such part says, without the blanks between its lines. @param {string} selector */
  const text = async (selector) => (await part(selector).first().textContent()).replace(/\s+/g, ' ').trim();

  /** Writes into a field as a user does. @param {string} selector @param {string} value */
  async function write(selector, value) {
    const field = part(selector);
    await field.fill(value);
    await field.press('Tab');
  }

  /** Waits until a search has its plan, reasons and all. */
  async function found() {
    await part('.adopt:enabled').waitFor({ timeout: FOUND_MS });
    await settled();
  }

  /** Searches for sites. */
  async function search() {
    await part('.run').click();
    await found();
  }

  const hash = () => new URLSearchParams(new URL(page.url()).hash.slice(1));

  /** Hands a file to the page's own file button. @param {{ name: string, buffer: Buffer }} file */
  async function give(file) {
    await part('#tab-data').click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), part('.answer > .button').click()]);
    await chooser.setFiles({ mimeType: 'application/octet-stream', ...file });
  }

  /** Drops files on the page, one after the other within one turn. @param {{ name: string, text: string }[]} files */
  const drop = (files) =>
    page.evaluate((given) => {
      for (const { name, text } of given) {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        document.querySelector('service-circle').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
      }
    }, files);

  /** Waits until a file of that name is open. @param {string} name */
  const opened = (name) =>
    page.waitForFunction((file) => document.querySelector('service-circle').shadowRoot.querySelector('.facts td')?.textContent === file, name, { timeout: SETTLED_MS });

  /** The scenario's edits, as the address has them. */
  const edits = () =>
    JSON.parse(hash().get('e') ?? '[]')
      .flat()
      .map((edit) => (typeof edit === 'string' ? { close: edit } : { open: { code: edit[0], at: [edit[1], edit[2]], services: edit[3], name: edit[4] } }));

  /** A point of the map, in shares of its width and height. @param {number} x @param {number} y */
  async function mapPoint(x, y) {
    const box = await part('.map').boundingBox();
    return [box.x + box.width * x, box.y + box.height * y];
  }

  return { part, settled, text, write, found, search, tile, hash, edits, give, drop, opened, mapPoint };
}

/** @param {number} n a number of people, as an exact title has it */
export const exactPeople = (n) => `${new Intl.NumberFormat('zh-CN').format(Math.round(n))} 人`;
