/** 月通报 and 意见分析报告 that were issued, as everybody reads them. */

import { listDepartments } from '../../db/departments.ts';
import { findRecordByShortNumber, publicRecordWords } from '../../db/pledges.ts';
import { issuedCityReports, issuedOn } from '../../db/reports.ts';
import type { AnalysisNumbers } from '../domain/analysis.ts';
import type { BulletinNumbers } from '../domain/bulletin.ts';
import type { Day } from '../domain/day.ts';
import type { FieldValues } from '../domain/fields.ts';
import { shortNumber } from '../domain/pledges.ts';
import type { RecordFile } from '../domain/records.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { cityReport, cityReportList, cityReportName, cityReportQuery } from '../schemas/reports.ts';
import { reportWords } from '#words/reports.ts';

const pageSize = 30;
const wordFields = ['title', 'overview', 'problems', 'requirements', 'typical'] as const;

const kindOf = ({ kind }: RecordFile): 'bulletin' | 'analysis' => (kind === 'analysis' ? 'analysis' : 'bulletin');

function lineOf(file: RecordFile, words: FieldValues, issued: Day) {
  const kind = kindOf(file);
  const month = file.body.month ?? '';
  return {
    name: `${kind}-${shortNumber(file.number ?? '')}`,
    kind,
    number: file.number ?? '',
    title: kind === 'bulletin' ? reportWords.bulletin.title(month) : (words.title ?? ''),
    month,
    issuedOn: issued,
  };
}

export const cityReportRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/reports',
      summary: '已签发的月通报和意见分析报告，新的在前',
      request: { query: cityReportQuery },
      responses: {
        200: answers(cityReportList, 'Thirty at most, and where the next page begins'),
        ...refuses('validation'),
      },
    }),
    async (c) => {
      const { db } = c.var.context;
      const { items, next } = await issuedCityReports(db, { after: c.req.valid('query').after, limit: pageSize });
      const words = await publicRecordWords(
        db,
        items.map(({ file }) => file.id),
        ['title'],
      );
      return c.json(
        { items: items.map(({ file, issuedOn: day }) => lineOf(file, words.get(file.id) ?? {}, day)), next },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/reports/{name}',
      summary: '一份月通报或意见分析报告：文字和数字',
      request: { params: cityReportName },
      responses: { 200: answers(cityReport, 'The report'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const { db } = c.var.context;
      const [, kind = '', short = ''] = /^(bulletin|analysis)-(.*)$/.exec(c.req.valid('param').name) ?? [];
      const stored = await findRecordByShortNumber(db, kind as 'bulletin' | 'analysis', short);
      const issued = stored && (await issuedOn(db, stored.file.id));
      if (stored === undefined || issued === undefined) throw new Problem('not-found');
      const { file } = stored;
      const words = (await publicRecordWords(db, [file.id], wordFields)).get(file.id) ?? {};
      const numbers = file.body.counted ?? null;
      const names = new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));
      return c.json(
        {
          ...lineOf(file, words, issued),
          overview: words.overview ?? '',
          problems: words.problems ?? '',
          requirements: words.requirements ?? '',
          typical: words.typical ?? '',
          bulletin: file.kind === 'bulletin' ? (numbers as unknown as BulletinNumbers) : null,
          analysis: file.kind === 'analysis' ? (numbers as unknown as AnalysisNumbers) : null,
          departments: Object.fromEntries(names),
        },
        200,
      );
    },
  );
