/** Attacks on the history: another one, a shorter one, one for each reader. Readers have kept a checkpoint, or ask a witness. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAddCheckpoint } from '../../../server/domain/trust/add-checkpoint.ts';
import { utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import type { ActEntry, MetaEntry } from '../../../server/domain/trust/entries.ts';
import type { TextLine } from '../../../server/domain/trust/open-data.ts';
import { writeVerifierKey } from '../../../server/domain/trust/note.ts';
import { createSigner } from '../../../server/ledger/signer.ts';
import { openWitnessFolder } from '../../../server/witness/open.ts';
import { createWitness, type Witness } from '../../../server/witness/witness.ts';
import type { Files } from '../open-mirror.ts';
import { editLines, seal } from '../small-ledger.ts';
import { type AttackList, type Attack, draftOf, rewriteLog, type Scene } from './scene.ts';

/** The checkpoint of a mirror as text. */
export const checkpointOf = (files: Files): string => new TextDecoder().decode(files.get('log/checkpoint'));

/** The city's history without a step that no rule misses, closed up and with every number counted anew: consistent in every way. */
export const rewritten = ({ recount, lived }: Scene): Promise<Files> =>
  recount((draft) => {
    const id = lived.cases.silent;
    const steps = draft.entries.filter(
      (entry): entry is ActEntry => 'act' in entry && entry.t !== 'case.new' && entry.id === id,
    );
    const dropped = steps.find(({ act }) => act === 'progress');
    if (dropped === undefined) throw new Error('There is no such step');
    for (const step of steps) if (step.n > dropped.n) step.n -= 1;
    draft.entries = draft.entries.filter((entry) => entry !== dropped);
    editLines(draft, 'texts.ndjson', (lines) =>
      lines.map((line) => {
        const text = JSON.parse(line) as TextLine;
        return text.id === id && text.n > dropped.n ? JSON.stringify({ ...text, n: text.n - 1 }) : line;
      }),
    );
  });

/** A witness that has cosigned what the city honestly serves. @returns what it thinks of other checkpoints, and the honest cosigned one */
function withWitness<T>({ signer, files }: Scene, use: (witness: Witness, cosignature: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-witness-'));
  try {
    const { signer: own, records } = openWitnessFolder(folder, 'npc.example/witness');
    const witness = createWitness({
      signer: own,
      logs: [signer.key],
      records,
      now: () => new Date('2026-12-13T00:00:00Z'),
    });
    const { status, body } = witness.addCheckpoint(
      writeAddCheckpoint({ old: 0, proof: [], note: checkpointOf(files()) }),
    );
    if (status !== 200) throw new Error(`The witness does not cosign an honest log: ${body}`);
    return use(witness, body);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sizeOf = (files: Files): number => Number(checkpointOf(files).split('\n')[1]);

const attacks: Attack[] = [
  {
    by: '掌握签名密钥的运营方',
    does: '把整座城市退回到两个月前的样子，读的人留着最近的检查点',
    how: ({ earlier, files }) => ({ files: earlier(0), since: checkpointOf(files()) }),
    found: 'rolled-back',
    says: '存证本变短了',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '丢掉后一半条目，从同一个名字重新接着写',
    how: async ({ database, files }) => ({
      files: await database(async ({ context }, db) => {
        await rewriteLog(db, (entries) => entries.slice(0, 120));
        await context.ledger.settle();
      }),
      since: checkpointOf(files()),
    }),
    found: 'rolled-back',
    says: '存证本变短了',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '抽掉一步，重新编号，全部数字、哈希、签名重做，读的人留着从前的检查点',
    how: async (scene) => ({ files: await rewritten(scene), since: checkpointOf(scene.earlier(0)) }),
    found: 'forked',
    says: '历史被改写过',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '给记者看一本，给别人看另一本，两个人拿检查点来比',
    how: async (scene) => ({ files: await rewritten(scene), since: checkpointOf(scene.earlier(2)) }),
    found: 'forked',
    says: '给您看的是另一本',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '在历史中间倒填一条，把后面的都顺延，读的人留着从前的检查点',
    how: async ({ recount, earlier }) => ({
      files: await recount(({ entries }) => {
        entries.splice(2, 0, { t: 'access', w: '2026-10-05', texts: 0, contacts: 0, h: 'A'.repeat(43) });
      }),
      since: checkpointOf(earlier(0)),
    }),
    found: 'forked',
    says: '历史被改写过',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '换个名字另开一本，说从前那本不算了',
    how: ({ files, signer }) => {
      const draft = draftOf(files());
      const other = createSigner(`${signer.key.name}/new`, new Uint8Array(32).fill(9));
      const meta = draft.entries[0] as MetaEntry;
      draft.entries[0] = { ...meta, origin: other.key.name, keys: [writeVerifierKey(other.key), meta.keys[1] ?? ''] };
      return { files: seal(draft, other), since: checkpointOf(files()) };
    },
    found: 'other-log',
    says: '另一本存证本',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '改写见证方签过的历史，拿去请见证方再签：它不签，读的人要求至少一个见证',
    how: async (scene) => {
      const files = await rewritten(scene);
      return withWitness(scene, (witness) => {
        const request = { old: sizeOf(scene.files()), proof: [], note: checkpointOf(files) };
        if (witness.addCheckpoint(writeAddCheckpoint(request)).status === 200)
          throw new Error('The witness has cosigned a fork');
        return { files, witnesses: [witness.key], witnessesNeeded: 1 };
      });
    },
    found: 'witnesses-missing',
    says: '签名有效的只有 0 个',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '改写历史，把见证方从前的签名剪贴过来',
    how: async (scene) => {
      const files = await rewritten(scene);
      return withWitness(scene, (witness, cosignature) => {
        files.set('log/checkpoint', utf8ToBytes(checkpointOf(files) + cosignature));
        return { files, witnesses: [witness.key] };
      });
    },
    found: 'witness-signature',
    says: '不是它的公钥签的',
  },
  {
    by: '中间人',
    does: '给人一张假的旧检查点，好叫诚实的账本看上去被改写过',
    how: ({ files, signer, earlier }) => {
      const root = Buffer.alloc(32, 3).toString('base64');
      const [origin, size] = checkpointOf(earlier(0)).split('\n');
      const text = `${origin}\n${size}\n${root}\n`;
      const forger = createSigner(signer.key.name, new Uint8Array(32).fill(4));
      return { files: files(), since: `${text}\n${forger.line(text)}` };
    },
    found: 'since-signature',
    says: '没有这本存证本的有效签名',
  },
];

export const historyAttacks: AttackList = {
  title: '改历史',
  about:
    '账本本身处处一致，只是不是从前那一本。光看今天的数据看不出来；留着一张旧检查点，或者有一个诚实的见证方，就看得出来。',
  attacks,
};
