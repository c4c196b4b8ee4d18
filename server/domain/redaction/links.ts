/** Finds what leads to one person's place: the part of a link behind the host, and the coordinates of a position. */
import { findAll, hidden, type Span, type View } from './view.ts';

/** A page of a government site is nobody's. */
const official = /(?:\.gov\.cn|\.gov)\/$/i;

/** A path or query with a number, a mixed identifier or a parameter in it; /news/list.html stays. */
const leadsToSomebody =
  /[0-9]{5}|[?&=@]|(?:[a-z][0-9]|[0-9][a-z]).{3}|\/(?:u|user|users|s|share|profile|people|home)\/|^(?:u|user|users|s|share|profile|people|home)\//i;

const link = (view: View): Span[] =>
  findAll(
    view.plain,
    'link',
    new RegExp(
      `((?:https?://|www\\.)[a-z0-9.:-]{1,100}/)([^\\s\\u3000-\\u303f\\u4e00-\\u9fa5,;!()${hidden}]{2,300})`,
      'gi',
    ),
    (found, before) => !official.test(before) && leadsToSomebody.test(found),
  );

const degrees = '[0-9]{1,3}\\.[0-9]{4,}°?';

/** 31.820591,117.227219; N31.8206° E117.2272°; 31°49'14". Four decimals are some ten metres. */
const position = (view: View): Span[] => [
  ...findAll(
    view.plain,
    'position',
    new RegExp(`(^|[^0-9.])([NS北纬]{0,2}${degrees}[NS]?[ ,、;/]{1,3}[EW东经]{0,2}${degrees}[EW]?)(?![0-9.])`, 'gi'),
  ),
  ...findAll(
    view.plain,
    'position',
    /(^|[^0-9.])([0-9]{1,3}[°度][0-9]{1,2}(?:['′分’][0-9]{1,2}(?:\.[0-9]{1,4})?(?:"|″|秒|”|'')?|\.?[0-9]{0,6}['′分’]))/g,
  ),
  ...findAll(view.plain, 'position', /((?:[东西]经|[南北]纬|经度|纬度)[ :为是]{0,3})([0-9]{1,3}\.[0-9]{3,}°?)/g),
];

export const linkDetectors = [link, position];
