/** The closed lists of the field: how an 意见 arrives, what it is about, what becomes of it. Labels are in server/words. */

/** 评价等次 of a rating, best first; 0 is 不了解, an abstention that enters no denominator. */
export const ratingLevels = [5, 4, 3, 2, 1, 0] as const;
export type RatingLevel = (typeof ratingLevels)[number];

/** 评议指标: the items that may be rated beside the overall question. */
export const ratingItems = [
  'attitude',
  'efficiency',
  'lawfulness',
  'integrity',
  'openness',
  'competence',
  'effect',
] as const;
export type RatingItem = (typeof ratingItems)[number];

/** Quick tags under a rating: what went well, what did not. */
export const ratingTags = [
  'explained-once',
  'on-time',
  'kind',
  'easy-to-find',
  'long-queue',
  'several-trips',
  'nobody-answered',
  'passed-around',
  'unclear-rules',
  'rude',
] as const;
export type RatingTag = (typeof ratingTags)[number];

/** Nature of an 意见 as its author sees it. */
export const opinionKinds = ['criticism', 'suggestion', 'question', 'help', 'complaint', 'praise'] as const;
export type OpinionKind = (typeof opinionKinds)[number];

/** 意见 topics, the ten categories that the rates are broken down by. */
export const topics = [
  'procedure', // 办事效率与流程
  'city', // 城市管理与市政设施
  'conduct', // 服务态度与作风
  'business', // 政策落实与涉企服务
  'approval', // 审批服务与一网通办
  'enforcement', // 执法监管规范
  'livelihood', // 教育医疗社保民生
  'transport', // 交通出行与停车
  'disclosure', // 政务公开与信息告知
  'integrity', // 收费与廉洁自律
] as const;
export type Topic = (typeof topics)[number];

/** 来源渠道. `paper` and `phone` are entered by the office for somebody (代录) and never count as the citizen's own word. */
export const channels = ['qr', 'sms', 'web', 'paper', 'phone'] as const;
export type Channel = (typeof channels)[number];

/** 整改类型. */
export const natures = ['IMMEDIATE', 'TIMED', 'LONG_TERM'] as const;
export type Nature = (typeof natures)[number];

/** The eight exits of 梳理 (triage). Only EFFECTIVE counts as 有效意见. */
export const triageExits = [
  'EFFECTIVE',
  'PRAISE',
  'NO_CONTENT',
  'DUPLICATE',
  'OUT_OF_SCOPE',
  'CLUE',
  'EMERGENCY',
  'VIOLATION',
] as const;
export type TriageExit = (typeof triageExits)[number];

/** Exits that end in the archive with a reason told to the author. */
export const filedExits = [
  'PRAISE',
  'NO_CONTENT',
  'OUT_OF_SCOPE',
  'EMERGENCY',
  'VIOLATION',
] as const satisfies TriageExit[];
export type FiledExit = (typeof filedExits)[number];

/** Channels that an out-of-scope 意见 is pointed to; the reason must be told together with the right one. */
export const otherChannels = [
  'court',
  'arbitration',
  'reconsideration',
  'petition',
  'disclosure',
  'hotline',
  'none',
] as const;
export type OtherChannel = (typeof otherChannels)[number];

/**
 * 结果类别 of a rectification: A solved; C cannot be solved now (挂账); D explained (解释说明).
 * B (being solved) is not a result: such a case stays open with a stage date.
 */
export const results = ['A', 'C', 'D'] as const;
export type Result = (typeof results)[number];

/** 销号依据: on whose word a case was struck off, strongest first. */
export const bases = ['citizen', 'independent', 'office'] as const;
export type Basis = (typeof bases)[number];

/** How a case was closed: the ordinary way, 研判销号, 移交销号, or 延期销号. */
export const closures = ['ordinary', 'panel', 'transfer', 'extension'] as const;
export type Closure = (typeof closures)[number];

/** 未整改原因 of a case on account (挂账). */
export const suspensionCauses = ['policy', 'funds', 'authority', 'circumstances'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

/** 回访 answers. */
export const revisitAnswers = ['satisfied', 'fairly', 'dissatisfied', 'unreachable'] as const;
export type RevisitAnswer = (typeof revisitAnswers)[number];

/** 回访方式. */
export const revisitWays = ['phone', 'visit', 'letter', 'online'] as const;
export type RevisitWay = (typeof revisitWays)[number];

/** 工作人员态度, as people say it in a 回访. */
export const attitudes = ['good', 'fair', 'poor'] as const;
export type Attitude = (typeof attitudes)[number];

/** 督办 levels: 0 none, 1 催办, 2 督办单（黄）, 3 督办单（红）, 4 挂牌督办. A flag on a case, not a state. */
export const supervisionLevels = [0, 1, 2, 3, 4] as const;
export type SupervisionLevel = (typeof supervisionLevels)[number];

// ── Records beside the cases (server/domain/records.ts) ──────────────────────────────────────────────────────────────

/** 督办 of a department, weakest first. */
export const orderLevels = ['reminder', 'yellow', 'red', 'listed', 'talk'] as const;
export type OrderLevel = (typeof orderLevels)[number];
/** 明查暗访方式. */
export const inspectionWays = ['open', 'covert', 'phone', 'online'] as const;
export type InspectionWay = (typeof inspectionWays)[number];
/** 检查事项. */
export const inspectionItems = [
  'on-duty',
  'badge',
  'first-asked',
  'told-once',
  'in-time',
  'attitude',
  'notices',
  'facilities',
] as const;
export type InspectionItem = (typeof inspectionItems)[number];
/** 问题等级. */
export const inspectionGrades = ['none', 'minor', 'serious'] as const;
export type InspectionGrade = (typeof inspectionGrades)[number];
/** 处理建议. */
export const inspectionAdvices = ['fix', 'assign', 'circulate', 'none'] as const;
export type InspectionAdvice = (typeof inspectionAdvices)[number];
/** 社会监督员 by where they come from. */
export const supervisorIdentities = [
  'congress',
  'cppcc',
  'party',
  'business',
  'association',
  'retired',
  'citizen',
  'verifier',
] as const;
export type SupervisorIdentity = (typeof supervisorIdentities)[number];
/** What lots are drawn from: cases said to be done, 意见 that were filed or merged, departments for 明查暗访. */
export const sampleFrames = ['claimed', 'filed', 'departments'] as const;
export type SampleFrame = (typeof sampleFrames)[number];
/** What people say of a 公开承诺, or in a 满意度函调. */
export const marks = ['satisfied', 'fairly', 'dissatisfied'] as const;
export type Mark = (typeof marks)[number];

/** What human verification says of a sender: flagged ones are counted apart and never deleted. */
export const verdicts = ['pass', 'flag'] as const;
export type Verdict = (typeof verdicts)[number];
export const verdictReasons = ['proof', 'turnstile', 'no-proof', 'verifier-unreachable', 'burst'] as const;
export type VerdictReason = (typeof verdictReasons)[number];

/** Kinds of 评议活动: 年终评议（万人评议）, 日常评议期, 部门自主评议, 第三方调查. */
export const roundKinds = ['annual', 'regular', 'own', 'survey'] as const;
export type RoundKind = (typeof roundKinds)[number];
/** How a ballot of a round comes in. Only `online` ones are cast with a blind ticket. */
export const ballotChannels = ['online', 'paper', 'telephone', 'hall', 'survey'] as const;
export type BallotChannel = (typeof ballotChannels)[number];
/** Channels whose ballots are written down in batches. */
export const batchChannels = ['paper', 'telephone', 'hall', 'survey'] as const satisfies BallotChannel[];
export type BatchChannel = (typeof batchChannels)[number];
/** Why a ballot on paper (or one taken down) is void: 空白, 弃权过半, 多选或涂改, 重复. */
export const voidReasons = ['blank', 'unknown-majority', 'spoiled', 'repeated'] as const;
export type VoidReason = (typeof voidReasons)[number];
/** Published rules by which ballots are flagged (never dropped): see server/domain/round/validity.ts. */
export const exclusionRules = ['straight-line', 'lone-zero', 'too-fast', 'burst', 'own-staff', 'interference'] as const;
export type ExclusionRule = (typeof exclusionRules)[number];
/** 结果运用: what is proposed because of a result, and decided by a person. */
export const useKinds = ['praise', 'exempt', 'circulate', 'talk', 'special-report', 'veto'] as const;
export type UseKind = (typeof useKinds)[number];
/** 复核: what comes of it. */
export const recheckResults = ['upheld', 'changed', 'void'] as const;
export type RecheckResult = (typeof recheckResults)[number];
/** 星级 of a 满意机关. */
export const starLevels = ['3', '4', '5'] as const;
export type StarLevel = (typeof starLevels)[number];
