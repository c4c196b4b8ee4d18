/** What the clockwork does for the desk: acts on many cases whose moment is over, the search index, and forgetting what was only typed. */

import { purgeBulks } from '../../db/bulk.ts';
import { purgeDrafts } from '../../db/drafts.ts';
import { purgePresence } from '../../db/presence.ts';
import { indexWaiting } from '../../db/search.ts';
import { instantText, later } from '../clock.ts';
import { runBulks } from '../desk/run-bulk.ts';
import type { Job } from './job.ts';

const day = 24 * 60 * 60 * 1000;
/** For how long what is typed, and what became of acts on many cases, is kept. */
const keptFor = 30 * day;

/** Does what a process that has ended left held, or half done. */
export const doBulks: Job = {
  name: 'bulk',
  every: 'minute',
  run: async (context) => `${await runBulks(context)} acts on many cases`,
};

/** Indexes new and changed texts for the search; until then the texts themselves are searched. */
export const indexTexts: Job = {
  name: 'search',
  every: 'ten-minutes',
  run: async ({ db }) => {
    let indexed = 0;
    for (let count = await indexWaiting(db); count > 0; count = await indexWaiting(db)) indexed += count;
    return `${indexed} cases`;
  },
};

/** Forgets drafts and results of acts on many after a month, and who had which case open. */
export const forgetTyped: Job = {
  name: 'forget-typed',
  every: 'hour',
  run: async ({ db, now }) => {
    const before = instantText(later(now(), -keptFor));
    const drafts = await purgeDrafts(db, before);
    const bulks = await purgeBulks(db, before);
    await purgePresence(db, instantText(later(now(), -day)));
    return `${drafts} drafts, ${bulks} acts on many cases`;
  },
};
