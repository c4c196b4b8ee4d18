/** What people are told about personal data that was hidden. */
import { type RedactionKind, type ReviewHint, redactionMarks } from '../../domain/redaction.ts';

/** 「手机号」: the mark in the text without its brackets, so that the legend and the text always agree. */
export const redactionLabel = (kind: RedactionKind): string => redactionMarks[kind].slice(1, -1);

/** 「已遮住个人信息：手机号 2 处、姓名 1 处」, in the order of first appearance; empty when nothing was hidden. */
export const summariseRedaction = (found: readonly { readonly kind: RedactionKind }[]): string => {
  const counts = new Map<RedactionKind, number>();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return '';
  return `已遮住个人信息：${[...counts].map(([kind, count]) => `${redactionLabel(kind)} ${count} 处`).join('、')}`;
};

/** Why a reviewer should look at a place. */
export const reviewHintLabels: Readonly<Record<ReviewHint, string>> = {
  digits: '一串较长的数字，请确认是否为个人号码',
  name: '可能是姓名',
  link: '网址，请确认是否可以公开',
};
