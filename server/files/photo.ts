/** Photos of citizens: made anew from their pixels, so that nothing of place, time, camera or hidden payload is left. */

import sharp from 'sharp';

/** Longest side in pixels: a document in the picture stays readable. */
const longestSide = 2048;
/** Pixels that are decoded at most; a small file can claim to be huge. */
const pixelsMost = 64_000_000;
const formats = new Set(['jpeg', 'png', 'webp']);

/** The picture as a JPEG, upright; nothing when the bytes are no picture of a known kind. */
export async function cleanPhoto(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const picture = sharp(bytes, { limitInputPixels: pixelsMost, failOn: 'error' });
    const { format } = await picture.metadata();
    if (!formats.has(format)) return undefined;
    return await picture
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 80, mozjpeg: true })
      .toBuffer();
  } catch {
    return undefined;
  }
}
