/** The witness program: another institution runs it and vouches that a ledger was never rewritten (c2sp.org/tlog-witness). */

import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { writeVerifierKey } from '../../server/domain/trust/note.ts';
import { createWitnessApp } from '../../server/witness/app.ts';
import { keepEvidence } from '../../server/witness/evidence.ts';
import { openWitnessFolder, WitnessFolderProblem } from '../../server/witness/open.ts';
import { createWitness, type WitnessEvent } from '../../server/witness/witness.ts';
import { readOptions, WitnessRefusal, type WitnessProgramOptions } from './options.ts';
import { witnessWords } from '#words/witness.ts';

/** Milliseconds: for the headers of a request, for all of it, how often that is looked at, and for the next one on the same connection to begin. */
const patience = {
  headersTimeout: 5000,
  requestTimeout: 8000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 65_000,
};
const maxHeaderSize = 8192;
/** Connections at a time; a log needs one. */
const mostConnections = 200;

const say = (line: string): void => console.log(line);

function refuse(sentence: string): never {
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

/** One line for each checkpoint that a log signed; evidence of a fork goes into the folder. */
function tell({ folder }: WitnessProgramOptions, event: WitnessEvent): string {
  const { kind, seen, checkpoint } = event;
  const { origin, size } = checkpoint;
  if (kind === 'cosigned') return witnessWords.cosigned(origin, size);
  if (kind === 'forked') return witnessWords.forked(origin, size, keepEvidence(folder, event));
  if (kind === 'unproven') return witnessWords.unproven(origin, size, seen);
  return size < seen ? witnessWords.shorter(origin, size, seen) : witnessWords.otherSize(origin, size, seen);
}

function start(options: WitnessProgramOptions): void {
  const { name, logs, port, host, folder } = options;
  const { signer, records } = openWitnessFolder(folder, name);
  const report = (event: WitnessEvent): void => {
    try {
      say(tell(options, event));
    } catch (error) {
      say(witnessWords.failed(String(error)));
    }
  };
  const witness = createWitness({ signer, logs, records, now: () => new Date(), report });
  const origins = [...new Set(logs.map((key) => key.name))];
  const app = createWitnessApp(witness, origins, say);
  const server = serve(
    { fetch: app.fetch, port, hostname: host, serverOptions: { ...patience, maxHeaderSize } },
    (listening) => {
      const key = writeVerifierKey(signer.key);
      say(witnessWords.started({ name, key, folder, logs: origins, address: `http://${host}:${listening.port}` }));
    },
  ) as Server;
  server.maxConnections = mostConnections;
  server.on('error', (error: NodeJS.ErrnoException) =>
    refuse(error.code === 'EADDRINUSE' ? witnessWords.portTaken(port) : witnessWords.cannotListen(host, port)),
  );
  const stop = (): void => {
    say(witnessWords.stopping);
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  start(readOptions(process.argv.slice(2)));
} catch (error) {
  if (error instanceof WitnessRefusal) refuse(error.message);
  if (error instanceof WitnessFolderProblem) refuse(witnessWords.folder[error.code](error.folder));
  throw error;
}
