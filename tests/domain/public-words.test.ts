/** What the public reads of why a case was explained or put on account. */
import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../server/domain/advance.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { publicGrounds, publicWordsAfter } from '../../server/domain/public-words.ts';
import { fieldWords } from '#words/workflow.ts';

const start = newCaseFile({ id: 'case', channel: 'qr', kind: 'criticism', named: 'a', receivedOn: '2026-03-02' });
const none = { legalBasis: null, nextStep: null, reviewDay: null };
const event = (act: CaseEvent['act'], given: CaseEvent['given']): CaseEvent => ({
  caseId: 'case',
  seq: 2,
  act,
  day: '2026-03-03',
  actor: { role: 'head', department: 'a', account: 'head' },
  from: 'rectifying',
  to: 'claimed',
  given,
  change: {},
});
const explained = [event('explain', { explanation: '不能办', legalBasis: '《条例》第六条，问 13800138000' })];
const accounts = [
  event('putOnAccount', { suspensionCause: 'funds', explanation: '没有钱', nextStep: '旧的', reviewDay: '2026-04-01' }),
  event('putOnAccount', {
    suspensionCause: 'funds',
    explanation: '没有钱',
    nextStep: '下年度安排，联系 zhang@example.com',
    reviewDay: '2026-09-01',
  }),
];
const as = (change: Partial<CaseFile>): CaseFile => ({ ...start, ...change });

describe('公开的依据和安排', () => {
  test('解释说明办结以后才公开法律政策依据，里面的电话遮住', () => {
    expect(publicGrounds(as({ state: 'closed', result: 'D' }), explained)).toEqual({
      ...none,
      legalBasis: '《条例》第六条，问 〔手机号〕',
    });
    expect(publicGrounds(as({ state: 'verifying', result: 'D' }), explained)).toEqual(none);
    expect(publicGrounds(as({ state: 'closed', result: 'A' }), explained)).toEqual(none);
  });

  test('挂账期间公开最近一次写的下一步和复查日期，里面的邮箱遮住；恢复整改以后不再写', () => {
    expect(publicGrounds(as({ state: 'suspended', result: 'C' }), accounts)).toEqual({
      ...none,
      nextStep: '下年度安排，联系 〔邮箱〕',
      reviewDay: '2026-09-01',
    });
    expect(publicGrounds(as({ state: 'rectifying', result: null }), accounts)).toEqual(none);
  });

  test('文字按申请删除以后，历史里没有了，公开的也没有了', () => {
    expect(publicGrounds(as({ state: 'closed', result: 'D' }), [event('explain', {})])).toEqual(none);
  });

  test('单位填写时就知道哪些内容会公开', () => {
    for (const field of ['explanation', 'legalBasis', 'suspensionCause', 'nextStep', 'reviewDay', 'outcome'] as const)
      expect(fieldWords[field].hint, field).toContain('会随案件公开');
    expect(publicWordsAfter(start, explained[0]!)).toEqual({ publicOutcome: '不能办' });
  });
});
