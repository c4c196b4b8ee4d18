/** The words that stand in for {braces} in the sentence patterns: invented places, vague times, small numbers. */

import type { Random } from '../random.ts';
import type { DemoDepartment } from './departments.ts';

const words = {
  road: '桃园路,人民路,澜江大道,滨河路,文昌街,建设路,解放路,青年路,中山路,东湖路,西门街,北苑路,南桥路,和平路,新华路,工农路,世纪大道,花园街,望江路,学府路,长青路,朝阳街,平安路,永宁街,石桥路,银杏路,丰收路,团结路,迎宾大道,福兴街'.split(
    ',',
  ),
  estate:
    '阳光花园,锦绣家园,翠湖苑,东方新村,江畔名城,桂花园,金桥小区,幸福里,书香苑,安居新村,荷塘月色,水岸华庭,云锦小区,北苑新村,梧桐苑,枫林小区,紫薇园,天鹅湾,和美家园,春晓苑,宏运小区,柳岸小区,玉兰苑,泰和新村'.split(
      ',',
    ),
  school:
    '实验小学,第三小学,滨江小学,文昌中学,第七中学,东湖小学,育才中学,桃园小学,新城小学,第二幼儿园,朝阳小学,澜江外国语学校'.split(
      ',',
    ),
  market: '东门农贸市场,南桥菜场,城北批发市场,人民商场,万和广场,西街集市,火车站广场,建材城'.split(','),
  w: '服务大厅,政务中心分厅,办事窗口,一楼大厅,分中心窗口,便民服务点'.split(','),
  hour: '上午九点,上午十点,上午十一点,下午两点,下午三点,下午四点,中午一点,晚上七点'.split(','),
  hour2: '六点半,七点,七点一刻,七点半,八点'.split(','),
  hour3: '十一点,十二点,一点,两点'.split(','),
  min: '四十分钟,五十分钟,一个小时,一个半小时,两个小时,半个多小时'.split(','),
  n: '三,四,五,六,七,八,九'.split(','),
  n2: '两,三,四,五,六'.split(','),
  trips: '两趟,三趟,四趟,三四趟'.split(','),
  calls: '三次,四次,五次,六次,七八次'.split(','),
  month: '年初,二月,三月,四月,五月,上个月,去年底'.split(','),
  days: '三天,五天,一周,八天,十天,半个月'.split(','),
  ago: '上周一,上周三,前天,昨天,上周五,前几天,周末'.split(','),
  line: '3,7,11,18,23,26,35,102,106,208'.split(','),
};

/** Fills the words in, the same one alike wherever it stands. */
export type Fill = (pattern: string) => string;

/** Words for one 意见 and everything that is later written about it; `more` are words of the place where a pattern is used. */
export function fillFor(random: Random, department: DemoDepartment): Fill {
  const chosen = new Map<string, string>([
    ['d', department.name],
    ['m', random.pick(department.matters)],
    ['digits', String(random.between(1000, 9999))],
  ]);
  for (const [name, list] of Object.entries(words)) chosen.set(name, random.pick(list));
  chosen.set('road2', random.pick(words.road.filter((road) => road !== chosen.get('road'))));
  return (pattern) => pattern.replace(/\{(\w+)\}/g, (whole, name: string) => chosen.get(name) ?? whole);
}
