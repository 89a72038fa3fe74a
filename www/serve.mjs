// Serves the built page, as a static host would, on this machine only.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

/**
 * Serves a folder on 127.0.0.1; what is not in it is a 404, never the index page.
 *
 * @param {object} [options]
 * @param {string} [options.folder] the folder; `dist` beside this file by default
 * @param {number} [options.port] the first port to try; the next free one is taken
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} the address, ending in `/`
 */
export async function serve({ folder, port = 4173 } = {}) {
  const server = await preview({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    appType: 'mpa',
    logLevel: 'warn',
    build: { outDir: folder ?? 'dist' },
    preview: { host: '127.0.0.1', port, strictPort: false },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

const isMain = process.argv[1] !== undefined
  && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  const { url } = await serve({ port: process.argv[2] ? Number(process.argv[2]) : undefined });
  console.log(`  Service Circle is at ${url}`);
}
