/** Words that scripts on the phone say. Small, because they travel to every phone. */

export const phoneWords = {
  sending: '正在提交……',
  proving: '正在准备，马上就好……',
  retrying: (left: number): string => `网络不稳，正在重试（还会试 ${left} 次）。您写的内容都在，请不要关掉页面。`,
  failed: '没有连上服务器。您写的内容都还在这部手机上，请过一会儿再按一次，不会重复提交。',
  errorSummary: '还没有提交，请改正下面的内容：',
} as const;

export const draftWords = {
  kept: '上次没写完的内容还在，已经为您填好。',
  drop: '清空重写',
} as const;

export const previewWords = {
  empty: '您写的内容会显示在这里，个人信息会自动遮住。',
  covered: (count: number): string => `遮住了 ${count} 处个人信息。`,
  none: '没有发现需要遮住的个人信息。',
} as const;

export const photoWords = {
  sending: '正在上传照片……',
  added: (count: number): string => `已加 ${count} 张照片`,
  failed: '有一张照片没有传上去，请重选一次，或者不加照片直接提交。',
  tooMany: '最多 3 张照片，请去掉多余的。',
} as const;

export const slipWords = {
  code: '回执码',
  onPhone: '回执码只在您的手机上，我们没有。丢了没有人能补给您。',
  saved: '已记在这部手机上。如果这不是您的手机，请点“不要记住”。',
  forget: '不要记住',
  forgotten: '这部手机上已不再记住这张回执。请确认您已经另外保存。',
  copy: '复制回执码',
  copied: '已复制',
  picture: '存成图片',
  pictureHint: '长按图片可以保存或转发。',
  textFile: '存成文字',
  print: '打印',
  qr: '回执码的二维码',
  imageTitle: '意见回执',
  number: '回执号',
  keep: '凭回执码查进度、答复、认可或不认可，请妥善保存。',
} as const;

export const trackWords = {
  notFound: '还没有查到，请核对：',
  wrong: {
    length: '回执码应当是 17 个字母和数字，请看看是不是少抄或多抄了。',
    characters: '回执码里没有这样的字符，请核对。',
    check: '回执码有一处抄错了，请逐个核对。',
  },
  forget: '从这部手机上去掉',
  codeGone: '请再输入一次回执码，才能回答。',
} as const;

export const scanWords = {
  button: '扫单位的二维码',
  wechat: '在微信里请用右上角“＋”里的“扫一扫”扫窗口的二维码。',
  scanning: '请把二维码放进框里',
  stop: '不扫了',
  noCamera: '没有打开相机。请允许使用相机，或者用微信“扫一扫”。',
  otherCode: '这不是本网站的二维码，没有打开它。',
} as const;

/** What the phone itself finds missing, before anything is sent. */
export const citizenErrors = {
  level: '请先选一个评价',
  text: '请写下发生了什么，至少 5 个字',
  department: '请选择单位，不清楚的选“不清楚是哪个单位”',
  kind: '请选一个类别',
  publish: '请选择愿不愿意公开',
} as const;
