/** Reads a whole log from its bundles, a few in memory at a time, and checks that every tile and the root follow from the entries. */

import { readCanonical } from './canonical.ts';
import type { Checkpoint } from './checkpoint.ts';
import { appendLeaves, edgeTile, emptyEdge, rootOfEdge } from './edge.ts';
import { equalBytes, toBase64 } from './encoding.ts';
import type { Entry } from './entries.ts';
import type { Findings } from './findings.ts';
import { leafHash, type TreeHash } from './hash.ts';
import { type Mirror, readUtf8 } from './mirror.ts';
import { readEntry } from './read-entry.ts';
import { entriesPath, readBundle, type Tile, tilePath, tileWidth } from './tiles.ts';

/** What a walk tells of the tree: the root of all entries, and of the first ones where that was asked for. */
export interface Walked {
  /** Nothing when entries are missing. */
  root: Uint8Array | undefined;
  rootBefore: Uint8Array | undefined;
  tiles: number;
}

/** An entry in its place; `text` is its canonical form. */
export interface PlacedEntry {
  index: number;
  text: string;
  entry: Entry;
}

/** Bundles that are asked for before they are needed. */
const bundlesAhead = 6;

/**
 * Walks the log up to a size.
 * @param before also tells the root of the tree of this size, to hold an older checkpoint against
 * @param take gets every entry that has the form of one, in order
 */
export async function walkLog(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  { size, before }: { size: number; before?: number | undefined },
  take: (entry: PlacedEntry) => Promise<void> | void,
): Promise<Walked> {
  const leavesSeen = new Set<string>();
  let edge = emptyEdge;
  let rootBefore: Uint8Array | undefined = before === 0 ? rootOfEdge(hash, edge) : undefined;
  let tiles = 0;
  const pathsOf = (number: number): { bundlePath: string; leavesPath: string; width: number } => {
    const width = Math.min(tileWidth, size - number * tileWidth);
    const leavesPath = `log/${tilePath({ level: 0, index: number, width })}`;
    return { bundlePath: `log/${entriesPath(number, width)}`, leavesPath, width };
  };
  /** Files that were asked for already: a network answers many questions at once faster than one after another. */
  const asked = new Map<string, Promise<Uint8Array | undefined>>();
  const ask = (path: string): void => {
    const answer = mirror.read(path);
    // Whoever waits for it hears of a failure; until then nobody does.
    answer.catch(() => undefined);
    asked.set(path, answer);
  };
  const read = (path: string): Promise<Uint8Array | undefined> => {
    const answer = asked.get(path) ?? mirror.read(path);
    asked.delete(path);
    return answer;
  };
  const compareTile = async (tile: Tile, computed: Uint8Array): Promise<void> => {
    const path = `log/${tilePath(tile)}`;
    const served = await read(path);
    tiles += 1;
    if (served === undefined) findings.add('file-missing', { path });
    else if (!equalBytes(served, computed)) findings.add('tile', { path });
  };

  let wanted = 0;
  for (let number = 0; number * tileWidth < size; number += 1) {
    for (; wanted <= number + bundlesAhead && wanted * tileWidth < size; wanted += 1) {
      const { bundlePath, leavesPath } = pathsOf(wanted);
      ask(bundlePath);
      ask(leavesPath);
    }
    const first = number * tileWidth;
    const { bundlePath: path, width } = pathsOf(number);
    const bytes = await read(path);
    const entries = bytes && readBundle(bytes);
    if (entries?.length !== width) {
      findings.add(bytes === undefined ? 'file-missing' : 'bundle-malformed', { path });
      return { root: undefined, rootBefore, tiles };
    }
    const leaves = entries.map((entry) => leafHash(hash, entry));
    if (before !== undefined && before > first && before < first + width) {
      rootBefore = rootOfEdge(
        hash,
        appendLeaves(hash, edge, leaves.slice(0, before - first), () => undefined),
      );
    }
    const changed: [Tile, Uint8Array][] = [];
    edge = appendLeaves(hash, edge, leaves, (tile, computed) => changed.push([tile, computed]));
    if (before === edge.size) rootBefore = rootOfEdge(hash, edge);
    for (const [tile, computed] of changed) if (tile.width === tileWidth) await compareTile(tile, computed);

    for (const [place, entry] of entries.entries()) {
      const index = first + place;
      const text = readUtf8(entry);
      const value = text === undefined ? undefined : readCanonical(text);
      if (text === undefined || value === undefined) {
        findings.add('entry-form', { index });
        continue;
      }
      const read = readEntry(value);
      if ('wrong' in read) {
        findings.add('entry-shape', { index, what: read.wrong });
        continue;
      }
      const leaf = toBase64(leaves[place] ?? entry);
      // The same release may be put to use twice; everything else happens once.
      if (read.entry.t !== 'release' && leavesSeen.has(leaf)) findings.add('entry-repeated', { index });
      leavesSeen.add(leaf);
      await take({ index, text, entry: read.entry });
    }
  }
  for (const [level, unfinished] of edge.tiles.entries()) {
    if (unfinished.length > 0) await compareTile(edgeTile(level, size), unfinished);
  }
  return { root: rootOfEdge(hash, edge), rootBefore, tiles };
}

/** Whether the entries make the tree that the checkpoint says. */
export const hasRoot = ({ root }: Walked, checkpoint: Checkpoint): boolean =>
  root !== undefined && equalBytes(root, checkpoint.root);
