/** A witness on a loopback port, in this process, on a folder of its own. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { writeVerifierKey, type VerifierKey } from '../../server/domain/trust/note.ts';
import { createWitnessApp } from '../../server/witness/app.ts';
import { openWitnessFolder } from '../../server/witness/open.ts';
import { createWitness, type Witness } from '../../server/witness/witness.ts';

export interface WitnessServer extends AsyncDisposable {
  readonly name: string;
  readonly witness: Witness;
  /** As in the setting WITNESSES. */
  readonly setting: string;
  /** Size that it has seen last of a log. */
  seen(origin: string): number;
  /** How many requests it got. */
  requests(): number;
  stop(): Promise<void>;
}

/** @param logs keys; more can be added later by whoever holds the list */
export async function witnessServer(name: string, logs: readonly VerifierKey[]): Promise<WitnessServer> {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-witness-'));
  const { signer, records } = openWitnessFolder(folder, name);
  const witness = createWitness({ signer, logs, records, now: () => new Date() });
  let requests = 0;
  const app = createWitnessApp(witness, [], () => undefined);
  const server = serve({
    fetch: (request) => {
      requests += 1;
      return app.fetch(request);
    },
    port: 0,
    hostname: '127.0.0.1',
  }) as Server;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    name,
    witness,
    setting: `${writeVerifierKey(signer.key)}=http://127.0.0.1:${port}`,
    seen: (origin) => witness.seen().get(origin)?.checkpoint.size ?? 0,
    requests: () => requests,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
