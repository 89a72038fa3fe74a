// A pool's workers as threads of Node: what a page's `Worker` is there.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

/** @returns {import('../../www/src/engine/line.js').WorkerLike} */
export function spawnThread() {
  const thread = new Worker(new URL(import.meta.url));
  const worker = {
    onmessage: null,
    onerror: null,
    postMessage: (message, { transfer } = { transfer: [] }) => thread.postMessage(message, transfer),
    terminate: () => void thread.terminate(),
  };
  thread.on('message', (data) => worker.onmessage?.({ data }));
  thread.on('error', (error) => worker.onerror?.({ message: error.message }));
  return worker;
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  globalThis.self = /** @type {any} */ ({
    postMessage: (message, { transfer } = { transfer: [] }) => port.postMessage(message, transfer),
  });
  // Messages wait until there is a listener.
  await import('../../www/src/engine/pool-worker.js');
  port.on('message', (data) => globalThis.self.onmessage({ data }));
}
