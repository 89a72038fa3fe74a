// One cold start: a map file to a network ready in three modes. Arguments: build, file. Prints JSON.
import { readFile } from 'node:fs/promises';
import { startEngine } from '../../tests/node/engine.mjs';

const [build, file] = process.argv.slice(2);
const begin = process.cpuUsage();
// The name is new, so the module is compiled here and now.
const { engine, wasmMegabytes } = await startEngine(/** @type {any} */ (build), 'cold');
const network = engine.RoadNetwork.fromOsm(await readFile(file));
const [west, south, east, north] = network.describe().bounds;
const at = [(west + east) / 2, (south + north) / 2];
for (const mode of ['walk', 'cycle', 'drive']) network.locate({ at, mode });
const { user, system } = process.cpuUsage(begin);
console.log(JSON.stringify({ ms: (user + system) / 1000, megabytes: wasmMegabytes() }));
