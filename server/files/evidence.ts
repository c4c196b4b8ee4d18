/** 佐证材料: what a file is, judged by its content and never by its name, and how it is given back. */

import { cleanPhoto } from './photo.ts';

export interface Evidence {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
  /** The name as given, made safe, with the ending that fits the content. */
  name: string;
}

interface Kind {
  mediaType: string;
  ending: string;
  is: (content: Buffer) => boolean;
}

const isZip = (content: Buffer): boolean => content.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
/** Names of the files inside a ZIP stand in it uncompressed. Programs inside documents (macros) are not evidence. */
const zipWith = (name: string) => (content: Buffer) =>
  isZip(content) && content.includes(name) && !content.includes('vbaProject.bin');

/**
 * A PDF begins with its header (ISO 32000-1, 7.5.2). Readers also find it behind up to a kilobyte of anything else, which is where a
 * page or a program hides that is a PDF as well; only a byte order mark and blanks may stand before it here.
 */
const isPdf = (content: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s{0,16}%PDF-/.test(content.subarray(0, 32).toString('latin1'));

const documents: readonly Kind[] = [
  { mediaType: 'application/pdf', ending: 'pdf', is: isPdf },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ending: 'docx',
    is: zipWith('word/document.xml'),
  },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ending: 'xlsx',
    is: zipWith('xl/workbook.xml'),
  },
  { mediaType: 'application/ofd', ending: 'ofd', is: zipWith('OFD.xml') },
];

/** Pictures are made anew like those of citizens; documents stay as they are. Nothing when it is neither. */
export async function prepareEvidence(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Evidence | undefined> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const document = documents.find(({ is }) => is(content));
  if (document !== undefined) {
    return { bytes, mediaType: document.mediaType, name: safeName(name, document.ending) };
  }
  const photo = await cleanPhoto(bytes);
  return photo && { bytes: photo, mediaType: 'image/jpeg', name: safeName(name, 'jpg') };
}

const nameMost = 100;

function safeName(name: string, ending: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[\p{C}"<>:|?*\\/]/gu, '')
    .trim();
  return `${[...stem].slice(0, nameMost).join('') || '附件'}.${ending}`;
}

/** Headers with which a stored file is given back: pictures may be shown, everything else is only saved (RFC 6266). */
export const fileHeaders = (mediaType: string, name: string): Record<string, string> => ({
  'content-type': mediaType,
  'content-disposition': `${mediaType.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
  'cache-control': 'private, no-store',
});
