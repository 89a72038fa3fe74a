// The element under test: finds its parts and waits until what it shows is settled.

const SETTLED_MS = 120_000;

/** @param {import('playwright-core').Page} page */
export function circle(page) {
  const part = (selector) => page.locator('service-circle').locator(selector);

  const idle = () =>
    page.waitForFunction(
      () => {
        const root = document.querySelector('service-circle')?.shadowRoot;
        const idle = root?.querySelector('.doing[aria-busy=false]');
        const legend = root?.querySelector('.legend :is(td, tfoot th)');
        return idle && legend && /\d/.test(legend.textContent);
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
      await page.waitForTimeout(400);
    }
  }

  /** The exact value behind a tile, as its title says it. @param {string} key */
  const tile = async (key) => (await part(`.tile[data-key="${key}"]`).getAttribute('title')).split(' = ')[0];

  const hash = () => new URLSearchParams(new URL(page.url()).hash.slice(1));

  /** Hands a file to the page's own file button. @param {{ name: string, buffer: Buffer }} file */
  async function give(file) {
    await part('#tab-data').click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), part('.answer > .button').click()]);
    await chooser.setFiles({ mimeType: 'application/octet-stream', ...file });
  }

  /** A point of the map, in shares of its width and height. @param {number} x @param {number} y */
  async function mapPoint(x, y) {
    const box = await part('.map').boundingBox();
    return [box.x + box.width * x, box.y + box.height * y];
  }

  return { part, settled, tile, hash, give, mapPoint };
}

/** @param {number} n a number of people, as an exact title has it */
export const exactPeople = (n) => `${new Intl.NumberFormat('zh-CN').format(Math.round(n))} 人`;
