/** The papers of a case: what stands on each, who gets them, and the 整改台账. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Paper, PaperForm, PaperList, RectificationLedger } from '../../server/schemas/papers.ts';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, type Hand, testDesk } from '../support/desk.ts';

const takeUp = { publicText: '有群众反映，解放路路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' };
const toCgj = { department: 'cgj', nature: 'TIMED', demand: '修好并回告' };
const plan = {
  goal: '恢复照明',
  measures: [
    { what: '更换灯具', section: '设施科', by: '2026-11-20' },
    { what: '检查线路', section: '照明所', by: '2026-11-25' },
  ],
  leader: '分管副局长',
  plannedDay: '2026-11-20',
  cause: '线路老化',
};

/** What stands beside a label, on the whole sheet. */
const cell = (paper: Paper | undefined, label: string): string | null | undefined =>
  paper?.sections.flatMap(({ rows }) => rows).find((row) => row.label === label)?.value;

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let clerk2: Hand;
  let director: Hand;
  let liaison: Hand;
  let head: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    clerk2 = await desk.as('clerk2');
    director = await desk.as('director');
    liaison = await desk.as('liaison');
    head = await desk.as('head');
  });
  afterEach(() => desk.close());

  async function assigned(
    given: object = {},
    opinion: Parameters<Desk['opinion']>[0] = {},
  ): Promise<Citizen & { id: string }> {
    const citizen = await desk.opinion(opinion);
    await clerk.act(citizen.id, 'takeUp', takeUp);
    await clerk.act(citizen.id, 'assign', { ...toCgj, ...given });
    return citizen;
  }
  async function planned(given: object = {}): Promise<Citizen & { id: string }> {
    const citizen = await assigned(given);
    await liaison.act(citizen.id, 'accept', { contactPerson: '设施科长', telephone: '0000-1234' });
    await liaison.act(citizen.id, 'plan', plan);
    return citizen;
  }
  const list = async (hand: Hand, id: string): Promise<PaperList> => {
    const answer = await hand.get(`/api/desk/cases/${id}/papers`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as PaperList;
  };
  const papers = async (hand: Hand, id: string, form: PaperForm): Promise<Paper[]> =>
    (await list(hand, id)).items.filter((paper) => paper.form === form);

  test('交办单 has its number, every deadline, who assigned and who signed for it', async () => {
    const { id } = await assigned({ keyItem: true, coDepartments: ['jyj'] });
    const [before] = await papers(clerk, id, 'assignment');
    expect(before?.number).toBe('澜评交〔2026〕0001号');
    expect(cell(before, '签收人、签收时间')).toBeNull();
    await liaison.act(id, 'accept', { contactPerson: '设施科长', telephone: '0000-1234' });
    const [paper] = await papers(clerk, id, 'assignment');
    expect(cell(paper, '意见编号')).toBe('2026-0001');
    expect(cell(paper, '主办单位')).toBe('城管局');
    expect(cell(paper, '协办单位')).toBe('教育局');
    expect(cell(paper, '是否重点')).toBe('是');
    expect(cell(paper, '签收时限')).toBe('2026年10月13日');
    expect(cell(paper, '退回申请时限')).toBe('2026年10月14日');
    expect(cell(paper, '方案报送时限')).toBe('2026年10月26日');
    expect(cell(paper, '办结时限')).toBe('2026年12月11日');
    expect(cell(paper, '协办意见时限')).toBe('2026年10月19日');
    expect(cell(paper, '交办要求')).toBe('修好并回告');
    expect(cell(paper, '交办人')).toContain('姓名clerk');
    expect(cell(paper, '签收人、签收时间')).toContain('城管局');
    expect(cell(paper, '承办联系人')).toBe('设施科长　0000-1234');
    expect((await list(clerk, id)).now).toBe(paper?.key);
  });

  test('意见建议征集表 is there for every reporter, and neither the words as typed nor a contact is on any paper', async () => {
    const { id } = await assigned({}, { text: '解放路路灯坏了，电话13800138000', contact: '13911112222' });
    const other = await desk.opinion({ text: '路灯还是不亮啊，我家在3号楼2单元501室' });
    await clerk.act(other.id, 'merge', { target: '2026-0001' });
    const sheets = await papers(clerk, id, 'opinion');
    expect(sheets).toHaveLength(2);
    expect(sheets.map((paper) => cell(paper, '实名／匿名'))).toEqual([
      '留了联系方式（加密保存，不打印）',
      '没有留联系方式',
    ]);
    for (const hand of [clerk, liaison]) {
      const text = JSON.stringify(await list(hand, id));
      expect(text).not.toMatch(/13800138000|13911112222/);
    }
    expect(JSON.stringify(await papers(liaison, id, 'opinion'))).not.toContain('实名');
  });

  test('退回（转办）申请单 has both sides: what was asked and why, what was ruled, and the 会商', async () => {
    const { id } = await assigned();
    await liaison.act(id, 'requestReturn', {
      reason: '路灯归住建局管',
      grounds: '三定规定第五条',
      suggestedDepartment: 'zjj',
    });
    expect((await list(clerk, id)).now).toMatch(/^return-/);
    await director.act(id, 'refuseReturn', {
      ruling: '城管局负责市政设施日常管理，由城管局办',
      consultation: '住建局：建设期以外由城管局管。城管局：同意。',
      attendees: ['住建局法规科', '城管局设施科'],
    });
    const [paper] = await papers(clerk, id, 'return');
    expect(paper?.number).toBe('澜评退〔2026〕0001号');
    expect(cell(paper, '原交办单号')).toBe('澜评交〔2026〕0001号');
    expect(cell(paper, '依据（职责、三定条款）')).toBe('三定规定第五条');
    expect(cell(paper, '建议承办单位')).toBe('住建局');
    expect(cell(paper, '评议办意见')).toBe('不同意退回，限继续办理，不得再退');
    expect(cell(paper, '会商记录')).toContain('建设期以外');
    expect(cell(paper, '参加会商的单位和人员')).toBe('住建局法规科、城管局设施科');
  });

  test('会办意见单 is there for each helping department, says who was late and who was let off', async () => {
    const { id } = await planned({ coDepartments: ['jyj', 'zjj'] });
    desk.later(10);
    await (await desk.as('other')).act(id, 'assist', { opinion: '校门口的两盏由我局出资' });
    await (await desk.as('clerk')).act(id, 'endHelp', { coDepartments: ['zjj'], reason: '不涉及住建局' });
    const sheets = await papers(await desk.as('clerk'), id, 'help');
    expect(sheets.map((paper) => cell(paper, '协办单位'))).toEqual(['教育局', '住建局']);
    expect(cell(sheets[0], '协办意见')).toBe('校门口的两盏由我局出资');
    expect(cell(sheets[0], '是否按时')).toBe('超过时限');
    expect(cell(sheets[1], '协办意见')).toBeNull();
    expect(cell(sheets[1], '解除协办')).toContain('不涉及住建局');
  });

  test('整改方案 lists measures with section and day, and what was reported since', async () => {
    const { id } = await planned();
    await liaison.act(id, 'progress', { progress: '已更换一半', percent: 50, difficulty: '灯具断货' });
    await liaison.act(id, 'stage', { explanation: '年底前换完', stageDay: '2026-12-30', signedBy: '局长' });
    const [paper] = await papers(liaison, id, 'plan');
    const [measures, progress] = (paper?.sections ?? []).flatMap(({ table }) => table ?? []);
    expect(measures?.lines).toEqual([
      ['1', '更换灯具', '设施科', '2026年11月20日'],
      ['2', '检查线路', '照明所', '2026年11月25日'],
    ]);
    expect(progress?.lines).toEqual([['2026年10月12日', '50%', '已更换一半', '灯具断货']]);
    expect(cell(paper, '责任处室')).toBe('设施科、照明所');
    expect(cell(paper, '责任人')).toBe('设施科长');
    expect(cell(paper, '阶段目标')).toContain('年底前换完');
    expect(cell(paper, '完成百分比')).toBe('50%');
  });

  test('延期申请单 shows the old deadline and the new one, both signatures, and that the author is told', async () => {
    const { id } = await planned();
    await liaison.act(id, 'requestExtension', {
      reason: '灯具断货',
      workDone: '已下订单',
      until: '2026-12-21',
      signedBy: '局长',
    });
    const [asked] = await papers(clerk, id, 'extension');
    expect(asked?.number).toBe('澜评延〔2026〕0001号');
    expect(cell(asked, '原时限')).toBe('2026年12月11日');
    expect(cell(asked, '评议办审批')).toBeNull();
    await head.act(id, 'signExtension');
    await director.act(id, 'grantExtension', { ruling: '理由成立，请抓紧' });
    const [paper] = await papers(clerk, id, 'extension');
    expect(cell(paper, '单位负责人')).toContain('城管局（单位主要负责人）');
    expect(cell(paper, '评议办审批')).toBe('同意延期');
    expect(cell(paper, '批准后的时限')).toBe('2026年12月21日');
    expect(cell(paper, '是否告知意见人')).toMatch(/^是/);
  });

  test('督办单 says level, how late, by when to answer, the answer, and 摘牌', async () => {
    const { id } = await planned();
    desk.later(65);
    const order = { reason: '超过时限未办结', demand: '五日内报情况', replyBy: '2026-12-22' };
    await (await desk.as('director')).act(id, 'supervise', { level: 3, ...order });
    await (await desk.as('liaison')).act(id, 'answerOrder', { orderReply: '已订到灯具', signedBy: '局长' });
    await (await desk.as('director')).act(id, 'list', order);
    await (await desk.as('director')).act(id, 'talk', { ...order, leader: '主要负责人' });
    const sheets = await papers(await desk.as('liaison'), id, 'order');
    expect(sheets.map(({ title, number }) => [title, number])).toEqual([
      ['督办单', '澜评督〔2026〕0001号'],
      ['挂牌督办通知书', '澜评督〔2026〕0002号'],
      ['约谈建议书', '澜评督〔2026〕0003号'],
    ]);
    expect(cell(sheets[0], '督办级别')).toBe('督办（红）');
    expect(cell(sheets[0], '已超期天数')).toBe('5 天');
    expect(cell(sheets[0], '反馈情况')).toBe('已订到灯具');
    expect(cell(sheets[0], '主要责任人')).toBe('分管副局长');
    expect(cell(sheets[1], '反馈情况')).toBeNull();
    expect(cell(sheets[1], '办结（摘牌）日期')).toBeNull();
    expect(cell(sheets[2], '主要责任人')).toBe('主要负责人');
    // To a department the office is one.
    expect(cell(sheets[0], '签发人')).toBe('评议办　2026年12月16日');
  });

  test('销号申请（验收）表 goes from the claim over review, check, author and notice to its number', async () => {
    const citizen = await planned({ keyItem: true });
    const { id } = citizen;
    await liaison.act(id, 'claim', {
      outcome: '十二盏路灯全部修好',
      measuresDone: '一、已更换；二、已检查',
      prevention: '每月巡查',
      evidence: [await liaison.upload()],
      signedBy: '局长',
    });
    await clerk2.act(id, 'beginReview');
    await (await desk.as('supervisor')).act(id, 'check', { finding: '十二盏都亮', place: '解放路' });
    await clerk2.act(id, 'passReview', { opinion: '佐证属实' });
    await desk.post('/api/track/answer', {
      viewKey: citizen.viewKey,
      answer: 'yes',
      preimage: citizen.preimage(1, 'y'),
      seen: false,
      comment: '亮了',
    });
    const [open] = await papers(clerk, id, 'closing');
    expect(open?.number).toBeNull();
    desk.later(10);
    clerk2 = await desk.as('clerk2');
    await clerk2.act(id, 'close');
    await clerk2.act(id, 'revisit', { revisitAnswer: 'satisfied', solved: 'yes', revisitWay: 'phone' });
    const [paper] = await papers(clerk2, id, 'closing');
    expect(paper?.number).toBe('澜评销〔2026〕0001号');
    expect(cell(paper, '措施落实情况')).toBe('一、已更换；二、已检查');
    expect(cell(paper, '举一反三和长效机制')).toBe('每月巡查');
    expect(cell(paper, '审核意见')).toContain('佐证属实');
    expect(cell(paper, '核查人、时间')).toContain('社会监督员');
    expect(cell(paper, '地点')).toBe('解放路');
    expect(cell(paper, '结论')).toBe('通过');
    expect(cell(paper, '意见人表态')).toBe('认可\n亮了');
    expect(cell(paper, '回访结果')).toContain('满意程度：满意');
    expect(cell(paper, '公示起止')).toBe('2026年10月12日至2026年10月19日');
    expect(cell(paper, '销号依据')).toBe('群众确认');
    expect(cell(paper, '销号日期')).toBe('2026年10月22日');
    const { history } = await clerk2.view(id);
    expect(history.find(({ act }) => act === 'close')?.paper).toBe('澜评销〔2026〕0001号');
    const evidence = paper?.sections.flatMap(({ rows }) => rows).find(({ label }) => label === '佐证材料');
    expect(evidence?.files).toHaveLength(1);
  });

  test('a case that was reworked has a form for each claim, and a panel has one of its own with its members', async () => {
    const citizen = await planned();
    const { id } = citizen;
    await liaison.act(id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '局长' });
    await clerk2.act(id, 'beginReview');
    await clerk2.act(id, 'sendBack', { reason: '照片看不出是这条路' });
    await (await desk.as('director')).act(id, 'closeByTransfer', {
      panel: ['甲律师', '乙代表', '丙委员'],
      receivingBody: '省道管理处',
      ruling: '路段已移交省道管理处',
      evidence: [await director.upload()],
    });
    const sheets = await papers(clerk, id, 'closing');
    expect(sheets).toHaveLength(2);
    expect(cell(sheets[0], '审核意见')).toContain('照片看不出是这条路');
    expect(cell(sheets[1], '研判人员')).toBe('甲律师、乙代表、丙委员');
    expect(cell(sheets[1], '接收单位')).toBe('省道管理处');
    expect(cell(sheets[1], '销号方式')).toBe('移交销号');
  });

  test('未整改说明 has cause, next step and every look at it since', async () => {
    const { id } = await planned();
    await head.act(id, 'putOnAccount', {
      suspensionCause: 'funds',
      explanation: '改造经费要列入明年预算',
      nextStep: '明年一季度招标',
      reviewDay: '2027-03-01',
      signedBy: '局长',
    });
    await clerk2.act(id, 'beginReview');
    await clerk2.act(id, 'passAccount', { opinion: '情况属实，同意挂账' });
    expect((await list(clerk, id)).now).toMatch(/^account-/);
    desk.later(100);
    await (await desk.as('clerk')).act(id, 'reviewAccount', { opinion: '预算尚未下达' });
    const [paper] = await papers(await desk.as('liaison'), id, 'account');
    expect(cell(paper, '原因类别')).toBe('资金原因');
    expect(cell(paper, '下一步安排')).toBe('明年一季度招标');
    expect(cell(paper, '复查日期')).toBe('2027年3月1日');
    expect(cell(paper, '评议办意见')).toBe('同意挂账');
    expect(cell(paper, '评议办审核')).toContain('预算尚未下达');
  });

  test('papers are for those who may see the case, and say no more to anybody than the case does', async () => {
    const { id } = await planned();
    const address = `/api/desk/cases/${id}/papers`;
    for (const username of ['other', 'supervisor', 'discipline']) {
      expect((await (await desk.as(username)).get(address)).status, username).toBe(404);
    }
    expect((await (await desk.as('administrator')).get(address)).status).toBe(403);
    expect((await desk.ask(address)).status).toBe(401);
    expect((await list(await desk.as('statistician'), id)).items).toEqual([]);
    const forDepartment = JSON.stringify(await list(liaison, id));
    expect(forDepartment).not.toContain('姓名clerk');
    expect((await papers(await desk.as('auditor'), id, 'opinion')).length).toBe(0);
    expect((await papers(await desk.as('auditor'), id, 'assignment')).length).toBe(1);
  });

  test('of an erased case the papers keep the steps and none of the words', async () => {
    const { id } = await planned();
    await director.act(id, 'erase', { reason: '本人申请' });
    const sheets = await list(clerk, id);
    const text = JSON.stringify(sheets);
    expect(text).not.toMatch(/路灯|更换灯具|线路老化/);
    expect(text).toContain('内容已按申请删除');
    expect(sheets.items.some(({ number }) => number === '澜评交〔2026〕0001号')).toBe(true);
  });

  describe('整改台账', () => {
    const ledger = async (hand: Hand, query = ''): Promise<RectificationLedger> => {
      const answer = await hand.get(`/api/desk/papers/ledger${query}`);
      expect(answer.status, await answer.clone().text()).toBe(200);
      return (await answer.json()) as RectificationLedger;
    };

    test('a department has its own and no other; the office has everybody’s', async () => {
      const { id } = await planned();
      await assigned({ department: 'jyj' });
      const own = await ledger(liaison);
      expect(own).toMatchObject({ department: { code: 'cgj' }, count: 1, from: 1, next: null, year: 2025 });
      expect(own.lines[0]?.id).toBe(id);
      expect(own.lines[0]?.cells).toHaveLength(own.columns.length);
      expect(own.lines[0]?.cells).toContain('恢复照明');
      expect((await liaison.get('/api/desk/papers/ledger?department=jyj')).status).toBe(404);
      expect((await ledger(clerk, '?department=jyj')).count).toBe(1);
      expect((await ledger(clerk, '?department=zjj')).count).toBe(0);
      expect((await ledger(clerk, '?department=cgj&year=2024')).count).toBe(0);
      expect((await clerk.get('/api/desk/papers/ledger?department=nobody')).status).toBe(404);
      expect((await clerk.get('/api/desk/papers/ledger')).status).toBe(404);
      expect((await (await desk.as('supervisor')).get('/api/desk/papers/ledger?department=cgj')).status).toBe(403);
    });
  });
});
