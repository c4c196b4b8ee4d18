/** The arguments of the verifier. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kept, readKept } from '../../server/domain/trust/check-head.ts';
import { ed25519Cosignature, ed25519Note, readVerifierKey, type VerifierKey } from '../../server/domain/trust/note.ts';
import { reportWords } from '#words/verify.ts';

export interface VerifyOptions {
  /** An address or a folder. */
  where: string;
  key: VerifierKey | undefined;
  witnesses: VerifierKey[];
  witnessesNeeded: number;
  since: Kept | undefined;
  /** Folder in which a download is kept. */
  into: string | undefined;
  json: boolean;
}

/** A reason not to verify, as a sentence for the person at the terminal. */
export class VerifyRefusal extends Error {}

/** npm runs programs in the project's folder; paths are those of whoever called it. */
const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

/** @throws VerifyRefusal */
export function readOptions(args: readonly string[]): VerifyOptions {
  const { values, positionals } = parse(args);
  const [where, ...rest] = positionals;
  if (values.help === true || where === undefined || rest.length > 0) throw new VerifyRefusal(reportWords.usage);
  const isAddress = /^[a-z][a-z\d+.-]+:\/\//i.test(where);
  if (isAddress && !/^https?:\/\//i.test(where)) throw new VerifyRefusal(reportWords.wrongAddress(where));
  if (!isAddress && values.into !== undefined) throw new VerifyRefusal(reportWords.intoOnlyForAddresses);
  const needed = values['require-witness'] ?? '0';
  if (!/^([12]?\d|30)$/.test(needed)) throw new VerifyRefusal(reportWords.wrongNumber(needed));
  return {
    where: isAddress ? where : fromCaller(where),
    key: values.key === undefined ? undefined : keyOf(values.key, ed25519Note, reportWords.wrongKey),
    witnesses: (values.witness ?? []).map((text) => keyOf(text, ed25519Cosignature, reportWords.wrongWitness)),
    witnessesNeeded: Number(needed),
    since: values.since === undefined ? undefined : keptIn(values.since),
    into: values.into === undefined ? undefined : fromCaller(values.into),
    json: values.json === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        witness: { type: 'string', multiple: true },
        'require-witness': { type: 'string' },
        since: { type: 'string' },
        into: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new VerifyRefusal(reportWords.unknownOption(/'([^']*)'/.exec(String(error))?.[1] ?? ''));
  }
}

function keyOf(text: string, type: VerifierKey['type'], refusal: (text: string) => string): VerifierKey {
  const key = readVerifierKey(text.trim());
  if (key?.type !== type) throw new VerifyRefusal(refusal(text));
  return key;
}

/** A checkpoint that was kept: a file of it. */
function keptIn(file: string): Kept {
  let text = '';
  try {
    text = readFileSync(fromCaller(file), 'utf8');
  } catch {
    // Said below, like any other file that is no checkpoint.
  }
  const kept = readKept(text);
  if (kept === undefined) throw new VerifyRefusal(reportWords.wrongSince(file));
  return kept;
}
