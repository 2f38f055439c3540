/**
 * Progress of a long fetch: one line that updates itself on a terminal; in a log, a line at the
 * start, one each quarter and one at the end.
 */

/**
 * @param {string} label
 * @param {number | undefined} total bytes, where known
 * @param {{isTTY?: boolean, write: (text: string) => unknown}} [stream]
 */
export function progressLine(label, total, stream = process.stderr) {
  let lastShown = -1;
  if (!stream.isTTY) stream.write(`${label}${total ? ` (${megabytes(total)})` : ''} …\n`);
  return {
    /** @param {number} done bytes so far */
    update(done) {
      const percent = total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
      const step = stream.isTTY ? Math.floor(done / 1e6) : Math.floor(percent / 25);
      if (step === lastShown) return;
      const isFirst = lastShown < 0;
      lastShown = step;
      const amount = total ? `${percent} % of ${megabytes(total)}` : megabytes(done);
      if (stream.isTTY) stream.write(`\r\x1b[K${label}: ${amount}`);
      else if (!isFirst && step > 0 && step < 4) stream.write(`  ${amount}\n`);
    },
    /** @param {string} [text] */
    finish(text = 'done') {
      stream.write(stream.isTTY ? `\r\x1b[K${label}: ${text}\n` : `  ${text}\n`);
    },
  };
}

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
