// A peer's process, asked one thing at a time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export class Peer {
  /** @param {string} python of the peer's own environment @param {string} script beside this file */
  constructor(python, script) {
    this.name = script.replace(/^ask_|\.py$/g, '');
    this.process = spawn(python, [fileURLToPath(new URL(script, import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // One thread, as ours.
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    this.replies = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** @param {string} task @param {object} [args] @returns {Promise<any>} */
  async ask(task, args = {}) {
    this.process.stdin.write(`${JSON.stringify({ task, ...args })}\n`);
    const { value, done } = await this.replies.next();
    if (done) throw new Error(`${this.name} ended while it was asked for ${task}`);
    const reply = JSON.parse(value);
    if (reply.error) throw new Error(`${this.name}, ${task}: ${reply.error}`);
    return reply;
  }

  end() {
    this.process.stdin.end();
  }
}
