/** Finds numbers that are known to belong to a person only by what their author calls them: papers, files, accounts. */
import { findAll, type Span, type View } from './view.ts';

/** Between the name of a number and the number. */
const said = '(?:号码|编号|号)?[ :为是("“]{0,3}';

/** Travel papers and certificates without a check digit. */
const paper = (view: View): Span[] =>
  findAll(
    view.plain,
    'identity',
    new RegExp(
      `((?:护照|通行证|台胞证|回乡证|永居证|居留证|居留许可|签证|军官证|士官证|士兵证|军人证|退役证|优待证|残疾证|残疾人证|出生证|出生证明|出生医学证明|结婚证|离婚证|驾驶证|驾照|户口簿|户口本|居住证|准生证|证件)${said})((?:[军士兵]{0,2}字?第)?[A-Z]{0,3}(?:[ \\-]?[0-9]){6,20}X?号?)(?![0-9A-Z])`,
      'gi',
    ),
  );

/** Any number that its author calls a card, an account, a meter, a pupil's or a patient's. */
const account = (view: View): Span[] => [
  ...findAll(
    view.numerals,
    'account',
    new RegExp(
      `((?:卡号|[账帐]号|[账帐]户|户号|[社医]保(?:卡|个人)?号|学号|学籍号|考号|考生号|准考证号|工号|警号|(?:住院|病历|病案|门诊|就诊|就诊卡|诊疗卡|床位|检查|化验|体检)号|(?:水|电|气|燃气)?表号|客户号|用户号|缴费号|税号|(?:客户|用户|个人|档案|学籍|病历|残疾人|参保|社保|医保|户口|会员)编?号|房产证号|产权证号|不动产权第|抖音号|快手号|微博号|会员号)(?:码)?[ :为是(]{0,3})([A-Z]{0,3}[0-9](?:[ -]?[0-9]){3,22})(?![0-9])`,
      'gi',
    ),
  ),
  ...findAll(
    view.plain,
    'account',
    /((?:[账帐]号|支付宝|抖音号?|快手号?|微博号?|淘宝号?)[ :为是(]{1,3}|[账帐]号|抖音号|快手号|微博号)([A-Z][-_.A-Z0-9]{4,29})(?![A-Z0-9])/gi,
    (found) => /[0-9_]/.test(found),
  ),
];

export const paperDetectors = [paper, account];
