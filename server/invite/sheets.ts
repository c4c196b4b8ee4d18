/** Printed invitations: letters (one a page), slips (8 a page), QR codes (24 a page), as files of HTML that need nothing else. */
import { qrPath } from '../domain/qr-path.ts';
import { type InvitationTexts, invitationWords as words } from '#words/invitations.ts';
import type { Invitation } from './invitation.ts';

export interface SheetTexts extends InvitationTexts {
  /** Public key of the ledger as it stands on the page 核验; empty: the letter does not speak of it. */
  key: string;
  /** Date below the letter. */
  dated: string;
}

/** An invitation with the name of its addressee, empty where nobody knows, and the picture of its QR code. */
export type Addressed = Invitation & { name: string; picture: string };

export type SheetKind = 'letters' | 'slips' | 'qr';
export const sheetKinds: readonly SheetKind[] = ['letters', 'slips', 'qr'];

/** How many invitations stand on one page of paper. */
const perPage: Record<SheetKind, number> = { letters: 1, slips: 8, qr: 24 };
/** Pages in one file: more, and the browser that prints it takes minutes and gigabytes. */
const pagesPerFile: Record<SheetKind, number> = { letters: 250, slips: 125, qr: 50 };

export const perFile = (kind: SheetKind): number => perPage[kind] * pagesPerFile[kind];

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => escaped[letter] ?? letter);

const paragraphs = (lines: readonly string[]): string => lines.map((line) => `<p>${escape(line)}</p>`).join('');
const list = (lines: readonly string[]): string =>
  `<ol>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ol>`;

/** Drawn once for all the sheets on which it stands. */
export function addressed({ code, link }: Invitation, name: string): Addressed {
  const { path, size } = qrPath(link, { robust: true });
  const picture = `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${words.codeLabel}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
  return { code, link, name, picture };
}

/** The code in its groups, none of them broken across lines. */
const spelt = (code: string): string =>
  `<span class="code">${code
    .split('-')
    .map((group) => `<span>${group}</span>`)
    .join('-')}</span>`;

function letter(texts: SheetTexts, { code, picture, name }: Addressed): string {
  const { letter: said } = words;
  const parts = [
    `<h1>${said.title}</h1>`,
    `<p class="to">${escape(said.salutation(name))}</p>`,
    `<p>${escape(said.opening(texts))}</p>`,
    `<h2>${said.how}</h2>`,
    `<div class="how">${list(said.howSteps(texts))}${picture}</div>`,
    `<p class="big">${words.code} ${spelt(code)}</p>`,
    `<p class="once">${said.once}</p>`,
    `<h2>${said.anonymous}</h2>`,
    paragraphs(said.anonymousLines(texts)),
    ...(texts.key === ''
      ? []
      : [
          `<h2>${said.check}</h2>`,
          `<p>${said.checkLine}</p><p class="key">${escape(texts.key)}</p><p>${escape(said.keyDiffers(texts.telephone))}</p>`,
        ]),
    `<h2>${said.limits}</h2>`,
    paragraphs(said.limitLines),
    `<p class="by">${escape(texts.inviter)}<br>${escape(texts.dated)}</p>`,
  ];
  return `<article class="letter">${parts.join('')}</article>\n`;
}

const slip = (texts: SheetTexts, { code, picture }: Addressed): string =>
  `<div class="slip">${picture}<div><p class="title">${escape(texts.title)}</p><p>${words.slip.scan}</p><p>${escape(words.slip.orType(texts.typeAt))}</p><p>${spelt(code)}</p><p>${escape(words.validFor(texts))}</p><p>${words.slip.once}</p></div></div>\n`;

const label = (texts: SheetTexts, { code, picture }: Addressed): string =>
  `<div class="label">${picture}<p>${spelt(code)}</p><p>${escape(words.validFor(texts))}</p></div>\n`;

const one = { letters: letter, slips: slip, qr: label } as const;

/** Faces are those of the machine that prints. Letters keep the margins of 公文 (GB/T 9704-2012); slips and labels have cutting lines. */
const style = `
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:11pt/1.5 "仿宋_GB2312",FangSong_GB2312,FangSong,STFangsong,"Noto Serif CJK SC",serif}
p,h1,h2,ol{margin:0}
svg{display:block;flex:none}
.code{font:700 13pt/1.4 Consolas,Menlo,"DejaVu Sans Mono",monospace;letter-spacing:.02em}
.code span{white-space:nowrap}
.letter{width:156mm;margin:0 auto}
.letter+.letter{break-before:page}
.letter h1{font:700 20pt/1.3 "方正小标宋简体",STSong,SimSun,"Noto Serif CJK SC",serif;text-align:center;margin-bottom:4mm}
.letter h2{font:400 11.5pt/1.5 SimHei,STHeiti,"Noto Sans CJK SC",sans-serif;margin-top:2.5mm}
.letter>p{text-indent:2em;text-align:justify}
.letter .to,.letter .big,.letter .key,.letter .by{text-indent:0}
.letter ol{padding-left:2em}
.how{display:flex;gap:6mm;align-items:flex-start}
.how ol{flex:1}
.how svg{width:36mm;height:36mm}
.letter .big{margin-top:2mm;border:.6pt solid #000;text-align:center;padding:1mm}
.letter .big .code{font-size:16pt}
.letter .once{text-align:center;text-indent:0;font-size:10pt}
.letter .key{font:9.5pt/1.4 Consolas,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere;text-align:left;margin:1mm 0}
.letter .by{text-align:right;margin-top:4mm}
.slips,.labels{width:190mm;margin:0 auto;display:grid}
.slips{grid-template-columns:1fr 1fr;grid-auto-rows:68mm}
.slip{display:flex;gap:4mm;align-items:center;padding:4mm;border:.4pt dashed #777;break-inside:avoid;font-size:10pt;line-height:1.45;overflow-wrap:anywhere}
.slip svg{width:34mm;height:34mm}
.slip .title{font-weight:700;font-size:11pt}
.slip .code{font-size:11.5pt}
.labels{grid-template-columns:repeat(4,1fr);grid-auto-rows:45mm}
.label{border:.4pt dashed #777;break-inside:avoid;text-align:center;padding:2mm;font-size:7pt;line-height:1.3}
.label svg{width:28mm;height:28mm;margin:0 auto 1mm}
.label .code{font-size:7.5pt}
@media screen{body{padding:10mm}.letter{border-bottom:1px dashed #777;padding:10mm 0}}
`;
const pages: Record<SheetKind, string> = {
  letters: '@page{size:A4;margin:37mm 26mm 35mm 28mm}',
  slips: '@page{size:A4;margin:12mm 10mm}',
  qr: '@page{size:A4;margin:12mm 10mm}',
};
const grid: Record<SheetKind, string> = { letters: 'main', slips: 'slips', qr: 'labels' };

const opening = (kind: SheetKind): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${words.pageTitle[kind]}</title><style>${pages[kind]}${style}</style></head><body><div class="${grid[kind]}">\n`;
const closing = '</div></body></html>\n';

/** A file of sheets, piece by piece: nothing but the invitation at hand is in memory. */
export const sheet = (kind: SheetKind, texts: SheetTexts) => ({
  opening: opening(kind),
  one: (invitation: Addressed): string => one[kind](texts, invitation),
  closing,
});
