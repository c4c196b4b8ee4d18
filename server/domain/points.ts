/**
 * 积分 of a department for a 评议年度: events of its casework, each worth a fixed number of points, on a base of 100 and within 20 of it. For the back
 * office alone: central rules on 减负 leave no room for published rankings by points.
 */

/** What earns or costs points. */
export const pointEvents = [
  'accepted', // 按时签收
  'closed', // 按期销号
  'pledge', // 公开承诺兑现
  'satisfied', // 回访满意
  'overdue', // 超期
  'rework', // 重办
  'yellow', // 月度黄灯
  'red', // 月度红灯
  'overturned', // 销号后被抽查推翻, the result withdrawn
] as const;
export type PointEvent = (typeof pointEvents)[number];

/** Tenths of a point for one event. */
export const pointTenths: Readonly<Record<PointEvent, number>> = {
  accepted: 1,
  closed: 10,
  pledge: 20,
  satisfied: 5,
  overdue: -10,
  rework: -20,
  yellow: -10,
  red: -20,
  overturned: -100,
};

/** Tenths from which everybody starts, and by how many the events of a year move it at most. */
export const pointBase = 1000;
export const pointCap = 200;

/** How often each event happened. */
export type PointCounts = Record<PointEvent, number>;

export const noPoints: PointCounts = {
  accepted: 0,
  closed: 0,
  pledge: 0,
  satisfied: 0,
  overdue: 0,
  rework: 0,
  yellow: 0,
  red: 0,
  overturned: 0,
};

export interface Points {
  lines: { event: PointEvent; count: number; each: string; points: string }[];
  /** Of all events, before the cap. */
  sum: string;
  /** What of it counts: within the cap. */
  counted: string;
  isCapped: boolean;
  /** Base and what counts. */
  total: string;
}

/** Tenths as they are printed: `-0.5`. */
const printed = (tenths: number): string => {
  const whole = Math.abs(tenths);
  return `${tenths < 0 ? '-' : ''}${Math.floor(whole / 10)}.${whole % 10}`;
};

/** @throws RangeError for what is no count */
export function pointsOf(counts: PointCounts): Points {
  const lines = pointEvents.map((event) => {
    const count = counts[event];
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count: ${count}`);
    return { event, count, tenths: count * pointTenths[event] };
  });
  const sum = lines.reduce((all, { tenths }) => all + tenths, 0);
  const counted = Math.min(pointCap, Math.max(-pointCap, sum));
  return {
    lines: lines.map(({ event, count, tenths }) => ({
      event,
      count,
      each: printed(pointTenths[event]),
      points: printed(tenths),
    })),
    sum: printed(sum),
    counted: printed(counted),
    isCapped: counted !== sum,
    total: printed(pointBase + counted),
  };
}
