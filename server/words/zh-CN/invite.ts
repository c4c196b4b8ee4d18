/** What `npm run invite` says to the inviter at the terminal. */

const number = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const inviteWords = {
  usage: `用法（说明见 docs/invitations.md；全部在本机完成，不连网）：

  npm run invite -- make  做评议码、短信表、信函、小票
    --round <活动编号>        评议活动页上的编号
    --title <活动名称>        印在信函和短信里
    --site <网址>             评议网站的网址，如 https://pingyi.example.gov.cn
    --organizer <评议办>      主办单位；--inviter <邀请单位> 与主办单位不同时写
    --closes <日期>           投票最后一天，如 2026-12-20
    --roster <两位>           名册编号，两位数字或大写字母（不用 I、L、O、U），各名册不能相同
    --group <类别代码>        评议人类别，与活动方案里的一致
    --people <名单.csv>       一人一行，第一行是列名；或者 --count <个数>
    --into <文件夹>           放结果，必须是新的或者空的
   可以加：
    --letters --slips --qr    印信函（一页一封）、小票（一页八张）、二维码（一页二十四个）
    --phone <电话>            咨询电话      --key <公钥>  存证本公钥，印信函必须写
    --dated <日期>            落款日期，不写为今天
    --name <列名>             名单里写称呼的列，不写为“姓名”
    --only <单位>             只评这一个单位；--only-by <列名>  按这一列分成多个名册，各评各的单位
    --except <单位>           不评这一个单位；--except-by <列名>  按这一列分成多个名册，各不评自己的单位
    --window <起>/<止>        会场码，如 2026-12-20T09:00/2026-12-20T11:30
    --sealed                  不要名单，不留清单：信封随手抽，谁参加过也没有人知道

  npm run invite -- remind  找出还没有用过的评议码（只看用没用过，看不到评了什么）
    --list <list.csv> --from <网址或抄回来的文件夹> --into <新文件.csv>

  npm run invite -- check  核对名册和清单是不是一回事
    --list <list.csv> --roster <roster.json 文件，或网站上 roster.json 的网址>`,
  unknownCommand: (command: string) => `不认识的命令 ${command}：应为 make、remind 或 check。不带参数运行可以看用法。`,
  unknownOption: (option: string) => `不认识的参数 ${option}，或者它后面没有写内容：不带参数运行可以看用法。`,
  missing: (option: string) => `缺少 --${option}：不带参数运行可以看用法。`,
  notBoth: (one: string, other: string) => `--${one} 和 --${other} 只能写一个。`,
  wrongRound: (text: string) => `--round 不对（现在是“${text}”）：应为评议活动页上的编号，由字母、数字和短横组成。`,
  wrongSite: (text: string) => `--site 不对（现在是“${text}”）：应为 https:// 开头的网址，后面不带 ? 和 #。`,
  wrongDay: (option: string, text: string) => `--${option} 不对（现在是“${text}”）：应为日期，如 2026-12-20。`,
  wrongRoster: (text: string) =>
    `--roster 不对（现在是“${text}”）：应为两位数字或大写字母，不用 I、L、O、U，如 FW、Q1。`,
  wrongCode: (option: string, text: string) =>
    `--${option} 不对（现在是“${text}”）：应为小写字母、数字和短横组成的代码，与活动方案里的一致。`,
  wrongCount: (text: string, most: number) => `--count 不对（现在是“${text}”）：应为 1 到 ${number(most)} 之间的整数。`,
  wrongWindow: (text: string) =>
    `--window 不对（现在是“${text}”）：应为“起/止”，如 2026-12-20T09:00/2026-12-20T11:30，止在起之后。`,
  wrongKey: (text: string) =>
    `--key 不对（现在是“${text}”）：应为存证本的公钥，在网站“核验”页上，请整行复制，不要漏字。`,
  tooLong: (option: string, most: number) => `--${option} 太长：最多 ${most} 个字。`,
  keyForLetters: '印信函要写 --key：存证本公钥印在信上，收信人才能发现假网站。公钥在网站“核验”页上。',
  sealedWithoutPeople:
    '--sealed 不要名单：请用 --count 写个数，去掉 --people、--name、--only-by 和 --except-by。不留名单，才没有人知道谁参加过。',
  sealedNeedsPaper: '--sealed 不留清单，评议码只在纸上：请加 --letters、--slips 或 --qr。',
  byNeedsPeople: (option: string) => `--${option} 要和 --people 一起用：它说的是名单里的列。`,
  noFile: (file: string) => `读不了文件 ${file}：请检查路径和权限。`,
  notCsv: (file: string) =>
    `${file} 不是 CSV，或者引号不成对：请在电子表格里“另存为 CSV（逗号分隔）”。第一行写列名，一人一行。`,
  noPeople: (file: string) => `${file} 里没有人：第一行是列名，从第二行起一人一行。`,
  tooManyPeople: (most: number) => `一次最多 ${number(most)} 人：请分几次做，各用不同的名册编号。`,
  ragged: (file: string, line: number) => `${file} 第 ${line} 行的格数比列名多：请检查有没有多出来的逗号。`,
  noColumn: (file: string, column: string) => `${file} 里没有“${column}”这一列：列名要和第一行完全一样。`,
  reservedColumn: (file: string, column: string) => `${file} 里已有“${column}”这一列：请改名，结果里要用这个列名。`,
  wrongDepartment: (line: number, text: string) =>
    `名单第 ${line} 人的单位代码不对（“${text}”）：应为网站上的单位代码，由小写字母、数字和短横组成。`,
  tooManyRosters: (from: string, count: number) =>
    `要 ${count} 个名册，从 ${from} 往后的编号不够：请换一个靠前的 --roster。`,
  folderTaken: (folder: string) => `文件夹 ${folder} 里已经有东西：不覆盖任何文件。请另写一个新的文件夹。`,
  fileTaken: (file: string) => `文件 ${file} 已经存在：不覆盖任何文件。请另写一个文件名。`,
  cannotWrite: (path: string) => `不能写入 ${path}：请检查路径、磁盘空间和权限。没有写完的已经删掉。`,
  notList: (file: string) => `${file} 不是做评议码时留下的清单（list.csv）：应有“链接”这一列，每行一个链接。`,
  wrongLine: (file: string, line: number) =>
    `${file} 第 ${line} 行的链接读不出来：清单可能被改过，或者被电子表格截断了。`,
  severalRounds: (file: string) => `${file} 里有几次评议活动的链接：请分开，一次活动一份清单。`,
  notRoster: (file: string) => `${file} 不是名册文件，或者内容不完整。`,
  otherRound: (roster: string, list: string) => `名册是活动 ${roster} 的，清单是活动 ${list} 的：不是一次活动。`,
  noLedger: (from: string) => `在 ${from} 没有找到存证本：请写评议网站的网址，或者抄回来的文件夹。`,
  brokenLedger: (from: string) => `${from} 的存证本对不上它自己的校验值：先运行 npm run verify 弄清楚，再提醒。`,
  made: (given: {
    people: number;
    folder: string;
    sealed: boolean;
    files: readonly string[];
    rosters: readonly { roster: string; about: string; codes: number }[];
    hash: string;
    small: number;
  }) => [
    `✓ 做好了 ${number(given.people)} 个评议码，在 ${given.folder}：`,
    ...given.files.map((file) => `    ${file}`),
    '',
    '名册：',
    ...given.rosters.map(({ roster, about, codes }) => `    ${roster}  ${number(codes)} 个  ${about}`),
    ...(given.small === 0
      ? []
      : [
          `⚠ 有 ${number(given.small)} 个名册不到 10 个码：一个类别对一个单位不满 10 张有效票的，不开票也不计分。请与别的名册合并，或者多邀请一些人。`,
        ]),
    '',
    '交给评议办的只有 roster.json（里面没有人，也没有码）。它的校验值：',
    `    ${given.hash}`,
    given.sealed
      ? '评议码只在纸上：装进一样的信封，打乱，让参加的人随手抽。印完把这里的网页文件删掉。'
      : 'list.csv 留在本单位，不上网、不给评议办、不给任何被评单位；结果公布并复核完后销毁。',
  ],
  about: (rule: { group: string; only?: string; except?: string; window?: { from: string; until: string } }) =>
    [
      `类别 ${rule.group}`,
      ...(rule.only === undefined ? [] : [`只评 ${rule.only}`]),
      ...(rule.except === undefined ? [] : [`不评 ${rule.except}`]),
      ...(rule.window === undefined ? [] : [`会场 ${rule.window.from} 至 ${rule.window.until}`]),
    ].join('，'),
  fileAbout: {
    list: 'list.csv        清单：人、评议码、链接、短信。只留在本单位',
    roster: 'roster.json     名册：交给评议办上传',
    letters: (files: number) => `letters-*.html  信函，${number(files)} 个文件，用浏览器打开打印`,
    slips: (files: number) => `slips-*.html    小票，${number(files)} 个文件`,
    qr: (files: number) => `qr-*.html       二维码，${number(files)} 个文件`,
  },
  reminded: (given: { used: number; unused: number; others: number; size: number; file: string }) => [
    `✓ ${number(given.used)} 个评议码用过，${number(given.unused)} 个还没有用过，写在 ${given.file}`,
    `  存证本读到第 ${number(given.size)} 条。刚用过的码攒够一批才存入，最迟七天：提醒时请写“已经评过的不用理会”。`,
    ...(given.others === 0 ? [] : [`  同样的名册里另有 ${number(given.others)} 个用过的码不在这份清单里。`]),
    '  这里只有用没用过，没有任何人评了什么。提醒完请删掉这个文件。',
  ],
  checked: (given: { roster: string; same: number; missing: number; extra: number }) =>
    given.missing + given.extra === 0
      ? `✓ 名册 ${given.roster}：${number(given.same)} 个评议码，一个不多，一个不少`
      : `✗ 名册 ${given.roster}：对上 ${number(given.same)} 个；清单里有、名册里没有 ${number(given.missing)} 个；名册里有、清单里没有 ${number(given.extra)} 个`,
  checkFailed: '✗ 名册和清单不一样：冻结之前请重新上传；已经冻结的，请评议办说明多出来的码是谁的。',
} as const;
