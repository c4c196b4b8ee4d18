/** The files inside a spreadsheet (ZIP, APPNOTE 4.4), as text: read without the program that wrote them. */
import { inflateRawSync } from 'node:zlib';

export function unzipped(bytes: Buffer): Record<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Record<string, string> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, nameLength, begins] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const data = begins + 30 + bytes.readUInt16LE(begins + 26) + bytes.readUInt16LE(begins + 28);
    files[name] = inflateRawSync(bytes.subarray(data, data + packed)).toString();
    at += 46 + nameLength;
  }
  return files;
}

/** The first sheet of an answer that is a spreadsheet. */
export const sheetOf = async (answer: Response): Promise<string> =>
  unzipped(Buffer.from(await answer.arrayBuffer()))['xl/worksheets/sheet1.xml'] ?? '';
