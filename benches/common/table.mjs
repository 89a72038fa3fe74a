// What the benches share: medians, the machine, tables.
import { cpus, totalmem } from 'node:os';

/** @param {Iterable<number>} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/**
 * Milliseconds of processor time that a piece of work takes: what else the machine does meanwhile hardly counts.
 * @param {() => unknown} work
 */
export function milliseconds(work) {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

export function machine() {
  const [{ model }] = cpus();
  return `${model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.version}`;
}

/** A time as it is read. @param {number | undefined} ms */
export function shown(ms) {
  if (ms === undefined || Number.isNaN(ms)) return '–';
  if (ms >= 100_000) return `${Math.round(ms / 1000).toLocaleString('en')} s`;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 1000 ? ms.toFixed(0) : Number(ms.toPrecision(3))} ms`;
}

/** @param {string[]} head names; those that end in `>` are aligned to the right @param {(string | number)[][]} rows */
export function table(head, rows) {
  const names = head.map((name) => name.replace(/>$/, ''));
  const rules = head.map((name) => (name.endsWith('>') ? '---:' : '---'));
  return [names, rules, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
