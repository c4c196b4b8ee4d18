/**
 * 抽查: whether each frame is what the log said at that size, and whether the lots fell as they say (server/domain/lottery.ts). Who belongs to a
 * frame is kept by the places in the log where that changed, so that one pass is enough.
 */

import { type CaseFile, isOneOf } from '../case-file.ts';
import { addDays, type Day } from '../day.ts';
import { canonicalWinning, drawLots, type Frozen, frameHash, isInFrame, readFrozen, sortedIds } from '../lottery.ts';
import { type SampleFrame, sampleFrames } from '../vocabulary.ts';
import { actOf } from '../workflow.ts';
import { textIn } from './canonical.ts';
import { equalBytes, fromBase64Url, toBase64Url } from './encoding.ts';
import type { About, Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import type { Mirror } from './mirror.ts';
import type { RecordEntry } from './record-entry.ts';
import { hashesAt, subtreeHash, tileFor, tilePath, tileWidth } from './tiles.ts';
import { fold, subtreesOf } from './tree.ts';

/** A sample as it was announced, and drawn. */
interface Sample {
  about: About;
  number: string;
  frame: SampleFrame;
  size: number;
  drawDay: Day;
  frozen: Frozen;
  /** The frame as the log tells of it. */
  ids: string[];
  drawn: { on: Day; ids: readonly string[] } | undefined;
}

/** What is said of the samples beside what is wrong with them. */
export interface SampleTotals {
  announced: number;
  drawn: number;
}

/** Days after which what follows from a draw must be in the log: a receipt week, and a long weekend. */
const patience = 31;

/** The cases of a frame: those that entered it at an even place of their list, and did not leave it since. */
function newFrame() {
  const changes = new Map<string, number[]>();
  return {
    set(index: number, id: string, belongs: boolean): void {
      const known = changes.get(id) ?? [];
      if ((known.length % 2 === 1) === belongs) return;
      changes.set(id, [...known, index]);
    },
    at(size: number): string[] {
      const ids: string[] = [];
      for (const [id, places] of changes) {
        if (places.filter((place) => place < size).length % 2 === 1) ids.push(id);
      }
      return sortedIds(ids);
    },
  };
}

export function newSampleChecks(findings: Findings) {
  const frames = { claimed: newFrame(), filed: newFrame() };
  const samples = new Map<string, Sample>();
  const acts: { about: About; id: string; sample: string }[] = [];
  /** Newest state of every case that a lot may ask for. */
  const standing = new Map<string, CaseFile>();
  const publications: { index: number; day: Day }[] = [];

  function announce(index: number, { id, no = '', day, g = {} }: RecordEntry): void {
    const about = { index, record: no };
    const { frame, sampleSize, drawDay } = g;
    const frozen = readFrozen(g['frozen']);
    if (
      frozen === undefined ||
      typeof frame !== 'string' ||
      !isOneOf(sampleFrames, frame) ||
      typeof sampleSize !== 'number' ||
      typeof drawDay !== 'string'
    ) {
      return findings.add('sample-frame', { ...about, what: 'frozen' });
    }
    if (drawDay <= day)
      findings.add('sample-day', { ...about, what: 'announce', published: drawDay, recounted: addDays(day, 1) });
    // What had happened by then may not be left out by freezing a tree of long ago.
    const isStale = publications.some((one) => one.day < day && one.index >= frozen.size);
    if (frozen.size > index || isStale) {
      findings.add('sample-frame', { ...about, what: 'size', published: String(frozen.size) });
    }
    const ids = frame === 'departments' ? sortedIds(frozen.of ?? []) : frames[frame].at(frozen.size);
    if ((frame === 'departments') !== (frozen.of !== undefined))
      findings.add('sample-frame', { ...about, what: 'frozen' });
    if (frozen.count !== ids.length || frozen.ids !== frameHash(ids)) {
      const [published, recounted] = [String(frozen.count), String(ids.length)];
      findings.add('sample-frame', { ...about, what: frame, published, recounted });
    }
    samples.set(id, { about, number: no, frame, size: sampleSize, drawDay, frozen, ids, drawn: undefined });
  }

  function draw(index: number, { id, day, g = {} }: RecordEntry): void {
    const sample = samples.get(id);
    if (sample === undefined) return;
    const about = { index, record: sample.number };
    const { winning, drawn } = g;
    if (day < sample.drawDay)
      findings.add('sample-day', { ...about, what: 'draw', published: day, recounted: sample.drawDay });
    if (typeof winning !== 'string' || canonicalWinning(winning) !== winning)
      return findings.add('sample-drawn', { ...about, what: 'winning', published: textIn(winning) });
    const ids = Array.isArray(drawn) ? drawn.map(String) : [];
    const expected = drawLots({ root: sample.frozen.root, winning, ids: sample.ids, size: sample.size });
    if (ids.join(' ') !== expected.join(' ')) {
      const wrong = ids.find((one, at) => one !== expected[at]) ?? '';
      findings.add('sample-drawn', {
        ...about,
        what: 'ids',
        published: wrong,
        recounted: expected.find((one, at) => one !== ids[at]) ?? '',
      });
    }
    sample.drawn = { on: day, ids };
  }

  return {
    totals: (): SampleTotals => ({
      announced: samples.size,
      drawn: [...samples.values()].filter(({ drawn }) => drawn !== undefined).length,
    }),

    /** A case stands like this after an entry. */
    stands(index: number, file: CaseFile): void {
      frames.claimed.set(index, file.id, isInFrame('claimed', file));
      frames.filed.set(index, file.id, isInFrame('filed', file));
      standing.set(file.id, file);
    },

    /** A case was drawn, it says. Whether it was is asked at the end: across cases and records the order says nothing. */
    takeAct(about: About, id: string, sample: unknown): void {
      acts.push({ about, id, sample: textIn(sample) });
    },

    takeRecord(index: number, entry: RecordEntry): void {
      if (entry.kind !== 'sample') return;
      if (entry.act === 'announce') announce(index, entry);
      if (entry.act === 'draw') draw(index, entry);
    },

    publish(index: number, day: Day): void {
      publications.push({ index, day });
    },

    /**
     * What can only be said when everything is in.
     * @param today the newest day that the log tells of
     * @returns the trees that were frozen, to hold against the log's own
     */
    finish(today: Day): FrozenTree[] {
      const done = new Set<string>();
      for (const { about, id, sample } of acts) {
        const named = samples.get(sample);
        if (named?.frame !== 'claimed' || named.drawn?.ids.includes(id) !== true) findings.add('sample-case', about);
        done.add(`${sample} ${id}`);
      }
      for (const [key, { frame, number, drawn }] of samples) {
        if (frame !== 'claimed' || drawn === undefined || addDays(drawn.on, patience) >= today) continue;
        for (const id of drawn.ids) {
          const file = standing.get(id);
          if (file === undefined || file.drawn || done.has(`${key} ${id}`)) continue;
          // Whoever works on a case again is not looked at; as soon as it is said to be done again, they are.
          if (isOneOf(actOf('draw').from, file.state) && file.result === 'A') {
            findings.add('sample-ignored', { kase: file.number ?? id, record: number });
          }
        }
      }
      return [...samples.values()].map(({ about, frozen }) => ({ about, size: frozen.size, root: frozen.root }));
    },
  };
}

/** A tree that an announcement names. */
export interface FrozenTree {
  about: About;
  size: number;
  /** Base64url. */
  root: string;
}

/**
 * Holds the roots that announcements name against the log. The tiles were checked before, and each tree is made of a handful of them.
 * @param size of the whole log
 */
export async function checkFrozenTrees(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  size: number,
  trees: readonly FrozenTree[],
): Promise<void> {
  for (const tree of trees) {
    if (tree.size > size) continue;
    const nodes: Uint8Array[] = [];
    const parts = subtreesOf({ start: 0, end: tree.size });
    for (const part of parts) {
      const { level, index, start, count } = tileFor(part);
      const width = Math.min(tileWidth, hashesAt(level, size) - index * tileWidth);
      const tile = await mirror.read(`log/${tilePath({ level, index, width })}`);
      if (tile !== undefined && tile.length >= 32 * (start + count)) nodes.push(subtreeHash(hash, part, tile));
    }
    // A tile that is missing was told of when the log was read.
    if (nodes.length < parts.length) continue;
    const root = fold(hash, nodes);
    const told = fromBase64Url(tree.root);
    if (told === undefined || !equalBytes(told, root)) {
      findings.add('sample-root', { ...tree.about, published: tree.root, recounted: toBase64Url(root) });
    }
  }
}
