/** Finds the part of an address that leads to a door. The street stays: an 意见 about a street needs it. */
import { findAll, hidden, type Span, type View } from './view.ts';

const number = '[0-9十百]{1,5}';
/** House, building, entrance, room: 12号3幢2单元502室. */
const level = `${number}[A-Z甲乙丙丁]?(?:号楼|号院|号|栋|幢|座|单元|层|楼|室|户|房)`;
const levels = `(?:[ ,\\-]{0,2}${level})*(?:[ \\-]{0,2}[0-9]{3,4}(?![0-9年月日个元路人次]))?`;

/** 号 that is no house number: a line, a window, an exit, a document. */
const notHouse =
  '(?!线|窗|出口|入口|口|门|台|柜|机|文|公告|令|泊位|车位|厅|诊|站|电梯|桌|馆|检|令|通知|规定|之前|之后|以前|以后|前|后|到|至|起|开始|早|晚|上午|下午|中午|凌晨|那天|当天|停|来|去)';

/** 路 and 街 that are no names of streets. */
const noStreet = /(?:[0-9]|[一这那哪每条马公道铁思走修半出网线电水老同顺]|沿|整条)路$|(?:[逛上步]|这条|那条)街$/;

const street = (view: View): Span[] =>
  findAll(
    view.numerals,
    'address',
    new RegExp(
      `((?:路|街|大道|巷|弄|胡同)[ ]?)(${number}[甲乙丙丁]?(?:[\\-之]${number})?号(?:楼|院|大院)?${notHouse}${levels})`,
      'gi',
    ),
    (_, before) => !noStreet.test(before.trimEnd()),
  );

/** 3组18号, in a village. */
const village = (view: View): Span[] =>
  findAll(view.numerals, 'address', new RegExp(`(^|[^0-9])(${number}(?:组|队|社)${number}号${notHouse})`, 'g'));

/** Offices have buildings and rooms too; those stay. */
const officeBefore = /(?:中心|大厅|局|厅|医院|法院|学院|馆|所|政府|委|大楼|学校|大学|门诊|病房|住院部)$/;

/** A building together with an entrance or a room. */
const flat = (view: View): Span[] =>
  findAll(
    view.numerals,
    'address',
    new RegExp(
      `(^|[^0-9十百])((?:${number}[A-Z]?(?:栋|幢|座|号楼|单元|#楼?)|[A-Z][栋幢座])[ ,\\-]{0,2}(?:(?:${number}|[甲乙丙丁东西中])(?:单元|室|户|房|号(?!楼|窗|线|门|诊))${levels}|[0-9]{3,4}(?:室|房|户)?(?![0-9年月日个元路人次])))`,
      'gi',
    ),
    (_, before) => !officeBefore.test(before),
  );

/** 阳光小区12-3-502. */
const dashed = (view: View): Span[] =>
  findAll(
    view.numerals,
    'address',
    /((?:小区|花园|苑|公寓|家园|新村|府|城|庭|湾|园|里)[ ]?)([0-9]{1,3}[-—–][0-9]{1,2}[-—–][0-9]{3,4}(?:室)?)(?![0-9])/g,
  );

/** 住801室, 楼上502. */
const neighbour = (view: View): Span[] =>
  findAll(view.numerals, 'address', /((?:住|楼上|楼下|对门|隔壁|邻居)(?:的|是|在)?)([0-9]{3,4}(?:室|房间?|户))/g);

/** A room that its author says to live in. */
const home = (view: View): Span[] =>
  findAll(
    view.numerals,
    'address',
    new RegExp(
      `((?:家住|住在|我家|住址|家庭地址)[^,。;!?0-9十百\\s${hidden}]{0,15})(${level}${notHouse}${levels})`,
      'gi',
    ),
    (found, before) => /室|户|房|号(?!楼)/.test(found) && !officeBefore.test(before),
  );

export const placeDetectors = [street, village, flat, dashed, home, neighbour];
