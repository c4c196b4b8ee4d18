/**
 * Finds a surname or a name that stands before a title (王科长), or behind 老 and 小 (老张).
 * The title stays, so that criticism of an office can still be read.
 */
import { grammar, isName, startsThere, surname } from './surnames.ts';
import { findAll, hiddenName, type Span, type View } from './view.ts';

/** Titles of offices, of professions, and of politeness; the longer of two comes first. */
const title = `副?(?:大队长|中队长|支队长|总队长|护士长|秘书长|董事长|总经理|总工程师|工程师|网格员|党支书|村支书|支书|检察官|审判员|书记员|执法员|调解员|协管员|${'科处局市区县镇乡村所站队院校园馆部厅司股组班社会行署段台'
  .split('')
  .map((unit) => `${unit}长`)
  .join(
    '|',
  )}|主任(?!务)|书记|主席|委员(?!会)|常委|秘书|经理|总监|主管|干事|科员|专员|文员|医生|医师|大夫|护士|教授|老师|讲师|教练|律师|法官|警官|民警|辅警|交警|警员|师傅|司机|会计|出纳|柜员|保安|女士|先生|小姐|同志|阿姨|大爷|大妈|大姐|大哥|大叔|奶奶|爷爷|伯伯|叔叔|哥哥|姐姐|[姐哥叔婶嫂姨](?![夫父们拉斯孛特伦])|总(?![是共体之部数计结统括会裁经要在算量额理监工]))(?!期|久)`;

/** 王科长, 王副局长, 欧阳老师. */
const surnameAndTitle = (view: View): Span[] =>
  findAll(view.plain, 'person', new RegExp(`()(${surname})(?=${title})`, 'g'), (name, before) =>
    startsThere(before, name),
  );

/** 王建国科长. */
const nameAndTitle = (view: View): Span[] =>
  findAll(
    view.plain,
    'person',
    new RegExp(`()(${surname}(?:(?![${grammar}])[\u4e00-\u9fa5]){1,2})(?=${title})`, 'g'),
    (name, before) => startsThere(before, name) && isName(name),
  );

/** Surnames with which 老 and 小 make other words: 小康, 小麦, 老高了. */
const noCompanion = /[康白麦童苗方田谷金钱包安高温严常余牛毛龙石文汤关于费熊]$/;

/**
 * 小王, 老张, 老李头, where a verb or a pause follows: 小王庄 and 老陈醋 are none. A hidden name is no pause, since a chain
 * would then be found one by one from its end.
 */
const companion = (view: View): Span[] =>
  findAll(
    view.plain,
    'person',
    new RegExp(
      `(^|[^大中从幼弱窄矮微家一])((?:[小老]${surname}|老${surname}头))(?=[^\u4e00-\u9fa5${hiddenName}]|$|[的了是在不没说和与跟也又都就还把被给去来让叫要办接打写收态帮从对干做他她家两])`,
      'g',
    ),
    (name) => !noCompanion.test(name.replace(/头$/, '')),
  );

export const nameDetectors = [nameAndTitle, surnameAndTitle, companion];
