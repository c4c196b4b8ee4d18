/** All routes of the API, mounted one after the other; the chain's type is what the typed client knows. One line for each file. */

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/route.ts';
import { adminAccountRoutes } from './admin-accounts.ts';
import { adminAuditRoutes } from './admin-audit.ts';
import { adminCalendarRoutes } from './admin-calendar.ts';
import { adminChannelRoutes } from './admin-channels.ts';
import { adminCityRoutes } from './admin-city.ts';
import { adminDepartmentRoutes } from './admin-departments.ts';
import { adminPolicyRoutes } from './admin-policy.ts';
import { awardRoutes } from './awards.ts';
import { caseRoutes } from './cases.ts';
import { challengeRoutes } from './challenges.ts';
import { cityReportRoutes } from './city-reports.ts';
import { cityRoutes } from './city.ts';
import { departmentRoutes } from './departments.ts';
import { deskBatchRoutes } from './desk-batches.ts';
import { deskBulkRoutes } from './desk-bulk.ts';
import { deskCaseRoutes } from './desk-cases.ts';
import { deskFieldRoutes } from './desk-field.ts';
import { deskDraftRoutes } from './desk-drafts.ts';
import { deskExportRoutes } from './desk-exports.ts';
import { deskFileRoutes } from './desk-files.ts';
import { deskInboxRoutes } from './desk-inbox.ts';
import { deskListRoutes } from './desk-lists.ts';
import { deskLetterRoutes } from './desk-letters.ts';
import { deskOpinionRoutes } from './desk-opinions.ts';
import { deskPaperRoutes } from './desk-papers.ts';
import { deskPointRoutes } from './desk-points.ts';
import { deskRatingRoutes } from './desk-ratings.ts';
import { deskReportRoutes } from './desk-reports.ts';
import { deskRevisitRoutes } from './desk-revisits.ts';
import { deskTopicRoutes } from './desk-topics.ts';
import { deskRecordRoutes } from './desk-records.ts';
import { deskRoundRoutes } from './desk-rounds.ts';
import { deskRoundLetterRoutes } from './desk-round-letters.ts';
import { deskSessionRoutes } from './desk-session.ts';
import { deskSupervisionRoutes } from './desk-supervision.ts';
import { deskFlagRoutes } from './desk-flags.ts';
import { deskSurveyRoutes } from './desk-survey.ts';
import { figuresRoutes } from './figures.ts';
import { guideRoutes } from './guide.ts';
import { healthRoutes } from './health.ts';
import { ledgerRoutes } from './ledger.ts';
import { letterRoutes } from './letters.ts';
import { logRoutes } from './log.ts';
import { openRoutes } from './open.ts';
import { opinionRoutes } from './opinions.ts';
import { photoRoutes } from './photos.ts';
import { pledgeRoutes } from './pledges.ts';
import { ratingRoutes } from './ratings.ts';
import { roundResultRoutes } from './round-results.ts';
import { sampleRoutes } from './samples.ts';
import { recordRoutes } from './records.ts';
import { roundRoutes } from './rounds.ts';
import { setupRoutes } from './setup.ts';
import { trackingRoutes } from './tracking.ts';
import { voteRoutes } from './vote.ts';

export const mountRoutes = (app: OpenAPIHono<Env>) =>
  app
    .route('/', healthRoutes)
    .route('/', cityRoutes)
    .route('/', departmentRoutes)
    .route('/', challengeRoutes)
    .route('/', ratingRoutes)
    .route('/', photoRoutes)
    .route('/', opinionRoutes)
    .route('/', trackingRoutes)
    .route('/', voteRoutes)
    .route('/', figuresRoutes)
    .route('/', ledgerRoutes)
    .route('/', logRoutes)
    .route('/', openRoutes)
    .route('/', caseRoutes)
    .route('/', recordRoutes)
    .route('/', roundRoutes)
    .route('/', pledgeRoutes)
    .route('/', letterRoutes)
    .route('/', cityReportRoutes)
    .route('/', sampleRoutes)
    .route('/', roundResultRoutes)
    .route('/', awardRoutes)
    .route('/', guideRoutes)
    .route('/', deskSessionRoutes)
    .route('/', deskListRoutes)
    .route('/', deskExportRoutes)
    .route('/', deskBulkRoutes)
    .route('/', deskDraftRoutes)
    .route('/', deskCaseRoutes)
    .route('/', deskFieldRoutes)
    .route('/', deskFileRoutes)
    .route('/', deskPaperRoutes)
    .route('/', deskPointRoutes)
    .route('/', deskRoundLetterRoutes)
    .route('/', deskInboxRoutes)
    .route('/', deskOpinionRoutes)
    .route('/', deskRatingRoutes)
    .route('/', deskRecordRoutes)
    .route('/', deskRoundRoutes)
    .route('/', deskTopicRoutes)
    .route('/', deskLetterRoutes)
    .route('/', deskRevisitRoutes)
    .route('/', deskReportRoutes)
    .route('/', deskSupervisionRoutes)
    .route('/', deskBatchRoutes)
    .route('/', deskSurveyRoutes)
    .route('/', deskFlagRoutes)
    .route('/', adminAccountRoutes)
    .route('/', adminDepartmentRoutes)
    .route('/', adminCityRoutes)
    .route('/', adminCalendarRoutes)
    .route('/', adminPolicyRoutes)
    .route('/', adminChannelRoutes)
    .route('/', adminAuditRoutes)
    .route('/', setupRoutes);

/** The whole API as a type, for `hc<Api>`. */
export type Api = ReturnType<typeof mountRoutes>;
