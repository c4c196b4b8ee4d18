/** What the clockwork does by itself. Each job says what it did in a few words without personal data. */

import { deleteExpiredSessions, listAccounts } from '../../db/accounts.ts';
import { recordEvent } from '../../db/case-files.ts';
import { purgeFiles } from '../../db/files.ts';
import { forgetErased } from '../../db/forget.ts';
import { purgeContacts } from '../../db/opinions.ts';
import { listCasesWithOpenQuestion } from '../../db/questions.ts';
import { findSetting } from '../../db/settings.ts';
import { deleteExpiredChallenges } from '../../db/spent-challenges.ts';
import { dayOf, instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance } from '../domain/advance.ts';
import { noteAccess } from '../ledger/notices.ts';
import { collectCosignatures } from '../ledger/witnesses.ts';
import { momentOf } from '../moment.ts';
import { alerts } from './alerts.ts';
import { expireAwards } from './awards.ts';
import { doBulks, forgetTyped, indexTexts } from './desk.ts';
import type { Job } from './job.ts';
import { ladder } from './ladder.ts';
import { lapseLetters } from './letters.ts';
import { caseLights, monthLights } from './lights.ts';
import { forgetNotices } from './notices.ts';
import { periodicPapers } from './papers.ts';
import { recalculateDates } from './recalculate.ts';
import { remindOfReports } from './reports.ts';
import { roundJobs, roundNightJobs } from './rounds.ts';
import { flagBallots } from './round-flags.ts';
import { supervisorJobs } from './supervisors.ts';
import { tellOfAct } from '../notify/tell-of-act.ts';

export type { Job } from './job.ts';

/** Removes what is no longer needed: sessions and challenges that expired, uploads nobody attached, contacts past their day. */
const purge: Job = {
  name: 'purge',
  every: 'hour',
  run: async ({ db, files, now }) => {
    const instant = instantText(now());
    const today = dayOf(now());
    const sessions = await deleteExpiredSessions(db, instant);
    const challenges = await deleteExpiredChallenges(db, instant);
    const contacts = await purgeContacts(db, today);
    const hashes = await purgeFiles(db, today);
    for (const hash of hashes) await files.remove(hash);
    return `${sessions} sessions, ${challenges} challenges, ${contacts} contacts, ${hashes.length} files`;
  },
};

/** Ends questions that their authors left unanswered, so that the clock of the case goes on. */
const endQuestions: Job = {
  name: 'end-questions',
  every: 'daily',
  run: async (context) => {
    const { db, now, pages } = context;
    const moment = await momentOf(db, now());
    let ended = 0;
    for (const { file } of await listCasesWithOpenQuestion(db)) {
      const outcome = advance(file, { act: 'endQuestion', given: {} }, { role: 'system' }, moment);
      if (!outcome.ok) continue;
      const recorded = await db.transaction().execute(async (trx) => {
        const done = await recordEvent(trx, file, outcome.event, instantText(now()));
        if (done === 'recorded')
          await tellOfAct(trx, context, { before: file, event: outcome.event, after: outcome.file });
        return done;
      });
      if (recorded === 'conflict') continue;
      ended += 1;
      if (file.number !== null) pages.changed(`case:${file.number}`);
    }
    return `${ended} questions`;
  },
};

const isSetUp = async (db: Context['db']): Promise<boolean> =>
  (await findSetting(db, 'city')) !== undefined && (await listAccounts(db)).length > 0;

/** Enters in the ledger what is due; the ledger of a city begins when somebody works there. */
const enterLedger: Job = {
  name: 'ledger',
  every: 'ten-minutes',
  run: async ({ db, ledger }) => ((await isSetUp(db)) ? ledger.enter() : 'not set up yet'),
};

/** Asks the witnesses to cosign. */
const askWitnesses: Job = {
  name: 'witnesses',
  every: 'ten-minutes',
  // Who vouches stands on a page, and that one of them contradicts all the more.
  run: (context) => collectCosignatures(context).finally(() => context.pages.changed('ledger')),
};

/** Tells the public how often staff opened what is not public. */
const tellAccess: Job = {
  name: 'access',
  every: 'daily',
  run: ({ db, ledger, now }) => noteAccess(db, ledger.origin, dayOf(now())),
};

/** Publishes the figures of the day. */
const publish: Job = {
  name: 'publication',
  every: 'daily',
  run: async ({ db, ledger }) => ((await isSetUp(db)) ? ledger.publish() : 'not set up yet'),
};

/** Finishes what was erased during the day, below the tables as well. */
const forget: Job = {
  name: 'forget',
  every: 'daily',
  run: async ({ db, files }) =>
    (await forgetErased(db, (hash) => files.remove(hash))) ? 'written anew' : 'nothing was erased',
};

export const jobs: readonly Job[] = [
  doBulks,
  indexTexts,
  purge,
  forgetTyped,
  forgetNotices,
  endQuestions,
  recalculateDates,
  ladder,
  caseLights,
  monthLights,
  periodicPapers,
  alerts,
  lapseLetters,
  remindOfReports,
  ...supervisorJobs,
  flagBallots,
  expireAwards,
  tellAccess,
  ...roundJobs,
  enterLedger,
  publish,
  askWitnesses,
  forget,
  ...roundNightJobs,
];
