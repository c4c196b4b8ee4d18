/** 「查对我的存证回执」: what was pasted, scanned or kept here, checked up to the signature of the checkpoint. */
import './older-browsers.ts';
import { type Day, isDay } from '../../server/domain/day.ts';
import { fromBase64, fromBase64Url, toBase64Url } from '../../server/domain/trust/encoding.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { receiptHeader } from '../../server/domain/trust/signatures.ts';
import { verifyWords } from '#words/verify-page.ts';
import { ask, isDemonstration } from './ask.ts';
import { check, checks, report } from './check-list.ts';
import { button, element, saveText } from './elements.ts';
import { phoneDay, recall } from './kept.ts';
import { agree, findInLog, isPromise, openCheckpoint, readLedger, vouchersOf, Wrong } from './ledger-checks.ts';

/** What somebody has of a receipt: the hash of the entry, and mostly the signed promise. */
export interface Pasted {
  /** Base64url. */
  leaf: string;
  note?: string;
  by?: Day;
}

/** Finds a receipt in whatever was pasted: the note with anything around it, or only the hash. */
export function readPasted(text: string): Pasted | undefined {
  const lines = text
    .normalize('NFKC')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const start = lines.findIndex((line) => line.endsWith(receiptHeader));
  if (start >= 0) {
    const [origin = '', leafText = '', by = ''] = lines.slice(start + 1, start + 4);
    const signature = lines.slice(start + 4).find((line) => /^[—–-]+ \S+ \S+$/.test(line));
    const leaf = fromBase64(leafText);
    if (leaf?.length === 32 && isDay(by)) {
      const end = signature === undefined ? '' : `\n${signature.replace(/^[—–-]+/, '—')}\n`;
      return { leaf: toBase64Url(leaf), note: [receiptHeader, origin, leafText, by, end].join('\n'), by };
    }
  }
  for (const word of lines.flatMap((line) => line.split(/\s+/))) {
    const bytes = fromBase64Url(word) ?? fromBase64(word);
    if (bytes?.length === 32) return { leaf: toBase64Url(bytes) };
  }
  return undefined;
}

/** Checks a receipt into a place of the page. Never throws. */
export async function showReceipt(pasted: Pasted, place: HTMLElement): Promise<void> {
  const said = element('p', {}, verifyWords.working);
  place.replaceChildren(said);
  try {
    place.replaceChildren(...(await looked(pasted)));
  } catch (error) {
    if (error instanceof Wrong) {
      place.replaceChildren(
        report(false, verifyWords.wrongReceipt),
        checks([check(false, verifyWords.checks.notIncluded)]),
      );
    } else said.textContent = verifyWords.noAnswer;
  }
}

async function looked({ leaf, note, by }: Pasted): Promise<HTMLElement[]> {
  const words = verifyWords.checks;
  const ledger = await readLedger(ask);
  const memory = recall();
  const keys = memory.keys ?? ledger.keys;
  const key = readVerifierKey(keys.log);
  const list: HTMLElement[] = [];
  let isWrong = false;
  const say = (isRight: boolean, right: string, wrong: string): void => {
    list.push(check(isRight, isRight ? right : wrong));
    isWrong ||= !isRight;
  };
  if (note !== undefined && by !== undefined) {
    say(isPromise(note, keys.receipts, leaf, by), words.receiptSigned(by), words.receiptUnsigned);
  }
  const now = ledger.checkpoint === null ? undefined : openCheckpoint(ledger.checkpoint, key);
  if (ledger.checkpoint !== null) {
    say(now !== undefined, words.checkpoint(now?.size ?? 0), words.noCheckpoint);
  }
  const before = memory.checkpoint === undefined ? undefined : openCheckpoint(memory.checkpoint, key);
  if (now !== undefined && before !== undefined) {
    say(await agree(ask, before, now), words.continues, words.notContinues);
  }
  const included = now === undefined ? undefined : await findInLog(ask, leaf, key, now);
  const today = isDemonstration() || ledger.today > phoneDay() ? ledger.today : phoneDay();
  if (included !== undefined) say(true, words.included(included.index, included.hashes), '');
  else if (by !== undefined && today > by) say(false, '', words.missing(by));
  else list.push(check(null, words.waiting(by)));
  if (now !== undefined) {
    const names = vouchersOf(now, ledger).map(({ name }) => name);
    list.push(check(names.length > 0 ? true : null, names.length > 0 ? words.vouched(names) : words.notVouched));
  }
  const verdict = isWrong
    ? report(false, verifyWords.wrongReceipt)
    : included === undefined
      ? element(
          'p',
          { className: 'verdict' },
          by === undefined ? verifyWords.unknownReceipt : verifyWords.waitingReceipt,
        )
      : report(true, verifyWords.fineReceipt);
  const save =
    included === undefined
      ? []
      : [button(verifyWords.proof, () => saveText(`${verifyWords.proofFile}-${included.index}.txt`, included.proof))];
  return [verdict, checks(list), element('div', { className: 'buttons' }, ...save)];
}
