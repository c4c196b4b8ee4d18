/** Published words: each must open the commitment that the log holds, none that should be public may be missing, and what was erased is gone. */

import { departmentStates, isOneOf } from '../case-file.ts';
import { canonicalBytes, type Canonical } from './canonical.ts';
import { concatBytes, fromBase64Url, toBase64Url } from './encoding.ts';
import type { Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { linesOf, type Mirror, readJsonLine } from './mirror.ts';
import type { LivedCase } from './replay.ts';
import type { LivedRecord } from './replay-records.ts';

const path = 'open/texts.ndjson';

interface Text {
  id: string;
  n: number;
  f: string;
  v: Canonical;
  salt: Uint8Array;
}

function readTextLine(line: string | undefined): Text | undefined {
  const value = readJsonLine(line);
  if (value === undefined || Object.keys(value).length !== 5) return undefined;
  const { id, n, f, v, s } = value;
  const salt = typeof s === 'string' ? fromBase64Url(s) : undefined;
  if (typeof id !== 'string' || typeof n !== 'number' || typeof f !== 'string' || v === undefined || v === null)
    return undefined;
  return salt?.length === 32 ? { id, n, f, v: v as Canonical, salt } : undefined;
}

function opens({ hash }: TreeHash, commitment: string, content: Canonical, salt: Uint8Array): boolean {
  try {
    return toBase64Url(hash(concatBytes(salt, canonicalBytes(content)))) === commitment;
  } catch {
    return false;
  }
}

/** What the log says of words. */
export interface Worded {
  cases: ReadonlyMap<string, LivedCase>;
  /** Commitments to the reasons for which ratings are counted apart, by rating. */
  reasons: ReadonlyMap<string, string>;
  /** Words that were to be read at the newest publication. */
  due: ReadonlySet<string>;
  records: ReadonlyMap<string, LivedRecord>;
  /** Words of records that everybody may read by now, and those of them that were to be read at the newest publication. */
  recordWords: ReadonlySet<string>;
  recordsDue: ReadonlySet<string>;
}

/** The words that everybody may read now, by `<id> <n>.<field>`: text, outcome, and what must be said where nothing was rectified. */
export function publishedWords(cases: ReadonlyMap<string, LivedCase>): Set<string> {
  const due = new Set<string>();
  for (const [id, { file, textAt, outcomeAt, commitments }] of cases) {
    if (textAt === null || file.erased || !isOneOf(departmentStates, file.state)) continue;
    const grounds =
      file.state === 'closed' && file.result === 'D'
        ? 'legalBasis'
        : file.state === 'suspended'
          ? 'nextStep'
          : undefined;
    const groundsAt = grounds && [...commitments.keys()].findLast((name) => name.endsWith(`.${grounds}`));
    for (const name of [textAt, outcomeAt, groundsAt]) if (typeof name === 'string') due.add(`${id} ${name}`);
  }
  return due;
}

/** @returns how many texts were opened */
export async function checkTexts(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  { cases, reasons, due, records, recordWords, recordsDue }: Worded,
): Promise<number> {
  const bytes = await mirror.read(path);
  if (bytes === undefined) findings.add('file-missing', { path });
  const seen = new Set<string>();
  let line = 0;
  for (const raw of bytes === undefined ? [] : linesOf(bytes)) {
    line += 1;
    const text = readTextLine(raw);
    if (text === undefined) {
      findings.add('text-malformed', { path, line });
      continue;
    }
    const { id, n, f, v, salt } = text;
    const name = `${id} ${n}.${f}`;
    const lived = n === 0 ? undefined : cases.get(id);
    const record = records.get(id);
    const commitment =
      n === 0 && f === 'reason'
        ? reasons.get(id)
        : record === undefined
          ? lived?.commitments.get(`${n}.${f}`)
          : recordWords.has(name)
            ? record.commitments.get(`${n}.${f}`)
            : undefined;
    const about = {
      path,
      line,
      ...(lived && { kase: lived.file.number ?? id }),
      ...(record && { record: record.file.number ?? id }),
    };
    if (commitment === undefined || seen.has(name)) findings.add('text-unknown', about);
    else if (!opens(hash, commitment, n === 1 && f === 'text' ? { text: v } : v, salt))
      findings.add('text-false', about);
    else if (lived?.file.erased === true) findings.add('text-erased', about);
    seen.add(name);
  }
  // What has changed since the publication may be there in either form.
  const dueNow = publishedWords(cases);
  for (const name of due) {
    if (seen.has(name) || !dueNow.has(name)) continue;
    const [id = '', field = ''] = name.split(' ');
    findings.add('text-withheld', { path, kase: cases.get(id)?.file.number ?? id, what: field.replace(/^\d+\./, '') });
  }
  for (const name of recordsDue) {
    if (seen.has(name)) continue;
    const [id = '', field = ''] = name.split(' ');
    const record = records.get(id)?.file.number ?? id;
    findings.add('text-withheld', { path, record, what: field.replace(/^\d+\./, '') });
  }
  for (const target of reasons.keys()) {
    if (!seen.has(`${target} 0.reason`)) findings.add('text-withheld', { path, what: 'reason' });
  }
  return line;
}
