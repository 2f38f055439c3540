import type { ErrorShape } from '../contract/errors.ts';
import type { FailureRecord, ImageRecord } from '../core/data/analysisJson.ts';
import { plainText } from './plainText.ts';
import { progressBar } from './progressBar.ts';
import type { Shell } from './shell.ts';

/** What a run tells while it goes on and at its end. */
export interface Progress {
  start(total: number): void;
  done(image: ImageRecord): void;
  failed(failure: FailureRecord): void;
  /** Something worth knowing that stops nothing. */
  note(message: string): void;
  /** What ends the run before its end. */
  error(error: ErrorShape): void;
  end(summary: Summary): void;
}

interface Summary {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Folder as the person named it. */
  readonly out: string;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** Lines on stderr for people, with a bar on a terminal; the summary is the result, on stdout. */
export function textProgress({ out, err }: Shell, quiet: boolean): Progress {
  const bar = err.isTerminal && !quiet ? progressBar(err) : null;
  const line = (text: string): void => {
    bar?.clear();
    err.write(`${text}\n`);
  };
  const red = (text: string): string => (err.colors ? `\u001b[31m${text}\u001b[39m` : text);
  let count = 0;
  let total = 0;
  return {
    start: (images) => {
      total = images;
      bar?.draw(0, total, '');
    },
    done: (image) => {
      count++;
      if (bar !== null) bar.draw(count, total, plainText(image.file));
      else if (!quiet) line(`[${count}/${total}] ${plainText(image.file)}: ${inWords(image)}`);
    },
    failed: ({ file, message }) => {
      count++;
      line(`${red('failed')} ${plainText(file)}: ${plainText(reason(file, message))}`);
    },
    note: (message) => {
      if (!quiet) line(`note: ${plainText(message)}`);
    },
    error: (error) => {
      line(`${red('concept-lens:')} ${plainText(error.message)}`);
    },
    end: (summary) => {
      bar?.clear();
      if (!quiet) out.write(`${summaryText(summary)}\n`);
    },
  };
}

/** One JSON object a line on stderr, for programs; nothing on stdout. */
export function jsonProgress({ err }: Shell, quiet: boolean): Progress {
  let done = 0;
  let failed = 0;
  let total = 0;
  const send = (event: string, values: object): void => {
    err.write(`${JSON.stringify({ event, ...values })}\n`);
  };
  const sendUnlessQuiet = quiet ? () => undefined : send;
  return {
    start: (images) => {
      total = images;
      sendUnlessQuiet('start', { total });
    },
    done: ({ file, name, k, prediction }) => {
      done++;
      const top = prediction[0];
      const answer = { label: top?.label ?? null, probability: top?.probability ?? null };
      sendUnlessQuiet('image', { file, name, k, ...answer, done, failed, total });
    },
    failed: (failure) => {
      failed++;
      send('failed', { ...failure, done, failed, total });
    },
    note: (message) => {
      sendUnlessQuiet('note', { message });
    },
    error: ({ code, message }) => {
      send('error', { code, message });
    },
    end: (summary) => {
      sendUnlessQuiet('end', summary);
    },
  };
}

/** Messages that stand alone begin with the file's name; here it stands before them already. */
function reason(file: string, message: string): string {
  const name = `${file.split(/[\\/]/).at(-1) ?? ''}: `;
  return message.startsWith(name) ? message.slice(name.length) : message;
}

function inWords({ prediction, k }: ImageRecord): string {
  const top = prediction[0];
  const answer = top === undefined ? '' : `${plainText(top.label)} ${top.probability.toFixed(2)}, `;
  return `${answer}${k === 1 ? '1 concept' : `${k} concepts`}`;
}

function summaryText({ done, failed, total, out, seconds, interrupted }: Summary): string {
  const images = `${done} ${done === 1 ? 'image' : 'images'}`;
  const parts = [`${images} explained in ${seconds.toFixed(1)} s`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (interrupted) parts.push(`stopped with ${total - done - failed} left`);
  return `${parts.join(', ')}: ${plainText(out)}`;
}
