/** The inviter's program: makes codes and papers, finds out who has not voted, checks a roster. Offline but for the public ledger. */

import { inviteWords as words } from '#words/invite.ts';
import { VerifyRefusal } from '../verify/options.ts';
import { checkRoster } from './check.ts';
import { makeInvitations } from './make.ts';
import { InviteRefusal, readCheckOptions, readMakeOptions, readRemindOptions } from './options.ts';
import { remind } from './remind.ts';

/** @returns lines to print, and the exit code: 0, or 1 when what was checked is not the same */
async function run([command, ...args]: readonly string[]): Promise<{ lines: readonly string[]; code: number }> {
  switch (command) {
    case undefined:
    case '--help':
      return { lines: [words.usage], code: 0 };
    case 'make':
      return { lines: makeInvitations(readMakeOptions(args)), code: 0 };
    case 'remind':
      return { lines: await remind(readRemindOptions(args)), code: 0 };
    case 'check': {
      const { ok, lines } = await checkRoster(readCheckOptions(args));
      return { lines, code: ok ? 0 : 1 };
    }
    default:
      throw new InviteRefusal(words.unknownCommand(command));
  }
}

try {
  const { lines, code } = await run(process.argv.slice(2));
  console.log(lines.join('\n'));
  process.exitCode = code;
} catch (error) {
  const isRefusal = error instanceof InviteRefusal || error instanceof VerifyRefusal;
  console.error(`✗ ${isRefusal ? error.message : String(error)}`);
  process.exitCode = 2;
}
