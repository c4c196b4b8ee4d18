/** The ledger at a glance, which the page 核验 shows and phones check their receipts against. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { storeCosignature } from '../../db/cosignatures.ts';
import { setSetting } from '../../db/settings.ts';
import { ed25519Cosignature, readVerifierKey, writeVerifierKey } from '../../server/domain/trust/note.ts';
import { createSigner } from '../../server/ledger/signer.ts';
import type { LedgerView } from '../../server/schemas/ledger.ts';
import { openCheckpoint } from '../../src/client/ledger-checks.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { databases } from '../support/databases.ts';
import { addCity } from '../support/lived.ts';

describe.each(databases)('$name', ({ open }) => {
  let city: TestCity;
  afterEach(() => city.close());
  const start = async (env: Record<string, string> = {}): Promise<void> => {
    const db = await open();
    await addCity(db);
    city = await testCity(db, { env });
  };
  const look = async (): Promise<LedgerView> => {
    const answer = await city.ask('/api/ledger');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return (await answer.json()) as LedgerView;
  };

  test('a ledger that has not begun is empty and says so, with its keys', async () => {
    await start();
    expect(await look()).toMatchObject({
      today: '2026-10-12',
      size: 0,
      checkpoint: null,
      checkpointDay: null,
      witnesses: [],
      publication: null,
      pace: 'week',
      contradiction: null,
      previous: null,
    });
  });

  test('it shows the newest checkpoint, signed by the key that it names, and where the newest publication is', async () => {
    await start({ LEDGER_PACE: 'day' });
    await city.context.ledger.settle();
    const view = await look();
    const checkpoint = openCheckpoint(view.checkpoint ?? '', readVerifierKey(view.keys.log));
    expect(checkpoint).toMatchObject({ origin: view.origin, size: view.size });
    expect(view.publication).toEqual({ n: 1, day: '2026-10-12', index: view.size - 1 });
    expect(view.pace).toBe('day');
  });

  test('of each witness that is asked it says what it signed last and when, and of one that has not signed that it has not', async () => {
    const keys = ['one.example/witness', 'two.example/witness'].map(
      (name) => createSigner(name, randomBytes(32), ed25519Cosignature).key,
    );
    const setting = keys.map((key) => `${writeVerifierKey(key)}=http://127.0.0.1:9`).join(' ');
    await start({ WITNESSES: setting });
    await city.context.ledger.settle();
    const { size } = await look();
    // 2026-10-12 22:00 UTC is the next day in the city.
    const time = 1_791_842_400;
    await storeCosignature(city.context.db, { witness: 'one.example/witness', size, time, line: '— one x\n' });
    await storeCosignature(city.context.db, { witness: 'stranger', size, time, line: '— stranger x\n' });
    const view = await look();
    expect(view.witnesses).toEqual([
      { name: 'one.example/witness', key: writeVerifierKey(keys[0]!), size, day: '2026-10-13' },
      { name: 'two.example/witness', key: writeVerifierKey(keys[1]!), size: null, day: null },
    ]);
    expect(view.checkpoint).toContain('— one x\n');
  });

  test('that a witness contradicts is told to everybody', async () => {
    await start();
    await city.context.ledger.settle();
    const contradiction = { witness: 'one.example/witness', ours: 5, seen: 9 };
    await setSetting(city.context.db, 'contradiction', contradiction);
    expect((await look()).contradiction).toEqual(contradiction);
  });
});
