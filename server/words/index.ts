/** Every sentence a user reads, by area. A second language is a second folder with the same shape. */

import * as calendar from './zh-CN/calendar.ts';
import { problems } from './zh-CN/problems.ts';
import { start } from './zh-CN/start.ts';

export const words = { calendar, problems, start } as const;
