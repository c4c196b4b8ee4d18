/** Every attack that the suite tries: on the database, on what is served, on the history; and those that no data can show. */
import { databaseAttacks } from './on-database.ts';
import { historyAttacks } from './on-history.ts';
import { recordAttacks } from './on-records.ts';
import { roundAttacks } from './on-rounds.ts';
import { sampleAttacks } from './on-samples.ts';
import { servedAttacks } from './on-served.ts';
import type { AttackList } from './scene.ts';
import { unseen } from './unseen.ts';

export const attackLists: readonly AttackList[] = [
  databaseAttacks,
  servedAttacks,
  recordAttacks,
  sampleAttacks,
  roundAttacks,
  historyAttacks,
  unseen,
];
