// The built page in a real Chromium: serves a folder, opens pages, keeps what goes wrong in them.
import { createRequire } from 'node:module';
import { serve } from '../../../www/serve.mjs';

// playwright-core is one of the page's own packages, so one lock file holds them all.
const { chromium } = createRequire(new URL('../../../www/package.json', import.meta.url))('playwright-core');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Even a request that no listener sees must fail: only this machine's own address resolves.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** What takes longer has failed; a machine with much else to do needs more than a step's usual 30 s. */
const PATIENCE_MS = 120_000;

/**
 * What a page must not do. Every list is empty on a good page.
 *
 * @typedef {object} Problems
 * @property {string[]} consoleErrors errors written to the console
 * @property {string[]} pageErrors exceptions nobody caught
 * @property {string[]} failedRequests requests that failed or were answered with 400 and above
 * @property {string[]} foreignRequests requests to any other host
 */

/**
 * Starts the server and the browser.
 *
 * @param {object} [options]
 * @param {string} [options.folder] the folder to serve; `www/dist` by default
 */
export async function launch({ folder } = {}) {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) {
    throw new Error('CHROMIUM is not set: name a Chromium there, or run `cargo xtask test`');
  }
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const server = await serve({ folder }).catch(async (error) => {
    // A browser left open would keep the test's process alive.
    await browser.close();
    throw error;
  });

  /**
   * Opens a page of its own context and follows what happens in it.
   *
   * @param {string} [path] below the served folder, with query and hash
   * @param {import('playwright-core').BrowserContextOptions} [options] viewport, locale ...
   */
  async function open(path = '', options = {}) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(countCalls);
    const problems = follow(context, server.url);
    const page = await context.newPage();
    await page.goto(server.url + path);
    return { page, context, problems };
  }

  return {
    browser,
    url: server.url,
    open,
    /** Stops both. */
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Runs in the page before its own scripts: `underway()` tells how many calls its workers have not answered. */
function countCalls() {
  /** @type {Set<Set<number>>} the open calls of each worker */
  const all = new Set();
  globalThis.underway = () => [...all].reduce((sum, open) => sum + open.size, 0);
  globalThis.Worker = class extends globalThis.Worker {
    #open = new Set();

    constructor(...how) {
      super(...how);
      all.add(this.#open);
      this.addEventListener('message', ({ data }) => {
        if (data?.progress === undefined) this.#open.delete(data?.id);
      });
    }

    postMessage(message, ...how) {
      if (message?.call === 'cancel') this.#open.delete(message.args.id);
      else if (message?.id) this.#open.add(message.id);
      super.postMessage(message, ...how);
    }

    terminate() {
      all.delete(this.#open);
      super.terminate();
    }
  };
}

/**
 * Collects the problems of every page of a context, and of the pages' workers.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} url the served address
 * @returns {Problems}
 */
function follow(context, url) {
  const problems = { consoleErrors: [], pageErrors: [], failedRequests: [], foreignRequests: [] };
  context.on('console', (message) => {
    if (message.type() === 'error') problems.consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => problems.pageErrors.push(String(error.error())));
  context.on('request', (request) => {
    const to = request.url();
    if (/^https?:/.test(to) && !to.startsWith(url)) problems.foreignRequests.push(to);
  });
  context.on('requestfailed', (request) => {
    problems.failedRequests.push(`${request.failure()?.errorText} ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) {
      problems.failedRequests.push(`${response.status()} ${response.url()}`);
    }
  });
  return problems;
}
