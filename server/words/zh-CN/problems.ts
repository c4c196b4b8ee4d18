/** What is said when something is refused: what happened, and what to do now. Also the text of the pages /problems/{name}. */

import type { Refusal } from '../../domain/advance.ts';

/** `title` says what happened; `advice` says what to do about it. */
export interface ProblemWords {
  title: string;
  advice: string;
}

/** Refusals of the workflow. */
const refusals: Record<Refusal, ProblemWords> = {
  'not-in-this-state': { title: '这件事已经走到别的环节了', advice: '请刷新页面，看看现在到了哪一步。' },
  'not-this-role': { title: '您的岗位不能做这一步', advice: '请由有权限的同志办理；岗位不对的，请找系统管理员调整。' },
  'not-your-case': { title: '这件事不归本单位办理', advice: '如应由本单位办理，请联系评议办。' },
  'field-missing': { title: '还有必填的内容没填', advice: '请补齐标出的各项后再提交。' },
  targetTakesReporters: { title: '不能并入这一件', advice: '只能并入一件已受理、还没有归档的意见，且不能是它自己。' },
  notReturnedBefore: {
    title: '这件事已经退回过一次',
    advice: '每件只能退回一次；请按首接负责的要求办理，有争议的向评议办说明。',
  },
  withinReturnClock: {
    title: '已经过了可以退回的期限',
    advice: '请签收办理；确实不属于本单位职责的，请向评议办说明。',
  },
  leads: { title: '这一步要由主办单位来做', advice: '协办单位请填写协办意见，交主办单位汇总。' },
  helpsOnly: { title: '这一步只由协办单位来做', advice: '主办单位请直接填写方案或进展。' },
  plannedUnlessImmediate: {
    title: '还没有整改方案',
    advice: '限期整改、长期坚持和重点件要先报整改方案；只有立行立改的一般件可以直接办结。',
  },
  notExtendedBefore: {
    title: '这件事已经申请过延期',
    advice: '每件只能延期一次；确实办不完的，请如实填写结果并说明情况。',
  },
  askedEarlyEnough: { title: '申请延期太晚了', advice: '延期要在到期前至少两个工作日提出。' },
  extensionNotTooLong: {
    title: '申请的日期不合要求',
    advice: '新的日期要晚于现在的期限；按工作日计的最多延五个工作日，其余最多延三十天。',
  },
  extensionAsked: { title: '没有待批的延期申请', advice: '请刷新页面，看看是不是已经批过了。' },
  extensionSigned: {
    title: '单位主要负责人还没有签字',
    advice: '延期要先由单位主要负责人签字，再由评议办审批。',
  },
  extensionUnsigned: { title: '没有等待签字的延期申请', advice: '请刷新页面，看看是不是已经签过了。' },
  helpersDone: {
    title: '还有协办单位没有提交意见',
    advice: '请催一催协办单位；确实不需要协办的，请评议办解除协办。',
  },
  joint: { title: '这一件没有协办单位', advice: '请刷新页面，看看是不是已经解除了。' },
  helping: { title: '这个单位不是本件的协办单位', advice: '只能解除正在协办本件的单位。' },
  signedHighEnough: {
    title: '要由更高一级的负责人申请',
    advice: '第二次重办起由分管领导、第三次重办起由主要领导登录办理。',
  },
  siteChecked: { title: '还没有现场核查', advice: '重点和抽中的案件，要先由监督员现场核查通过。' },
  drawnIfClosed: { title: '这一件没有抽中', advice: '已销号的案件，抽中的才再核查。' },
  drawn: { title: '这一件没有抽中', advice: '只有抽中的已销号案件可以这样重新打开。' },
  notDrawn: { title: '这一件已经抽中', advice: '不用重复登记，请看抽查记录。' },
  orderOpen: { title: '没有等待反馈的督办', advice: '请刷新页面，看看是不是已经反馈过了。' },
  supervisedInRed: { title: '还不能提出约谈建议', advice: '发过红色督办单或者挂牌督办后，才提出约谈建议。' },
  datesMove: { title: '各个日期都没有变化', advice: '不用重算。' },
  noQuestionOpen: { title: '还有一个问题在等意见人回答', advice: '请等意见人回答，或者五个工作日后再继续。' },
  questionOpen: { title: '现在没有等您回答的问题', advice: '请刷新页面，看看最新进展。' },
  questionRanOut: { title: '还没有到可以结束提问的时候', advice: '意见人有五个工作日可以回答，请到期后再继续。' },
  secondPerson: { title: '这一步要由另一个人来做', advice: '交办人不能审核自己交办的件，请由评议办的另一位同志办理。' },
  solvedOrExplained: {
    title: '结果类别不对',
    advice: '只有“已解决”或“解释说明”的件可以走这一步；挂账件请走挂账审核。',
  },
  cannotBeSolvedNow: { title: '这一件不是挂账件', advice: '只有申请挂账的件可以走这一步。' },
  hasEvidence: { title: '还没有佐证材料', advice: '销号要有看得见的整改佐证，请先上传照片或文件。' },
  silentOrChecked: { title: '还要等意见人答复', advice: '答复期满、或者独立核实通过以后，才能进入公示。' },
  noticeOver: { title: '公示还没有结束', advice: '请在公示期满的次日以后再销号。' },
  claimedBefore: { title: '还没有申请过销号', advice: '要先申请过销号、并且退回重办过，才能走这一步。' },
  reworkedBefore: { title: '还没有重办过', advice: '至少重办一次以后，才能走这一步。' },
  reopenedInTime: {
    title: '已经过了可以要求重办的期限',
    advice: '销号后三十天内可以要求重办；现在请重新提一条意见，并写上原来的编号。',
  },
  notListed: { title: '已经挂牌督办', advice: '不用重复挂牌。' },
  listed: { title: '没有挂牌督办', advice: '只有挂牌督办的件可以摘牌。' },
  rectifiedAndVerified: {
    title: '还不能摘牌',
    advice: '要已经整改到位，并且经意见人认可、独立核实或者销号，才能摘牌。',
  },
  threeReworksOrTransfers: { title: '还不能提级', advice: '重办或者转办满三次、且没有提级过的件，才可以提级督办。' },
  notErased: { title: '原文已经删除', advice: '不用重复删除。' },
};

/** Refusals that have to do with the request rather than with a case. */
const requests = {
  validation: { title: '填写的内容有几处要改', advice: '请按提示改好后再提交，已经填好的内容不会丢。' },
  malformed: { title: '没有看懂这次请求', advice: '请回到上一页重新提交。' },
  'second-signer': {
    title: '这一步要由另一个人来做',
    advice: '写下这份记录的人不能自己签第二个名，请由另一位同志办理。',
  },
  'term-over': { title: '您现在不在聘期内', advice: '聘期内的监督员才能核查；需要续聘的，请联系评议办。' },
  recused: { title: '这个单位您应当回避', advice: '聘任时登记过要回避这个单位，请由别的监督员核查。' },
  'bad-signature': {
    title: '签名没有通过',
    advice: '签名要用这部手机登记过的密钥。换过手机的，请先在“我的核查”里重新登记，再提交一次。',
  },
  'not-found': { title: '没有找到', advice: '请核对网址或编号；也可以从首页重新查找。' },
  'wrong-method': { title: '这个地址不能这样使用', advice: '请回到上一页重新操作。' },
  conflict: { title: '刚刚有人改动过', advice: '请刷新页面，看过最新情况后再办。' },
  busy: { title: '现在提交的人多，还没有收下', advice: '内容还在您手机上，请过几秒再提交一次；重复提交不会重复计数。' },
  'too-large': { title: '内容太大了', advice: '照片每张不超过 8 MB，佐证材料每个不超过 20 MB，请压缩或删减后再试。' },
  'too-many': { title: '操作太频繁了', advice: '请过几分钟再试。' },
  origin: { title: '这次提交不是从本网站发出的', advice: '请打开本网站的页面，重新填写并提交。' },
  'not-signed-in': { title: '请先登录', advice: '登录已过期或者还没有登录，请登录后再操作。' },
  'sign-in-failed': { title: '用户名或密码不对', advice: '请核对后再试；忘记密码的，请找系统管理员重置。' },
  'must-change-password': { title: '请先修改初始密码', advice: '初始密码只能用来登录一次，修改以后才能办理业务。' },
  'setup-closed': { title: '这个站点已经设置好了', advice: '请直接登录；要改城市名称等设置的，请找系统管理员。' },
  'not-allowed': { title: '您的岗位没有这项权限', advice: '需要使用的，请找系统管理员调整岗位。' },
  'human-check-failed': { title: '人机验证没有通过', advice: '请重新验证一次再提交；已经填好的内容不会丢。' },
  'not-a-photo': { title: '这个文件不是照片', advice: '请选择 JPEG、PNG 或 WebP 格式的照片。' },
  'not-evidence': {
    title: '不能上传这种文件',
    advice: '可以上传照片（JPEG、PNG、WebP）和 PDF、DOCX、XLSX、OFD 文件。',
  },
  'round-not-open': {
    title: '现在不在评议时间内',
    advice: '请看邀请信或活动页面上的起止日期；已经领好的票，在截止那天结束以前都可以投。',
  },
  'not-invited': {
    title: '这个评议码不在名单里',
    advice: '请对照邀请信重新输入；确认无误仍然不行的，请打邀请信上的电话。',
  },
  'code-used': {
    title: '这个评议码已经用过了',
    advice:
      '每个评议码只能用一次。如果您在另一部手机上领过票，请在那部手机上接着评；如果不是您用的，请打邀请信上的电话。',
  },
  'outside-window': {
    title: '会场评议不在这个时间',
    advice: '会场码只在会议当天规定的时间里有效，请向会场工作人员询问。',
  },
  'wrong-departments': {
    title: '领票的单位和评议码对不上',
    advice: '请刷新页面后再试；已经填好的内容还在手机里。',
  },
  'bad-ticket': { title: '这张票没有通过核验', advice: '请刷新页面后再试；仍然不行的，请把请求编号告诉评议办。' },
  'bad-opening': {
    title: '开票的内容和投出的票对不上',
    advice: '投出的票仍然有效。请在投票的那部手机上打开本页，让它自己重新开票。',
  },
  'ballot-cancelled': { title: '这张票已经作废', advice: '作废的票不再计入，也不能重新投。' },
  'wrong-key': { title: '作废钥匙不对', advice: '请在投票的那部手机上操作，或者核对您抄下的作废钥匙。' },
  'issuer-unreachable': {
    title: '暂时领不到票',
    advice: '发票机没有应答。已经填好的内容都在手机里，过一会儿再点一次即可，不会重复。',
  },
  unknown: {
    title: '系统出了点问题',
    advice: '这次操作可能没有完成，请过一会儿再试；还是不行的，请把下面的请求编号告诉评议办。',
  },
} as const satisfies Record<string, ProblemWords>;

/** Names of the refusals that have to do with the request. */
export type RequestRefusal = keyof typeof requests;

export const problems: Record<Refusal | RequestRefusal, ProblemWords> = { ...refusals, ...requests };

/** The link on a plain page of refusal. */
export const backHome = '回到首页';
