/** Verifies the whole city beside the page: downloads what it needs as it goes, and tells how far it is. */
import './older-browsers.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';
import type { Mirror } from '../../server/domain/trust/mirror.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { readKept } from '../../server/domain/trust/check-head.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { type Progress, verifyLedger } from '../../server/domain/trust/verify.ts';

/** What to verify: the site's first address, the keys that the page knows, and the checkpoint that this phone saw last. */
export interface Task {
  base: string;
  key: string | undefined;
  witnesses: readonly string[];
  since: string | undefined;
}
export type Told = { progress: Progress & { bytes: number } } | { report: Report } | { failed: true };

const patience = [1000, 4000, 10_000];
let bytes = 0;

/** A file of the site; asked for again when the network drops. */
async function read(base: string, path: string): Promise<Uint8Array | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(base + path, { cache: 'no-cache' }).catch(() => undefined);
    if (answer?.status === 404) return undefined;
    if (answer?.ok === true) {
      const content = new Uint8Array(await answer.arrayBuffer());
      bytes += content.length;
      return content;
    }
    const wait = patience[attempt];
    if (wait === undefined) throw new Error(`${path} answers ${answer?.status ?? 'nothing'}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function verify({ base, key, witnesses, since }: Task): Promise<Report> {
  const mirror: Mirror = { read: (path) => read(base, path) };
  const keys = witnesses.map(readVerifierKey);
  return verifyLedger({
    mirror,
    hash: portableSha256,
    key: key === undefined ? undefined : readVerifierKey(key),
    witnesses: keys.filter((one) => one !== undefined),
    since: since === undefined ? undefined : readKept(since),
    progress: (progress) => tell({ progress: { ...progress, bytes } }),
  });
}

const tell = (told: Told): void => postMessage(told);

addEventListener('message', ({ data }: MessageEvent<Task>) => {
  verify(data).then(
    (report) => tell({ report }),
    () => tell({ failed: true }),
  );
});
