/** What is said at the start when the ledger in the database is not the one that was signed. */

const witnessOrFile = (by: string | null): string => (by === null ? '本机记下的检查点' : `见证方 ${by}`);

export const ledgerStart = {
  shorter: (by: string | null, seen: number, ours: number) =>
    `存证本落后了：${witnessOrFile(by)}已到 ${seen} 条，数据库里只有 ${ours} 条，可能恢复了旧的备份。`,
  otherRoot: (by: string | null, size: number) =>
    `存证本的前 ${size} 条与${witnessOrFile(by)}对不上，可能恢复过旧的备份，或者内容被改动过。`,
  otherLog: (signed: string, ours: string) =>
    `数据库里是存证本 ${ours}，本机最后签的却是 ${signed}，可能恢复了旧的备份。`,
  damaged: (size: number) => `数据库里的存证本与它自己签过的检查点（${size} 条）对不上，数据库可能已损坏或被改动过。`,
  otherKey: 'keys 文件夹里的密钥不是这本存证本的密钥。',
  waysOut:
    '已见证的内容不能少，因此没有启动。有两条路：恢复一份更新的备份，再启动；确实没有更新的备份，用 npm start -- --continue-ledger 启动，把数据库里还在的内容转入一本新名称的存证本，旧存证本的名称、条数和校验值写进新本第一条，并在“核验”页公开。',
  beyondRepair: '数据库里的存证本缺了中间的内容，不能接续：请恢复一份完整的备份。',
  notBehind: '存证本没有落后，不需要 --continue-ledger，照常启动。',
  continued: (given: { origin: string; size: number; prev: string; prevSize: number; key: string }) =>
    [
      `已另立接续的存证本 ${given.origin}，转入 ${given.size} 条；旧存证本 ${given.prev} 停在 ${given.prevSize} 条，不再签名。“核验”页已公开这件事。`,
      `请把新公钥告诉每个见证单位，由它们加到 --log：${given.key}`,
    ].join('\n'),
  unreachable: (name: string) => `见证方 ${name} 没有回答，启动时没有和它核对。`,
  refused: (name: string, key: string) => `见证方 ${name} 没有接受核对：请对方检查 --log 里有没有存证本公钥 ${key}。`,
  noDatabase: (folder: string) =>
    `${folder}/ledger 里有存证本的检查点，却没有数据库：请从备份恢复数据库，再启动；如果这里只是演示城市，请删去 ${folder}/ledger 文件夹，再启动。`,
} as const;
