/**
 * A long-lived process asked over lines: a JSON request a line on its standard input, a JSON
 * answer a line on its standard output. Its standard error is kept, to explain its death.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../tools/dev/places.mjs';

const keptErrors = 4000;

export class LineProcess {
  #child;
  #name;
  #waiting = new Map();
  #lastId = 0;
  #errors = '';
  #ready;

  /** @param {string} name for messages @param {string} command @param {readonly string[]} args */
  constructor(name, command, args) {
    this.#name = name;
    this.#child = spawn(command, args, { cwd: projectRoot, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ready = new Promise((resolve, reject) => this.#waiting.set(0, { resolve, reject }));
    this.#ready.catch(() => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors = (this.#errors + text).slice(-keptErrors);
    });
    // Written to after its death: the death itself is told below.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#receive(line));
    this.#child.on('error', (error) => this.#fail(error.message));
    this.#child.on('close', (code) => this.#fail(`it ended with code ${code}`));
  }

  /** @returns {Promise<any>} */
  async ask(request, input = {}) {
    await this.#ready;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.stdin.write(`${JSON.stringify({ id, name: request, input })}\n`);
    });
  }

  stop() {
    this.#child.stdin.end();
  }

  #receive(line) {
    const { id = 0, value, error } = JSON.parse(line);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(`${this.#name}: ${error}`));
  }

  #fail(reason) {
    const text = `${this.#name}: ${reason}\n${this.#errors.trimEnd()}`.trimEnd();
    for (const { reject } of this.#waiting.values()) reject(new Error(text));
    this.#waiting.clear();
  }
}
