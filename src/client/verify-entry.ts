/** One entry of the log as it stands there, with the proof of its place: where a line of a public case leads. */
import './older-browsers.ts';
import { toBase64Url } from '../../server/domain/trust/encoding.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import { readUtf8 } from '../../server/domain/trust/mirror.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { entriesPath, readBundle, tileWidth } from '../../server/domain/trust/tiles.ts';
import { verifyWords } from '#words/verify-page.ts';
import { ask } from './ask.ts';
import { check, checks } from './check-list.ts';
import { element } from './elements.ts';
import { recall } from './kept.ts';
import { findBytes, findInLog, openCheckpoint, readLedger, Wrong } from './ledger-checks.ts';

/** Shows an entry in a place of the page. Never throws. */
export async function showEntry(index: number, place: HTMLElement): Promise<void> {
  const said = element('p', {}, verifyWords.working);
  place.replaceChildren(said);
  try {
    const shown = await entryAt(index);
    if (shown === undefined) said.textContent = verifyWords.noEntry(index);
    else place.replaceChildren(...shown);
  } catch (error) {
    if (error instanceof Wrong) place.replaceChildren(checks([check(false, verifyWords.checks.notIncluded)]));
    else said.textContent = verifyWords.noAnswer;
  }
}

async function entryAt(index: number): Promise<HTMLElement[] | undefined> {
  const ledger = await readLedger(ask);
  const key = readVerifierKey(recall().keys?.log ?? ledger.keys.log);
  const now = ledger.checkpoint === null ? undefined : openCheckpoint(ledger.checkpoint, key);
  if (now === undefined || index >= now.size) return undefined;
  const place = Math.floor(index / tileWidth);
  const width = Math.min(tileWidth, now.size - place * tileWidth);
  const bundle = await findBytes(ask, `log/${entriesPath(place, width)}`);
  const entry = bundle && readBundle(bundle)?.[index % tileWidth];
  if (entry === undefined) return undefined;
  const leaf = toBase64Url(leafHash(portableSha256, entry));
  const included = await findInLog(ask, leaf, key, now);
  if (included?.index !== index) return undefined;
  const text = JSON.stringify(JSON.parse(readUtf8(entry) ?? ''), null, 2);
  const shown = element('pre', { tabIndex: 0 }, text);
  return [
    element('h3', {}, verifyWords.entry(index)),
    shown,
    checks([
      check(true, verifyWords.checks.checkpoint(now.size)),
      check(true, verifyWords.checks.included(index, included.hashes)),
    ]),
    element('p', { className: 'small' }, `${verifyWords.leaf} `, element('code', {}, leaf)),
  ];
}
