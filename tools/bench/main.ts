/** The measurements of `npm run bench`, one after the other, each against its floor. Ends with 1 when a budget is missed. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDemonstration } from '../../tests/support/demonstration.ts';
import { root } from '../prepare.mjs';
import { measureFigures } from './figures.ts';
import { measureLedger } from './ledger.ts';
import { measureLists } from './lists.ts';
import { measurePages } from './pages.ts';
import { measurePhone } from './phone.ts';
import { startGenerator, temporaryFolder } from './processes.ts';
import { measureRatings } from './ratings.ts';
import {
  describeCommit,
  describeMachine,
  missed,
  printDocument,
  printSection,
  type Report,
  type Section,
} from './report.ts';
import { measureRest } from './rest.ts';
import { measureRounds } from './rounds.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    voters: { type: 'string', default: '6000' },
    city: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const length = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
if (!(length.seconds > 0 && length.seconds <= 60 && length.rounds >= 1 && length.rounds <= 50)) {
  console.error('✗ --seconds is a number from 0 to 60, --rounds one from 1 to 50.');
  process.exit(1);
}

const wanted = values.only?.split(',');
using folder = temporaryFolder();
// A round is measured in a city of its own.
if (wanted?.join() === 'rounds') console.error('· a round of 40 departments ……');
else if (values.city === undefined) {
  console.error('· making the city that is measured ……');
  await makeDemonstration(folder.path);
} else {
  cpSync(values.city, folder.path, { recursive: true });
}
using generator = startGenerator();

const measurements: Record<string, () => Promise<Section>> = {
  ratings: () => measureRatings(folder.path, generator, length),
  pages: () => measurePages(folder.path, generator, length),
  phone: () => measurePhone(folder.path),
  rest: () => measureRest(folder.path),
  figures: () => measureFigures(folder.path),
  ledger: () => measureLedger(folder.path),
  lists: () => measureLists(folder.path),
  rounds: () => measureRounds(Number(values.voters)),
};
const sections: Section[] = [];
for (const name of wanted ?? Object.keys(measurements)) {
  const measure = measurements[name];
  if (measure === undefined) {
    console.error(`✗ --only knows ${Object.keys(measurements).join(', ')}, not ${name}.`);
    process.exit(1);
  }
  console.error(`· ${name} ……`);
  const section = await measure();
  console.log(`\n${printSection(section)}`);
  sections.push(section);
}

const report: Report = {
  command: `npm run bench -- --write --seconds ${length.seconds} --rounds ${length.rounds}`,
  machine: describeMachine(),
  commit: describeCommit(),
  sections,
};
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
if (values.write) writeFileSync(join(root, 'docs', 'performance.md'), printDocument(report));
const failed = missed(report);
console.log(failed.length === 0 ? '\nEvery budget is met.' : `\nMissed: ${failed.map(({ what }) => what).join('; ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
