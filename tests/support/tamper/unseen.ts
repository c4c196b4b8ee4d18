/** What no data can show, with the reason. Each that can be tried is tried, and must verify as clean: the list stays true. */
import { expect } from 'vitest';
import type { ActEntry } from '../../../server/domain/trust/entries.ts';
import type { Citizen, Desk } from '../desk.ts';
import { rateMany } from '../lived-city.ts';
import { addSupervisor, appoint, registerKey, signatureOf } from '../supervisors.ts';
import { rewritten } from './on-history.ts';
import { unseenRoundAttacks } from './on-rounds.ts';
import type { Attack, AttackList } from './scene.ts';

const answerAs = async (desk: Desk, citizen: Citizen): Promise<void> => {
  const answer = await desk.post('/api/track/answer', {
    viewKey: citizen.viewKey,
    answer: 'yes',
    preimage: citizen.preimage(1, 'y'),
    seen: false,
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
};

/** A case goes from 意见 to the question whether its author agrees, by whoever holds all accounts. */
async function handleAll(desk: Desk, id: string): Promise<void> {
  const [clerk, second, liaison] = [await desk.as('clerk'), await desk.as('clerk2'), await desk.as('liaison')];
  await clerk.act(id, 'takeUp', { publicText: '有群众反映，路口的灯坏了。', topic: 'city', kind: 'complaint' });
  await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
  await liaison.act(id, 'accept', {});
  await liaison.act(id, 'claim', { outcome: '已修好', evidence: [await liaison.upload()], signedBy: '局长' });
  await second.act(id, 'beginReview');
  await second.act(id, 'passReview', { opinion: '属实' });
}

const attacks: Attack[] = [
  {
    by: '掌握签名密钥的运营方',
    does: '自己编一件意见，自己拿着回执码，自己“认可”销号',
    how: ({ database }) =>
      database(async (desk) => {
        const citizen = await desk.opinion({ text: '路口的灯坏了，请修一修' });
        await handleAll(desk, citizen.id);
        await answerAs(desk, citizen);
        desk.later(12);
        await (await desk.as('clerk2')).act(citizen.id, 'close');
        await desk.context.ledger.settle();
      }),
    missed: '编出来的人也有自己的回执码；数据里没有真人。',
    instead: '抽样回访、独立核实；编得多了，数量和时间会不像。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '收下一件意见，在它存入以前就从数据库里抹掉',
    how: ({ database }) =>
      database(async (desk, db) => {
        const { id } = await desk.opinion({ text: '一件不想让人知道的事' });
        await db.deleteFrom('ledger_pending').where('case_id', '=', id).execute();
        await db.deleteFrom('opinion').where('case_id', '=', id).execute();
        await desk.context.ledger.settle();
      }),
    missed: '没有进过存证本的，存证本里自然没有。',
    instead: '手里有存证回执的人：到期没有存入，手机会说出来，签了名的回执就是证据。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '收下一份差评，在它存入以前就抹掉',
    how: ({ database }) =>
      database(async (desk, db) => {
        const [slip] = await rateMany(desk, 'cgj', [1]);
        await db
          .deleteFrom('ledger_pending')
          .where('entry', '=', slip?.entry ?? '')
          .execute();
        await desk.context.ledger.settle();
      }),
    missed: '没有进过存证本的，存证本里自然没有。',
    instead: '打分的人的手机：回执上写着最晚哪天存入。',
  },
  {
    by: '评议办',
    does: '编一次“独立核实”，记在社会监督员的账号名下',
    how: ({ database, lived }) =>
      database(async (desk) => {
        await handleAll(desk, lived.cases.received);
        await (await desk.as('supervisor')).act(lived.cases.received, 'check', { finding: '看过了，属实' });
        await desk.context.ledger.settle();
      }),
    missed: '没有登记过密钥的账号，核查不带签名；账号是管理员发的。',
    instead: '报告里没有签名的核查单独计数；名单公开，可以问一问那位监督员。',
  },
  {
    by: '评议办',
    does: '聘一个并不存在的监督员，密钥自己拿着，签名核查',
    how: ({ database, lived }) =>
      database(async (desk) => {
        await handleAll(desk, lived.cases.received);
        await addSupervisor(desk, 'nobody');
        await appoint(desk, 'nobody');
        await registerKey(desk, 'nobody');
        const id = lived.cases.received;
        const signature = await signatureOf(desk, 'nobody', id, 'check');
        await (await desk.as('nobody')).act(id, 'check', { finding: '看过了，属实', signature });
        await desk.context.ledger.settle();
      }),
    missed: '签名只说明是登记过密钥的那个账号签的，不说明背后有没有这个人。',
    instead: '看过名单的人：姓名、单位、证号都公开，去问一问有没有这个人。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '重设单位账号的密码，以单位的名义登记一次进展',
    how: ({ database, lived }) =>
      database(async (desk) => {
        await (await desk.as('liaison')).act(lived.cases.extended, 'progress', { progress: '快好了', percent: 90 });
        await desk.context.ledger.settle();
      }),
    missed: '工作人员的步骤没有个人签名，系统替他们记。',
    instead: '单位自己：它看得到以它名义办的每一步；内部留痕的哈希每周存入。',
  },
  {
    by: '外面的人',
    does: '雇人或者用机器人给一个单位刷十二份好评，都过了人机验证',
    how: ({ database }) =>
      database(async (desk) => {
        await rateMany(
          desk,
          'jyj',
          Array.from({ length: 12 }, () => 5),
        );
        await desk.context.ledger.settle();
      }),
    missed: '每一份单看都是真的：系统不知道、也不应当知道是谁打的。',
    instead: '一天里突然多出来的会另行计数；网上自愿评价不进入评议得分。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '有人不用脚本作答，回执码经过服务器，运营方偏说没有经过',
    how: ({ recount, lived }) =>
      recount(({ entries }) => {
        const seen = entries.find(
          (entry): entry is ActEntry => 'act' in entry && entry.act === 'confirm' && entry.id === lived.cases.explained,
        );
        if (seen === undefined) throw new Error('Nobody has answered');
        const close = entries.find(
          (entry): entry is ActEntry => 'act' in entry && entry.act === 'close' && entry.id === seen.id,
        );
        if (close !== undefined) close.basis = 'citizen';
        seen.g = { ...seen.g, proof: `lock:${lived.citizens.explained.preimage(1, 'y')}` };
      }),
    missed: '服务器见过回执码，就开得了锁；说没见过，别人无从知道。',
    instead: '用脚本作答的人不受影响：码不离开手机。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '抽掉无关紧要的一步，重新编号，全部重做，没有人留过旧检查点，也没有见证方',
    how: rewritten,
    missed: '只看今天这一份，它和诚实的一样一致。',
    instead: '任何一张从前的检查点，或者一个诚实的见证方（见“改历史”）。',
  },
  {
    by: '中间人',
    does: '拿一份完整的旧账本给人看，那人没有留过检查点',
    how: ({ earlier }) => earlier(1),
    missed: '旧账本在当时就是真的。',
    instead: '看报告第一段的公布日期；留一张检查点，下次带上。',
  },
  {
    by: '单位',
    does: '托运营方把申请销号倒填十天，仍在上次公布之后，数字全部重算',
    how: ({ recount, lived }) =>
      recount(({ entries }) => {
        const late = entries.findLast(
          (entry): entry is ActEntry => 'act' in entry && entry.act === 'claim' && entry.id === lived.cases.late,
        );
        if (late === undefined) throw new Error('Nothing was claimed');
        late.day = '2026-11-20';
        late.due = { ...late.due, review: '2026-11-27' };
      }),
    missed: '允许存入晚两周以内，因为群众答复、受理周和归并都要等。',
    instead: '十分钟签一次检查点：见证方或者旧检查点能定出它最早是哪天有的。',
  },
  {
    by: '评议办',
    does: '把一个单位正式调到另一类，从下一次公布起照新的类别算',
    how: ({ database }) =>
      database(async (desk, db) => {
        await db
          .insertInto('department_class')
          .values({ code: 'other', name: '其他类', is_ranked: 0, position: 2 })
          .execute();
        await db.updateTable('department').set({ class_code: 'other' }).where('code', '=', 'cgj').execute();
        const { id } = await desk.opinion({ text: '另一件事，也请办一办' });
        await (await desk.as('clerk')).act(id, 'file', { exit: 'NO_CONTENT', reason: '没有可办的内容' });
        await desk.context.ledger.settle();
      }),
    missed: '分类是主办方的决定，不是从登记里算出来的。',
    instead: '每次公布的名录都登记过，前后两次一比就看得出。',
  },
  {
    by: '评议办',
    does: '公开的文字写得比原话轻',
    how: ({ database, lived }) =>
      database(async (desk) => {
        await (await desk.as('clerk')).act(lived.cases.received, 'takeUp', {
          publicText: '有群众建议优化照明。',
          topic: 'city',
          kind: 'suggestion',
        });
        await desk.context.ledger.settle();
      }),
    missed: '原话只有作者和评议办知道，外面只看得到封存的承诺。',
    instead: '作者：手机里有回执码，打得开自己那段原话的承诺。',
  },
  {
    by: '外面的人',
    does: '花钱买好评，或者站在人身后看着打分、看着作答',
    missed: '那确实是本人点的，任何密码都管不了。',
    instead: '回执上没有等次，买的人无从验货；举报干预评议。',
  },
  {
    by: '单位',
    does: '写“已经修好”，其实没有修',
    missed: '存证本只能证明它这样说过。',
    instead: '群众认可、独立核实两栏，或者自己去看。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '盯着服务器实时的流量，看谁在什么时候提交了什么',
    missed: '这发生在数据写下以前。',
    instead: '不存 IP、不存时刻；网关与门户分开管；要紧的话换个地方提。',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '只给某一部手机发一份改过的网页',
    missed: '别人收到的是好的，公开的脚本哈希也对。',
    instead: '存证本登记了脚本的哈希，可以比；核对用代码仓库里的程序，不用网站上的。',
  },
  ...unseenRoundAttacks,
];

export const unseen: AttackList = {
  title: '看不出来的',
  about:
    '这些都不是漏查，是光凭公开的数据不可能知道。能试的都试过：两个程序确实都说一致。每一条写明为什么，以及谁看得出来。',
  attacks,
};
