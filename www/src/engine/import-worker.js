/** The worker that reads one map file, or makes up a prefecture, hands over the study in its binary form and ends, its memory with it. */
import init, { Study } from '../../../pkg/service_circle.js';
import { failureOf } from './failure.js';

self.onmessage = async (/** @type {MessageEvent<{ id: number, call: string, args: { module: WebAssembly.Module, bytes: Uint8Array, size: { villages: number } } }>} */ { data }) => {
  const { id, call, args } = data;
  try {
    await init({ module_or_path: args.module });
    /** @param {number} share @param {string} step */
    const onProgress = (share, step) => self.postMessage({ id, progress: { share, step } });
    const study = call === 'make' ? Study.synthetic({ ...args.size, onProgress }) : Study.fromOsm(args.bytes, { onProgress });
    self.postMessage({ id, progress: { share: 1, step: 'packing' } });
    const bytes = study.toBytes();
    self.postMessage({ id, result: bytes }, { transfer: [bytes.buffer] });
  } catch (thrown) {
    self.postMessage({ id, error: failureOf(thrown) });
  }
  self.close();
};
