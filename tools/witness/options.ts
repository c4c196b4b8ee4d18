/** The arguments of the witness program. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ed25519Note, readVerifierKey, type VerifierKey } from '../../server/domain/trust/note.ts';
import { witnessWords } from '#words/witness.ts';

export interface WitnessProgramOptions {
  name: string;
  logs: VerifierKey[];
  port: number;
  host: string;
  /** Absolute path. */
  folder: string;
}

/** A reason not to start, as a sentence for the person at the terminal. */
export class WitnessRefusal extends Error {}

/** @throws WitnessRefusal */
export function readOptions(args: readonly string[]): WitnessProgramOptions {
  const { name, log = [], port = '4400', host = '127.0.0.1', data, help } = parse(args);
  if (help === true || args.length === 0) throw new WitnessRefusal(witnessWords.usage);
  if (name === undefined) throw new WitnessRefusal(witnessWords.noName);
  if (name === '' || /[\s+]/u.test(name)) throw new WitnessRefusal(witnessWords.wrongName(name));
  if (log.length === 0) throw new WitnessRefusal(witnessWords.noLog);
  if (data === undefined || data === '') throw new WitnessRefusal(witnessWords.noData);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new WitnessRefusal(witnessWords.wrongPort(port));
  const logs = log.map((text) => {
    const key = readVerifierKey(text.trim());
    if (key?.type !== ed25519Note) throw new WitnessRefusal(witnessWords.wrongLog(text));
    return key;
  });
  return { name, logs, port: Number(port), host, folder: resolve(data) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        name: { type: 'string' },
        log: { type: 'string', multiple: true },
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const option = /'([^']*)'/.exec(String(error))?.[1] ?? '';
    throw new WitnessRefusal(witnessWords.unknownOption(option));
  }
}
