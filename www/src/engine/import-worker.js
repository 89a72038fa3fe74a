/** The worker that reads one map file, hands over the study in its binary form and ends, its memory with it. */
import init, { Study } from '../../../pkg/service_circle.js';
import { failureOf } from './failure.js';

self.onmessage = async (/** @type {MessageEvent<{ id: number, args: { module: WebAssembly.Module, bytes: Uint8Array } }>} */ { data }) => {
  const { id, args } = data;
  try {
    await init({ module_or_path: args.module });
    const study = Study.fromOsm(args.bytes, {
      onProgress: (share, step) => self.postMessage({ id, progress: { share, step } }),
    });
    self.postMessage({ id, progress: { share: 1, step: 'packing' } });
    const bytes = study.toBytes();
    self.postMessage({ id, result: bytes }, { transfer: [bytes.buffer] });
  } catch (thrown) {
    self.postMessage({ id, error: failureOf(thrown) });
  }
  self.close();
};
