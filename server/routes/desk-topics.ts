/** 承诺建议: topics that many people speak of, from which 公开承诺 are made. */

import { casesOfTopic, hotTopics, pledgeCourses } from '../../db/pledges.ts';
import { getSetting } from '../../db/settings.ts';
import { dayOf } from '../clock.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import { assessmentYear } from '../domain/day.ts';
import { countPledges } from '../domain/pledges.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import type { Context } from '../context.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { hotTopicList, topicCases, topicQuery } from '../schemas/pledges.ts';

const tags = ['desk'];

const yearOf = async ({ db, now }: Context): Promise<number> =>
  assessmentYear(dayOf(now()), (await getSetting(db, 'city')).yearStartsOn);

export const deskTopicRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/topics',
      tags,
      summary: 'Departments and topics with the most 有效意见 of this 评议年度; a department sees its own',
      responses: { 200: answers(hotTopicList, 'The largest groups first'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => {
      const { context } = c.var;
      const { role, department } = staffOf(c);
      const year = await yearOf(context);
      const own: { department?: string } = isDepartmentRole(role) ? { department: department ?? '' } : {};
      const names = await departmentNames(context.db);
      const items = (await hotTopics(context.db, year, own)).map((topic) => ({
        ...topic,
        department: refOf(topic.department, names),
      }));
      const pledges = countPledges(await pledgeCourses(context.db, year, own.department), dayOf(context.now()));
      return c.json({ year, items, pledges }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/topics/cases',
      tags,
      summary: 'Numbers of the cases of a hot topic',
      request: { query: topicQuery },
      responses: {
        200: answers(topicCases, 'The newest first, two hundred at most'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { department, topic } = c.req.valid('query');
      if (isDepartmentRole(staff.role) && staff.department !== department) throw new Problem('not-allowed');
      const year = await yearOf(context);
      return c.json({ numbers: await casesOfTopic(context.db, { year, department, topic }) }, 200);
    },
  );
