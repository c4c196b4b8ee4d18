/** Words of the ledger's addresses and of the open data: why something is not there, and under which terms it may be used. */

export const openWords = {
  /** Before the first entry. */
  noCheckpoint: '存证本还没有第一条记录。系统启动后几分钟内会写入，请稍后再来。',
  notInLog: '存证本里还没有这一条。刚提交的要到回执写明的日期才写入；已经写入的请核对编码是否完整。',
  notWaiting: '没有等待写入的这一条。已经写入存证本的，请改查存证证明；否则请核对编码是否完整。',
  noTile: '存证本还没有这么长，或者地址写得不对。请先读 /log/checkpoint，按里面的条数推算地址。',
  beyond: (size: number): string => `存证本现在只有 ${size} 条，请填不大于它的数`,
  backwards: '起点不能大于终点',
  /** Before the first publication. */
  notPublished: '公开数据还没有第一次发布。首次发布后这里就有文件，请稍后再来。',
  noFile: '没有这个文件。全部文件列在 /open/index.json 里。',
  /** The section on pages that leads to the files. */
  section: {
    note: '这些文件就是本站公布的数字的来源，每次发布都在存证本里登记散列值，任何人都可以下载、重算和转载。',
    files: {
      figuresCsv: '全部数字（CSV，可用表格软件打开）',
      figuresJson: '全部数字和定义（JSON）',
      cases: (year: number): string => `${year} 评议年度逐件情况（CSV）`,
      texts: '公开的文字，附核对用的盐值',
      events: '存证本里的办理记录（CSV）',
      dictionary: '数据字典：每一列是什么意思',
      index: '全部文件清单',
    },
    licence: '使用许可：',
    mirror: '整份复制：',
  },
} as const;
