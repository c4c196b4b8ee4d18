/** What the witness program says: to the person who runs it, and on its page. */

/** Why a folder cannot be used. */
const folder = {
  'no-folder': (folder: string) =>
    `文件夹 ${folder} 不能建立或不能写入：请检查路径、磁盘和当前用户的写权限，或用 --data 另指定一个。`,
  'wrong-key': (folder: string) =>
    `${folder}/witness.key 不能读，或者内容不完整：请检查它的权限。密钥已损坏的，请用新的名称和新的文件夹重新开始，并把新公钥告诉评议办。`,
  'records-gone': (folder: string) =>
    `${folder} 里有密钥，却没有见证记录 records.json：忘了自己见证过什么的见证方可能为相反的内容作证，这把密钥必须停用。请用新的名称和新的文件夹重新开始，把新公钥告诉评议办，并请他们公告旧公钥停用。`,
  'key-gone': (folder: string) =>
    `${folder} 里有见证记录，却没有密钥 witness.key：请把密钥文件放回来；密钥确已丢失的，请用新的名称和新的文件夹重新开始，并把新公钥告诉评议办。`,
  'records-damaged': (folder: string) =>
    `${folder}/records.json 读不出来，或者不是用这把密钥签的：请检查磁盘和读写权限。记录确已损坏的，这把密钥必须停用：请用新的名称和新的文件夹重新开始，并把新公钥告诉评议办。不要用旧备份顶替。`,
  'other-name': (folder: string) =>
    `${folder} 属于另一个名称的见证方：请用原来的 --name 启动；要另立一个见证方，请用 --data 另指定一个空文件夹。`,
} as const;

export const witnessWords = {
  usage:
    '用法：npm run witness -- --name <本单位的名称，如 npc.example.gov.cn/witness> --log <存证本公钥> --data <文件夹> [--port 4400] [--host 127.0.0.1]。',
  unknownOption: (option: string) => `不认识的参数 ${option}：说明见 docs/witness.md。`,
  noName: '缺少 --name：请写见证方的名称，一般是“本单位域名/witness”，如 npc.example.gov.cn/witness。',
  wrongName: (name: string) =>
    `--name 不对（现在是“${name}”）：名称里不能有空格和加号，如 npc.example.gov.cn/witness。`,
  noLog: '缺少 --log：请写存证本的公钥，在网站“核验”页上，形如 名称+八位字符+一串字符。',
  wrongLog: (text: string) =>
    `--log 不对（现在是“${text}”）：应为存证本的公钥，在网站“核验”页上，请整行复制，不要漏字。`,
  noData: '缺少 --data：请写存放密钥和见证记录的文件夹，如 ./witness。',
  wrongPort: (text: string) => `--port 不对（现在是“${text}”）：应为 0 到 65535 之间的整数，如 4400。`,
  folder,
  portTaken: (port: number) => `端口 ${port} 已被占用：请停掉占用它的程序，或者用 --port 换一个端口。`,
  cannotListen: (host: string, port: number) =>
    `不能在 ${host}:${port} 上监听：请检查 --host 和 --port；1024 以下的端口需要管理员权限。`,
  started: (given: { name: string; key: string; folder: string; logs: readonly string[]; address: string }) =>
    [
      `见证方 ${given.name} 已启动：${given.address}`,
      '本单位的公钥（把这一行和能访问到的地址告诉评议办，并在本单位网站上公布）：',
      `  ${given.key}`,
      `见证的存证本：${given.logs.join('、')}`,
      `密钥和见证记录在 ${given.folder}。两者不能分开；见证记录不能用旧备份恢复。`,
      '按 Ctrl+C 停止。',
    ].join('\n'),
  cosigned: (origin: string, size: number) => `已见证 ${origin}：${size} 条`,
  otherSize: (origin: string, size: number, seen: number) =>
    `${origin} 送来 ${size} 条，本单位见证到 ${seen} 条，已告知对方`,
  shorter: (origin: string, size: number, seen: number) =>
    `⚠ ${origin} 送来的只有 ${size} 条，本单位已见证到 ${seen} 条：没有签名。若反复出现，说明存证本少了内容`,
  forked: (origin: string, size: number, file: string) =>
    `⚠ ${origin} 对同样的 ${size} 条给出了不同的内容：没有签名。两份都有存证本自己的签名，是改动记录的证据，已存为 ${file}，请妥善保管并公开`,
  unproven: (origin: string, size: number, seen: number) =>
    `⚠ ${origin} 送来的 ${size} 条不能证明包含已见证的 ${seen} 条：没有签名`,
  failed: (reason: string) => `⚠ 没有完成，也没有签名：${reason}`,
  stopping: '正在停止……',
  overview: (name: string, key: string, logs: readonly string[]) =>
    [
      `见证方 ${name}`,
      '',
      '本程序替公众记住存证本有过的内容：每次只在新的内容完整包含以前的内容时才签名。存证本删改过一条，就得不到签名。',
      '它不看存证本里写了什么，也不为内容是否属实作证。',
      '',
      '公钥：',
      key,
      '',
      ...logs,
    ].join('\n'),
  seen: (given: { origin: string; size: number; root: string; time: string }) =>
    [
      `存证本 ${given.origin}`,
      `  见证到 ${given.size} 条`,
      `  校验值 ${given.root}`,
      `  时间 ${given.time}（北京时间）`,
      '',
    ].join('\n'),
  unseen: (origin: string) => [`存证本 ${origin}`, '  还没有见证过', ''].join('\n'),
} as const;
