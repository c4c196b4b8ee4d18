/** Files: what they are by content, what is taken out of photos, how they are stored, and how contacts are sealed. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createContactSeal } from '../../server/files/contact.ts';
import { fileHeaders, prepareEvidence } from '../../server/files/evidence.ts';
import { createFileStore } from '../../server/files/file-store.ts';
import { cleanPhoto } from '../../server/files/photo.ts';

/** A photo as a phone takes it: lying on its side, with place, time and camera. */
const phonePhoto = (width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: '#7a9' } })
    .withExif({
      IFD0: { Make: 'PhoneMaker', DateTime: '2026:10:12 10:00:00' },
      IFD3: { GPSLatitude: '30/1 15/1 0/1', GPSLatitudeRef: 'N' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

test('nothing but the picture is left of a photo, and it stands upright', async () => {
  const sent = await phonePhoto();
  expect((await sharp(sent).metadata()).exif).toBeDefined();
  const clean = await cleanPhoto(sent);
  if (clean === undefined) throw new Error('not a photo');
  const { exif, icc, iptc, xmp, orientation, format, width, height } = await sharp(clean).metadata();
  expect({ exif, icc, iptc, xmp, orientation }).toEqual({});
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 300, height: 400 });
  expect(Buffer.from(clean).includes('PhoneMaker')).toBe(false);
});

test('a large photo becomes no larger than is needed to read what is on it', async () => {
  const clean = await cleanPhoto(await phonePhoto(4000, 1000));
  if (clean === undefined) throw new Error('not a photo');
  expect(await sharp(clean).metadata()).toMatchObject({ width: 400, height: 1600 });
});

test.each([
  ['text', Buffer.from('hello')],
  ['nothing', Buffer.alloc(0)],
  ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
  ['a broken picture', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)])],
])('%s is no photo', async (_what, bytes) => {
  expect(await cleanPhoto(bytes)).toBeUndefined();
});

test('a small file that claims to be a huge picture is no photo', async () => {
  const huge = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  expect(await cleanPhoto(huge)).toBeUndefined();
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));
const zip = (name: string): Uint8Array<ArrayBuffer> => bytesOf(`PK\u0003\u0004..........${name}......`);

test.each([
  ['%PDF-1.7 …', '方案.pdf', 'application/pdf', '方案.pdf'],
  ['%PDF-1.7 …', '../../etc/passwd', 'application/pdf', 'passwd.pdf'],
  ['%PDF-1.7 …', 'photo.jpg.exe', 'application/pdf', 'photo.jpg.pdf'],
  ['%PDF-1.7 …', '"\u0000\u202e', 'application/pdf', '附件.pdf'],
])('evidence is what its content is, under a safe name (%s, %s)', async (content, name, mediaType, safe) => {
  expect(await prepareEvidence(bytesOf(content), name)).toMatchObject({ mediaType, name: safe });
});

test('documents of the three offices are told apart by what is in them', async () => {
  const endingOf = async (bytes: Uint8Array<ArrayBuffer>) => (await prepareEvidence(bytes, '材料'))?.name;
  expect(await endingOf(zip('word/document.xml'))).toBe('材料.docx');
  expect(await endingOf(zip('xl/workbook.xml'))).toBe('材料.xlsx');
  expect(await endingOf(zip('OFD.xml'))).toBe('材料.ofd');
});

test('programs, pages, archives and documents with programs in them are no evidence', async () => {
  for (const bytes of [
    bytesOf('MZ\u0090'),
    bytesOf('<!doctype html>'),
    bytesOf('<script>alert(1)</script>%PDF-1.4\n1 0 obj'),
    bytesOf('MZ\u0090%PDF-1.4\n1 0 obj'),
    bytesOf('GIF89a/*%PDF-1.4*/=alert(1)'),
    bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><!--%PDF-1.4--></svg>'),
    bytesOf('%PDX-1.4'),
    zip('x'),
    zip('word/document.xml vbaProject.bin'),
  ]) {
    expect(await prepareEvidence(bytes, 'x.pdf')).toBeUndefined();
  }
});

test('pictures among the evidence are made anew, too', async () => {
  const evidence = await prepareEvidence(new Uint8Array(await phonePhoto()), '现场.png');
  expect(evidence).toMatchObject({ mediaType: 'image/jpeg', name: '现场.jpg' });
  expect((await sharp(evidence?.bytes).metadata()).exif).toBeUndefined();
});

test('documents are only saved, never shown in the browser', () => {
  expect(fileHeaders('application/pdf', '方案.pdf')['content-disposition']).toMatch(
    /^attachment; filename\*=UTF-8''%E6/,
  );
  expect(fileHeaders('image/jpeg', 'a.jpg')['content-disposition']).toMatch(/^inline/);
});

test('a file is found by its content, is stored once, and its times say nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-store-'));
  try {
    const store = createFileStore(folder);
    const [one, two] = await Promise.all([store.put(Buffer.from('照片')), store.put(Buffer.from('照片'))]);
    expect(one).toEqual(two);
    expect((await store.read(one.sha256))?.toString()).toBe('照片');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(1);
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      expect(statSync(join(folder, entry)).mtimeMs, entry).toBe(0);
    }
    await store.remove(one.sha256);
    expect(await store.read(one.sha256)).toBeUndefined();
    await store.remove(one.sha256);
    await expect(store.read('../../etc/passwd')).rejects.toThrow('SHA-256');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a sealed contact opens again, and only with its key and unchanged', () => {
  const seal = createContactSeal(new Uint8Array(32).fill(1));
  const sealed = seal.seal('13800001234 张某某');
  expect(seal.open(sealed)).toBe('13800001234 张某某');
  expect(seal.seal('13800001234 张某某')).not.toBe(sealed);
  expect(sealed.length).toBe(seal.seal('a@b.cn').length);
  expect(createContactSeal(new Uint8Array(32).fill(2)).open(sealed)).toBeUndefined();
  expect(seal.open(`${sealed.slice(0, -6)}AAAA==`)).toBeUndefined();
  expect(seal.open('')).toBeUndefined();
  expect(seal.open(seal.seal(''))).toBe('');
});
