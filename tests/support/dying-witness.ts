/** A witness in a process that is killed after it has written a checkpoint to the disk and before it answers. Arguments: folder, log key. */
import { serve } from '@hono/node-server';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { createWitnessApp } from '../../server/witness/app.ts';
import { openWitnessFolder } from '../../server/witness/open.ts';
import { createWitness } from '../../server/witness/witness.ts';

const [folder = '', text = ''] = process.argv.slice(2);
const key = readVerifierKey(text);
if (key === undefined) throw new Error('Arguments: folder, log key');
const { signer, records } = openWitnessFolder(folder, 'npc.example/witness');
const witness = createWitness({
  signer,
  logs: [key],
  records: {
    read: () => records.read(),
    update: (origin, decide) => {
      records.update(origin, decide);
      process.kill(process.pid, 'SIGKILL');
      throw new Error('unreachable');
    },
  },
  now: () => new Date(),
});
serve(
  { fetch: createWitnessApp(witness, [key.name], console.error).fetch, port: 0, hostname: '127.0.0.1' },
  ({ port }) => console.log(`http://127.0.0.1:${port}`),
);
