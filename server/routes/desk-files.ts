/** 佐证材料: files that staff upload for an act, and how files of a case are given back to those who may see them. */

import type { Kysely } from 'kysely';
import { findCase, type StoredCase } from '../../db/case-files.ts';
import { type FileRow, findFile, insertFile } from '../../db/files.ts';
import { findRecord } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import { fileRef } from '../desk/history.ts';
import { mayReadRecord } from '../domain/advance-record.ts';
import { readableBy } from '../domain/case-access.ts';
import { addDays } from '../domain/day.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { fileHeaders, prepareEvidence } from '../files/evidence.ts';
import { bodyLimit } from '../http/body-limit.ts';
import { answers, createRoute, newRoutes, refuses, staffOf, z } from '../http/route.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { fileQuery, fileRef as fileShape, idInPath } from '../schemas/desk.ts';

const tags = ['desk'];
/** Days after which an upload that no act took up is removed: a form may be finished tomorrow. */
const keptUnattached = 2;
const binary = { schema: z.string().openapi({ format: 'binary' }) };

export const deskFileRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/files',
      tags,
      summary: 'Upload a file; an act then names its id as evidence',
      description: 'The body is the file itself: JPEG, PNG, WebP, PDF, DOCX, XLSX or OFD, 20 MB at most.',
      request: { query: fileQuery, body: { content: { 'application/octet-stream': binary } } },
      responses: {
        201: answers(fileShape, 'Stored'),
        ...refuses('not-signed-in', 'not-allowed', 'not-evidence', 'too-large', 'validation'),
      },
    }),
    async (c) => {
      const { db, files, now, random } = c.var.context;
      const { accountId } = staffOf(c);
      const sent = new Uint8Array(await c.req.arrayBuffer());
      if (sent.length > bodyLimit('/api/desk/files')) throw new Problem('too-large');
      const evidence = await prepareEvidence(sent, c.req.valid('query').name ?? '');
      if (evidence === undefined) throw new Problem('not-evidence');
      const { sha256, size } = await files.put(evidence.bytes);
      const row = {
        id: newId(random),
        sha256,
        media_type: evidence.mediaType,
        size,
        name: evidence.name,
        owner: 'staff',
        opinion_id: null,
        case_id: null,
        record_id: null,
        uploaded_by: accountId,
        purge_after: addDays(dayOf(now()), keptUnattached),
      } as const;
      await insertFile(db, row);
      return c.json(fileRef(row), 201);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/files/{id}',
      tags,
      summary: 'A file of a case or a record that the reader may see',
      request: { params: idInPath },
      responses: {
        200: { description: 'The file', content: { 'application/octet-stream': binary } },
        ...refuses('not-signed-in', 'not-found'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const row = await findFile(context.db, c.req.valid('param').id);
      if (row === undefined || !(await mayRead(context.db, row, staff))) throw new Problem('not-found');
      const bytes = await context.files.read(row.sha256);
      if (bytes === undefined) throw new Problem('not-found');
      return c.body(bytes, 200, fileHeaders(row.media_type, row.name === '' ? photoName : row.name));
    },
  );

/** What a photo is called, whose own name nobody kept. */
const photoName = 'photo.jpg';

/**
 * Photos of authors go with their redacted texts, evidence with what is published; the photos of a merged case are also for whoever
 * reads the case it was merged into. What is not attached yet only its uploader may see.
 */
async function mayRead(db: Kysely<Database>, row: FileRow, staff: Staff): Promise<boolean> {
  if (row.record_id !== null) {
    const record = await findRecord(db, row.record_id);
    return record !== undefined && mayReadRecord(record.file, actorOf(staff), pseudonym(staff.accountId));
  }
  if (row.case_id === null) return row.uploaded_by === staff.accountId;
  let id: string | null = row.case_id;
  while (id !== null) {
    const stored: StoredCase | undefined = await findCase(db, id);
    if (stored === undefined) return false;
    const readable = readableBy(stored.file, actorOf(staff));
    if (row.owner === 'citizen' ? readable.redacted : readable.published) return true;
    id = stored.file.mergedInto;
  }
  return false;
}
