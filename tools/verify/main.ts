/** The verifier at the terminal: ends with 0 when everything agrees, 1 when something does not, 2 when it could not find out. */

import { nativeSha256 } from '../../db/native-hash.ts';
import { NoLedger, verifyLedger } from '../../server/domain/trust/verify.ts';
import { reportWords } from '#words/verify.ts';
import { folderMirror } from './folder-mirror.ts';
import { httpMirror } from './http-mirror.ts';
import { readOptions, VerifyRefusal } from './options.ts';
import { ticketThreads } from './ticket-threads.ts';

/** Progress goes where it does not mix with the report, and only where somebody watches. */
const progressLine = process.stderr.isTTY
  ? (line: string): void => void process.stderr.write(`\r\x1b[K${line}`)
  : () => undefined;

async function main(args: readonly string[]): Promise<number> {
  const { where, into, json, ...asked } = readOptions(args);
  const mirror = /^https?:/i.test(where) ? httpMirror(where, into) : folderMirror(where);
  const tickets = ticketThreads();
  try {
    const report = await verifyLedger({
      ...asked,
      mirror,
      hash: nativeSha256,
      tickets: tickets.check,
      progress: (progress) => progressLine(reportWords.progress(progress)),
    });
    progressLine('');
    console.log(json ? JSON.stringify(report, null, 2) : reportWords.lines(report).join('\n'));
    return report.ok ? 0 : 1;
  } catch (error) {
    progressLine('');
    if (error instanceof NoLedger) throw new VerifyRefusal(reportWords.noLedger(where));
    throw error;
  } finally {
    await tickets.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`✗ ${error instanceof VerifyRefusal ? error.message : String(error)}`);
  process.exitCode = 2;
}
