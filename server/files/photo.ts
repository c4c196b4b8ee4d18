/** Photos: made anew from their pixels, so that nothing of place, time, camera or hidden payload is left. */

/** Longest side in pixels: a document in the picture stays readable. */
const longestSide = 1600;
/** Pixels that are decoded at most; a small file can claim to be huge. */
const pixelsMost = 64_000_000;
/** Pictures that are worked on at the same time: each may take a few hundred megabytes while it is. */
const atOnceMost = 2;
const formats: ReadonlySet<string | undefined> = new Set(['jpeg', 'png', 'webp']);

let working = 0;
const waiting: (() => void)[] = [];

/** The picture as a JPEG, upright; nothing when the bytes are no picture of a known kind, whatever they call themselves. */
export async function cleanPhoto(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (working >= atOnceMost) await new Promise<void>((resume) => void waiting.push(resume));
  else working += 1;
  try {
    return await encode(bytes);
  } catch {
    return undefined;
  } finally {
    const next = waiting.shift();
    if (next === undefined) working -= 1;
    else next();
  }
}

async function encode(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  // Loaded with the first photo: the library takes memory that most of the server's life does without.
  const { default: sharp } = await import('sharp');
  const picture = sharp(bytes, { limitInputPixels: pixelsMost, failOn: 'error' });
  const { format } = await picture.metadata();
  if (!formats.has(format)) return undefined;
  const jpeg = await picture
    .rotate()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer();
  return new Uint8Array(jpeg);
}
