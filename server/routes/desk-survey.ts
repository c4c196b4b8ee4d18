/** The table of a survey firm at the desk: a dry run with its mistakes line by line, and the import. */

import { checkSurvey, importSurvey, surveyErrorFile } from '../rounds/import-survey.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf, z } from '../http/route.ts';
import { idInPath } from '../schemas/desk.ts';
import { surveyCheck, surveyCheckRequest, surveyDone, surveyImportRequest } from '../schemas/survey.ts';

const tags = ['desk'];
const refusals = refuses(
  'not-signed-in',
  'not-allowed',
  'not-found',
  'validation',
  'too-large',
  'not-in-this-state',
  'conflict',
);

export const deskSurveyRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/survey/check',
      tags,
      summary: 'Dry run of a survey: columns, a mapping, what would come of it, what is wrong with which line',
      request: { params: idInPath, body: json(surveyCheckRequest) },
      responses: { 200: answers(surveyCheck, 'What the file says under the mapping'), ...refusals },
    }),
    async (c) => c.json(await checkSurvey(c.var.context, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/survey/errors',
      tags,
      summary: 'Every mistake of a survey as CSV, for the firm to mend',
      request: { params: idInPath, body: json(surveyCheckRequest) },
      responses: {
        200: { description: 'A line for each mistake', content: { 'text/csv': { schema: z.string() } } },
        ...refusals,
      },
    }),
    async (c) =>
      c.body(await surveyErrorFile(c.var.context, c.req.valid('param').id, c.req.valid('json')), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="survey-errors.csv"',
        'cache-control': 'no-store',
      }),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/survey',
      tags,
      summary: 'Import a survey without mistakes: one batch for each group',
      request: { params: idInPath, body: json(surveyImportRequest) },
      responses: { 201: answers(surveyDone, 'The batches'), ...refusals },
    }),
    async (c) =>
      c.json(await importSurvey(c.var.context, staffOf(c), c.req.valid('param').id, c.req.valid('json')), 201),
  );
