/**
 * Finds names by the words that introduce them: 我叫…, 联系人：…, 孩子…, 姓王的. Bare names cannot be told from other
 * words by rules; the person who reviews the text looks for them.
 */
import { grammar, isName, surname } from './surnames.ts';
import { findAll, hiddenName, type Span, type View } from './view.ts';

const han = '[\\u4e00-\\u9fa5]';

/** After these nothing but a name is expected. */
const asksForName =
  '我叫|我名叫|名叫|名字叫|名字是|叫做|叫作|本人叫|[子女儿娃公婆妈爸伴妻夫人上]叫|姓名|本名|原名|曾用名|户名|署名|签名|落款|签字的是|签字人|联系人|(?:申请|投诉|反映|举报|报修|经办|承办|负责|当事|委托|受托|代办|代理|监护|收款|收件|签收|承租|产权|权利|受害|家属|介绍|担保)人|户主|法定代表人|法人代表|法人|敬礼';

/** After these a name often stands, and often something else. */
const mayNameSomebody =
  '[我俺][妈爸爷奶哥姐弟妹]|母亲|父亲|妈妈|爸爸|儿子|女儿(?!童)|孩子|老公|老婆|丈夫|妻子|爱人|爷爷|奶奶|外公|外婆|姥姥|姥爷|弟弟|哥哥|姐姐|妹妹|孙子|孙女|外孙|媳妇|女婿|侄子|侄女|外甥|岳父|岳母|公公|婆婆|老伴|我是|俺是|本人系|本人是|本人|患者|病人|学生|同学|业主|房东|租客|租户|村民|居民|职工|老人|死者|伤者|司机|邻居|同事|工友|支书|书记|主任|[科局所队处镇村组校院站]长|会计|民警|医生|护士|老师|社工|网格员|工作人员';

/** One character of a given name. */
const given = `(?:(?![${grammar}])${han})`;

/** A pause, which a hidden name is not: a chain of names would then be found one by one from its end. */
const pause = `(?=[^\\u4e00-\\u9fa5·${hiddenName}]|$)`;
/** A pause, or a character with which the sentence goes on after a name. */
const goesOn = `(?=[^\\u4e00-\\u9fa5·${hiddenName}]|$|[${grammar}一二三四五六七八九十两今去来已现年岁出住到因于由和与跟向办之中上下有想同曾])`;

/** Surnames that begin so many words that one more character does not make a name. */
const oftenAWord = /^[包于方万高安常严何任关马田金石江白温明许施项付连成计平毕易文]/;

const notAName =
  /^(?:不详|保密|同上|匿名|如下|见下|暂无|没有|未知|本人|我们|爸爸|妈妈|全体|无名|空白|错误|正确|以及|以上)/;

const accepts = (name: string): boolean =>
  isName(name.replaceAll(' ', '')) && !/[人者员们族]$/.test(name) && !notAName.test(name);

/** 我叫王建国。 联系人：丁 一 鸣 姓名：Zhang Wei */
const introduced = (view: View): Span[] => [
  ...findAll(
    view.plain,
    'person',
    new RegExp(
      `((?:${asksForName})[:!,。是为叫\\s]{0,3})(${surname}(?: ?${given} ?${given}${goesOn}| ?${given}${pause})|${han}{1,8}·${han}{1,10}|[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,2})`,
      'g',
    ),
    (name, before) => accepts(name) && (/[:是为叫\s]$/.test(before) || !(name.length === 2 && oftenAWord.test(name))),
  ),
  ...findAll(view.plain, 'person', new RegExp(`((?:${asksForName})[:是为] ?)(${given}{2,5})${pause}`, 'g'), accepts),
];

/** 孩子张子涵今年七岁。 */
const related = (view: View): Span[] =>
  findAll(
    view.plain,
    'person',
    new RegExp(`((?:${mayNameSomebody})[: ]?)(${surname}(?:${given}{2}${goesOn}|${given}${pause}))`, 'g'),
    (name) => accepts(name) && !(name.length === 2 && oftenAWord.test(name)),
  );

/** A name alone in a line, as a signature. */
const signed = (view: View): Span[] =>
  findAll(
    view.plain,
    'person',
    new RegExp(`(\\n\\s{0,8})(${surname}${given}{1,2})(?=[ ]{0,8}(?:\\n|$|[0-9]))`, 'g'),
    accepts,
  );

/** 姓王的科长; 我姓刘，名… 老百姓 is none. */
const surnameSaid = (view: View): Span[] => [
  ...findAll(
    view.plain,
    'person',
    new RegExp(`((?:^|[^百同复])姓)(${surname})(?=的|[^\\u4e00-\\u9fa5${hiddenName}]|$)`, 'g'),
  ),
  ...findAll(view.plain, 'person', new RegExp(`(姓${hiddenName}{1,2}[, ]?名)(${given}{1,2})${pause}`, 'g'), accepts),
];

export const introductionDetectors = [introduced, related, signed, surnameSaid];

/** Two or three characters that may be a name, because of what stands before them; for the reviewer's eyes. */
export const possibleNames = (view: View): Span<'name'>[] =>
  findAll(
    view.plain,
    'name',
    new RegExp(`((?:${asksForName}|${mayNameSomebody})[:是为 ]{0,2})(${surname}${given}{1,2})`, 'g'),
    accepts,
  );
