/** 办理经过 for somebody who has never worked with it: what each step means, and what it set going. */

import type { Clock } from '../../domain/case-file.ts';
import type { Day } from '../../domain/day.ts';
import type { ActName } from '../../domain/workflow.ts';
import { formatDay } from './calendar.ts';
import { clockWords } from './workflow.ts';

/** What a step means, in one sentence. */
export const actTold: Record<ActName, string> = {
  submit: '意见人交来意见，拿到回执。',
  takeUp: '评议办认定这是说得具体、能够办理的意见，给了编号，定了公众看到的文字。',
  file: '评议办认定不列入交办，归档，并把理由和正确的渠道告诉意见人。',
  merge: '和另一件说的是同一件事，并过去一起办；各人的回执和表态都保留。',
  unmerge: '不是同一件事，从那一件里拿出来，重新梳理。',
  seal: '涉及检举控告具体的人，密封移交纪检监察，承办单位看不到。',
  receiveClue: '纪检监察确认收到。',
  reconsider: '评议办负责人要求重新判断一次。',
  assign: '评议办把这一件交给主办单位，各项时限从次日起算。',
  accept: '主办单位确认收到，开始办理；签收以后不能再申请退回。',
  requestReturn: '单位认为不归自己管，写明理由、依据和建议的单位，请评议办裁定；只能申请一次。',
  grantReturn: '评议办收回这一件，准备交给别的单位。',
  refuseReturn: '评议办裁定由这个单位办，以后不得再退。',
  transfer: '评议办收回这一件，准备交给别的单位。',
  join: '评议办请别的单位一起办，限期向主办单位提出意见。',
  endHelp: '评议办确认不再需要这个单位协办。',
  assist: '协办单位把自己的意见交给主办单位。',
  plan: '主办单位写明目标、措施、责任领导和完成日期。',
  progress: '主办单位报告做到了哪里。',
  stage: '还办不完，主办单位报了下一阶段的目标日期；案件继续办理。',
  requestExtension: '主办单位申请延长一次办结时限；批准以前时限照常计算。',
  signExtension: '主要负责人在延期申请上签字，评议办才能审批。',
  grantExtension: '评议办批准延期，办结时限改到申请的日期，理由告知意见人。',
  refuseExtension: '评议办不批准延期，办结时限不变。',
  ask: '向意见人问一个问题；等答复时办结时限停止计算，最多五个工作日。',
  reply: '意见人回答了问题。',
  endQuestion: '五个工作日没有等到回答，按现有情况继续办。',
  claim: '主办单位说已经改好，交来佐证，请评议办审核；这只是自报，还不是销号。',
  explain: '主办单位说明依法依规不能照意见办，写明依据，请评议办审核。',
  putOnAccount: '主办单位说明暂时解决不了，写明原因、下一步和复查日期，请评议办审核。',
  beginReview: '评议办另一位同志（不是交办人）开始审核。',
  sendBack: '审核没有通过，退回单位重办，计一次重办。',
  draw: '公开抽签抽中这一件，要由监督员到现场看。',
  check: '监督员到现场看过，情况属实。',
  failCheck: '监督员到现场看过，没有整改到位，退回单位重办，计一次重办。',
  overturn: '销号以后抽查，没有整改到位，重新打开，计一次重办。',
  passReview: '审核通过，请意见人凭回执码说认可不认可。',
  passAccount: '评议办同意挂账，原因和下一步向社会公开，每半年复核。',
  confirm: '意见人用自己的回执码认可了整改，转入公示。',
  dispute: '意见人不认可，退回单位重办，计一次重办。',
  agree: '并进来的意见人认可了整改，单独记录。',
  proceed: '意见人没有表态，凭独立核实或期满审核转入公示；沉默不算认可。',
  close: '公示期满，没有异议，销号。',
  closeByPanel: '重办后仍有争议，三人以上研判，认定已经整改，转入公示。',
  closeByExtension: '三人以上研判，余下的限期做完，转入公示，到期再看。',
  closeByTransfer: '三人以上研判，移交有权处理的单位，转入公示。',
  reopen: '问题又出现，重新打开办理，计一次重办。',
  reviewAccount: '评议办复核，条件还不具备，继续挂账。',
  resume: '条件具备了，取消挂账，恢复整改。',
  urge: '提醒单位抓紧办理。',
  supervise: '评议办发督办单，单位要在反馈时限前书面说明。',
  list: '评议办挂牌督办并公开；整改到位、经核实才摘牌。',
  talk: '评议办建议约谈单位负责人。',
  answerOrder: '单位对督办作了书面反馈。',
  delist: '整改到位并经核实，评议办摘牌。',
  escalate: '重办或转办满三次，改由更高一级领导牵头。',
  revisit: '评议办联系意见人，问了满意不满意。',
  recalculate: '放假安排有变，按新的工作日历重算日期。',
  redactText: '公众看到的文字改了一次，原来的文字收回。',
  erase: '按申请删除文字、照片和材料，只留办理步骤。',
};

/** What a step set going, stopped or moved. */
export const effectWords = {
  started: (clock: Clock, due: Day): string => `${clockWords[clock]}时限：${formatDay(due)}`,
  moved: (clock: Clock, from: Day, to: Day): string =>
    `${clockWords[clock]}时限由 ${formatDay(from)} 改到 ${formatDay(to)}`,
  stopped: (clocks: readonly Clock[]): string => `${clocks.map((clock) => clockWords[clock]).join('、')}时限到此为止`,
  paused: '办结时限停止计算',
  resumed: '办结时限恢复计算',
  asked: (department: string, due: Day): string => `${department}的协办意见时限：${formatDay(due)}`,
  released: (department: string): string => `${department}不再协办`,
  returned: '办理权收回评议办',
} as const;
