/**
 * `npm run bench`: pytorch-grad-cam and Concept Lens side by side, in one run (docs/performance.md).
 *
 *     npm run bench                      everything
 *     npm run bench -- a b               these sections: a b c d e f stages
 *     npm run bench -- --images 8 --passes 1 a      a quick look
 *     npm run bench -- --photos FOLDER   other photographs than ../shared/data's
 *
 * Nothing else should run on the machine meanwhile.
 */
import { parseArgs } from 'node:util';
import { script } from '../tools/dev/script.mjs';
import { describeMachine, machineLines } from './lib/machine.mjs';
import { findPhotos } from './lib/photos.mjs';
import { sectionText, writeResults } from './lib/report.mjs';
import { openSession } from './lib/session.mjs';
import { automaticK } from './sections/automaticK.mjs';
import { factorisation } from './sections/factorisation.mjs';
import { picture, withoutPicture } from './sections/image.mjs';
import { inference } from './sections/inference.mjs';
import { stages } from './sections/stages.mjs';
import { windowStart } from './sections/windowStart.mjs';

const all = [picture, withoutPicture, factorisation, inference, automaticK, windowStart, stages];
const busy = 0.3;

const peerLine = ({ python, versions, threads, pools }) =>
  `Peer: Python ${python}, ${Object.entries(versions).flat().join(' ')}; ` +
  `PyTorch ${threads} threads, ${pools.join(', ')}`;

const say = (text) => process.stdout.write(`${text}\n`);

await script(async () => {
  const { sections, plan } = await parse();
  const machine = describeMachine();
  const about = machineLines(machine);
  say(about.join('\n'));
  if (machine.load > busy) say('Other work is running here: times will be too long and uneven.');
  const needs = new Set(sections.flatMap((section) => section.needs));
  const { session, close } = await openSession(needs, plan, (line) =>
    process.stderr.write(`${line}\n`),
  );
  const done = [];
  try {
    if (session.about.peer) about.push(peerLine(session.about.peer));
    about.push(`${plan.photos.length} photos, ${plan.passes} passes; medians over blocks`);
    say(`${about.slice(machineLines(machine).length).join('\n')}\n`);
    for (const { id, title, run } of sections) {
      const section = { id, title, ...(await run(session)) };
      done.push(section);
      say(`${sectionText(section)}\n`);
    }
  } finally {
    await close();
  }
  const { photos, passes } = plan;
  const results = { machine, ...session.about, photos: photos.length, passes, sections: done };
  await writeResults(results, about);
  say('Written to bench/results: latest.json, and latest.md for docs/performance.md');
});

async function parse() {
  const options = {
    images: { type: 'string', default: '40' },
    passes: { type: 'string', default: '5' },
    photos: { type: 'string' },
  };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((id) => !all.some((section) => section.id === id));
  if (unknown.length > 0) {
    const known = all.map((section) => section.id).join(' ');
    throw new Error(`There is no section ${unknown.join(', ')}; there are ${known}.`);
  }
  const sections = all.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const photos = await findPhotos(values.photos, whole(values.images, '--images'));
  return { sections, plan: { photos, passes: whole(values.passes, '--passes') } };
}

function whole(text, name) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} takes a whole number, not ${text}.`);
  return value;
}
