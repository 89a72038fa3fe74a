/**
 * One worker of a pool: an instance of its own, opened from the bytes that all of the pool share.
 *
 * Messages are those of the page's worker: in `{id, call, args}`, out `{id, result | error}`.
 */
import init, { RoadNetwork, Study } from '../../../pkg/service_circle.js';
import { failureOf } from './failure.js';
/** @import { Request } from './types.js' */

/** @type {RoadNetwork | null} */
let network = null;

/** @type {Record<string, (args: any) => any>} */
const calls = {
  async open({ module, bytes, form }) {
    await init({ module_or_path: module });
    if (form === 'network') {
      network = RoadNetwork.fromBytes(bytes);
    } else {
      const study = Study.fromBytes(bytes);
      network = study.network();
      study.free();
    }
  },
  travelTimes: (q) => network?.travelTimes(q),
  isochrones: ({ places, ...q }) =>
    places.map((/** @type {any} */ at, /** @type {number} */ i) => {
      try {
        return network?.isochrone({ ...q, at });
      } catch (error) {
        if (/** @type {any} */ (error).place === 'at') /** @type {any} */ (error).place = `places[${i}]`;
        throw error;
      }
    }),
};

self.onmessage = async (/** @type {MessageEvent<Request>} */ { data }) => {
  const { id, call, args } = data;
  try {
    const result = await calls[call](args);
    self.postMessage({ id, result }, { transfer: ArrayBuffer.isView(result) ? [result.buffer] : [] });
  } catch (thrown) {
    self.postMessage({ id, error: failureOf(thrown) });
  }
};
