/** The demonstration's own source of chance: the same seed gives the same city on every machine. */

export interface Random {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True so many times in a hundred. */
  chance(inHundred: number): boolean;
  /** One of a list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** A copy of the list in another order. */
  shuffled<T>(list: readonly T[]): T[];
  /** Bytes, for receipt codes and ids of the demonstration; nothing secret is ever made of them. */
  bytes(length: number): Uint8Array;
}

/** Doty-Humphrey's sfc32: 128 bits of state in 32-bit steps, which every machine computes alike. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e37_79b9 | 0, 0x243f_6a88 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warming = 0; warming < 20; warming += 1) next();
  return next;
}

export function randomFrom(seed: number): Random {
  const next = sfc32(seed);
  const below = (limit: number): number => Math.floor((next() / 4_294_967_296) * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (inHundred) => below(1000) < inHundred * 10,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('Nothing to pick from');
      return list[below(list.length)] as T;
    },
    shuffled: <T>(list: readonly T[]): T[] => {
      const copy = [...list];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
      }
      return copy;
    },
    bytes: (length) => Uint8Array.from({ length }, () => next() & 255),
  };
}
