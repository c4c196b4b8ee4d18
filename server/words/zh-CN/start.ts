/** What the program says in the terminal: refusals to start, progress, addresses, accounts. */

const rules = {
  PORT: '应为 0 到 65535 之间的整数，如 4321',
  HOST: '应为监听地址，如 127.0.0.1 或 0.0.0.0',
  DATA_DIR: '应为存放数据的文件夹路径，如 ./data',
  DATABASE_URL: '应为 postgres:// 开头的数据库地址；不用 PostgreSQL 时请删去这一项',
  PUBLIC_URL: '应为群众访问的网址，只写协议和主机，如 https://pingyi.example.gov.cn；路径请写在 BASE_PATH 里',
  BASE_PATH: '应为 / 开头的路径，如 /wanping；部署在根路径时请删去这一项',
  TURNSTILE_SITE_KEY: '应为 Cloudflare Turnstile 的站点密钥；不用时请删去这一项',
  TURNSTILE_SECRET: '应为 Cloudflare Turnstile 的服务端密钥；不用时请删去这一项',
  LEDGER_ORIGIN: '应为域名加路径，例如 wanping.example.gov.cn/wmpy',
  LEDGER_PACE: '应为 week 或 day',
  TURNSTILE_URL: '应为 http:// 或 https:// 开头的核验地址；一般不用设置',
  ALTCHA_COST: '应为 100 到 20000 之间的整数，一般不用设置',
  TRUSTED_PROXIES: '应为反向代理的 IP 地址，多个用逗号隔开，如 127.0.0.1,10.0.0.2',
  CONTACT_KEY: '应为 32 字节密钥的 Base64 文本，可用 openssl rand -base64 32 生成',
  NOTIFY_LOOPBACK: '应为 on 或 off',
  ROLE: '应为 all、box 或 issuer；评议网站和发票机在同一台服务器上时请删去这一项',
  ISSUER_URL: '应为发票机的地址，http:// 或 https:// 开头，不带账号、参数和 #',
  ISSUER_PUBLIC_URL: '应为群众手机能访问的发票机地址，http:// 或 https:// 开头，不带账号、参数和 #',
  ISSUER_TOKEN: '应为 32 到 200 位的字母、数字和 . _ ~ + / = -，可用 openssl rand -base64 32 生成；两台服务器填同一个',
  PORTAL_ORIGIN: '应为评议网站的网址，只写协议和主机，如 https://pingyi.example.gov.cn',
  WITNESSES: '应为“见证方公钥=见证方地址”，多个用空格或逗号隔开，公钥和地址都由见证单位提供，名称不能重复',
} as const;

export const start = {
  wrongSetting: (name: keyof typeof rules, value: string): string =>
    `设置 ${name} 不对${/SECRET|KEY|TOKEN|DATABASE/.test(name) ? '' : `（现在是“${value}”）`}：${rules[name]}。`,
  roleHalf: (role: 'box' | 'issuer') =>
    role === 'box'
      ? 'ROLE=box 时还要设置 ISSUER_URL（发票机的地址）和 ISSUER_TOKEN（两台服务器共用的口令）。'
      : 'ROLE=issuer 时还要设置 ISSUER_TOKEN（两台服务器共用的口令）。',
  issuerListening: (url: string) =>
    `发票机已启动：${url || '/'}。它只发票，没有网页；请把这个地址写进评议网站的 ISSUER_URL。\n按 Ctrl+C 停止。`,
  issuerIsNoCity: (folder: string) =>
    `${folder} 里已经有一个评议网站的数据，不能再当发票机：请用 DATA_DIR 给发票机指定另一个空文件夹。`,
  turnstileHalf: 'TURNSTILE_SITE_KEY 和 TURNSTILE_SECRET 要么都设置，要么都不设置。',
  listening: (home: string) =>
    [
      '',
      '万评已启动：',
      `  群众入口    ${home || '/'}`,
      `  公开整改率  ${home}/rates`,
      `  工作台      ${home}/desk`,
      `  开放接口    ${home}/api`,
      '按 Ctrl+C 停止。',
    ].join('\n'),
  stopping: '正在停止：先把已收下的内容存好……',
  makingDemonstration: '首次启动：正在生成演示城市（不到一分钟）……',
  account: (username: string, password: string, title: string) => `${username}  ${password}  ${title}`,
  accounts: (lines: readonly string[], file: string) =>
    ['', '演示账号（用户名  密码  岗位）：', ...lines.map((line) => `  ${line}`), `也存放在 ${file}`].join('\n'),
  letters: (file: string) => `全部评议码的信函：用浏览器打开 ${file} ，可以打印`,
  setUp: (code: string) => `这是一个还没有设置的新站点：请打开 /setup，用一次性设置码 ${code} 完成首次设置。`,
  unnamedCity: '本市',
  portTaken: (port: number) =>
    `端口 ${port} 已被占用：请停掉占用它的程序，或者用 PORT 换一个端口，如 PORT=4322 npm start。`,
  cannotListen: (host: string, port: number) =>
    `不能在 ${host}:${port} 上监听：请检查 HOST 和 PORT；1024 以下的端口需要管理员权限。`,
  dummyTurnstile: 'TURNSTILE_SECRET 是 Cloudflare 的测试密钥，谁都能通过，正式运行不能用；请换成自己的密钥。',
  database: {
    'read-only': (folder: string) => `数据库不能写入：请检查 ${folder} 是否存在、磁盘是否只读、当前用户有没有写权限。`,
    'newer-version': () => '这个数据库是更新版本的程序建的：请改用更新的程序，或者用 DATA_DIR 指定另一个文件夹。',
    'not-permitted': () => '数据库不让写入：请给 DATABASE_URL 里的用户建表和读写的权限，并确认连的不是只读的备库。',
    missing: () => 'DATABASE_URL 指定的数据库不存在：请先建好这个数据库，或改正名称。',
    busy: (folder: string) => `数据库被别的程序占用：请停掉正在使用 ${folder} 的程序再启动。`,
    unreachable: () => '连不上数据库：请检查 DATABASE_URL 的地址、用户名和密码，以及数据库是否已启动。',
    'not-a-database': (folder: string) => `数据库文件已损坏或不是本程序的数据库：请检查 ${folder}，或从备份恢复。`,
  },
  adopted: (cases: number, ratings: number) =>
    `存证本启用：以前的 ${cases} 件意见和 ${ratings} 次评价开始写入，写完后才重新公布数字。`,
  foreignLog: (folder: string) =>
    `${folder}/keys 里的密钥不是这本存证本的密钥，不能继续记账。请把原来的 keys 文件夹放回去；密钥确实丢失时，见 docs/operating.md。`,
  wrongKey: (file: string) => `密钥文件 ${file} 不能读写，或者内容不完整：请检查它的权限，或从备份恢复这个文件。`,
  isDemonstration: (folder: string) =>
    `${folder} 里是演示城市，演示数据不能变成正式数据：请用 DATA_DIR 指定另一个空文件夹，再加 --empty 启动。`,
} as const;
