/** The slip on the phone: the code that only the phone has, its QR, and ways to keep it: copy, picture, text, paper. */
import { encode } from 'uqr';
import { formatCode, formatReceiptNumber } from '../../server/domain/receipt.ts';
import { formatDate } from '#words/calendar.ts';
import { slipWords } from '#words/phone.ts';
import { forgetReceipt, keepReceipt } from './receipts.ts';

/** Puts the code into the slip that the server sent without it. */
export function fillSlip(code: string): void {
  const done = document.querySelector<HTMLElement>('#opinion-done');
  const place = done?.querySelector('[data-slip-code]');
  if (!done || !place) return;
  const { receipt: number = '', day = '', name = '', track = '' } = done.dataset;
  const about: About = { code, number, day, name, address: new URL(track, location.href).href };
  const kept = keepReceipt({ code, number, day, name });
  place.className = 'slip-code';
  place.replaceChildren(
    element('p', { className: 'label' }, slipWords.code),
    element(
      'p',
      { className: 'code', id: 'receipt-code' },
      ...formatCode(code)
        .split('-')
        .map((group) => element('span', {}, group)),
    ),
    qrPicture(code),
    element('p', { className: 'small' }, slipWords.onPhone),
    ...(kept ? [remembered(code)] : []),
    ways(about),
  );
}

interface About {
  code: string;
  number: string;
  day: string;
  name: string;
  address: string;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function remembered(code: string): HTMLElement {
  const line = element('p', { className: 'small no-print' }, slipWords.saved, ' ');
  const button = element('button', { type: 'button', className: 'link' }, slipWords.forget);
  button.addEventListener('click', () => {
    forgetReceipt(code);
    line.textContent = slipWords.forgotten;
  });
  line.append(button);
  return line;
}

function ways(about: About): HTMLElement {
  const status = element('p', { className: 'small' });
  status.setAttribute('role', 'status');
  const button = (text: string, act: () => void): HTMLButtonElement => {
    const made = element('button', { type: 'button', className: 'second' }, text);
    made.addEventListener('click', act);
    return made;
  };
  const copy = button(slipWords.copy, () => {
    void copyText(formatCode(about.code)).then(() => {
      status.textContent = slipWords.copied;
    });
  });
  const picture = button(slipWords.picture, () => {
    const image = element('img', {
      src: draw(about).toDataURL('image/png'),
      alt: slipWords.imageTitle,
      className: 'picture',
    });
    status.replaceChildren(slipWords.pictureHint, image);
  });
  const text = button(slipWords.textFile, () => save(about));
  const print = button(slipWords.print, () => window.print());
  return element(
    'div',
    { className: 'no-print' },
    element('div', { className: 'buttons' }, copy, picture, text, print),
    status,
  );
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Older in-app browsers only copy what is selected.
    const range = document.createRange();
    const code = document.getElementById('receipt-code');
    if (code) range.selectNodeContents(code);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  }
}

function save({ code, number, day, name, address }: About): void {
  const lines = [
    slipWords.imageTitle,
    name,
    formatDate(day),
    `${slipWords.number} ${formatReceiptNumber(number)}`,
    `${slipWords.code} ${formatCode(code)}`,
    slipWords.keep,
    address,
  ].filter(Boolean);
  const link = element('a', {
    href: URL.createObjectURL(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/plain;charset=utf-8' })),
    download: `${slipWords.imageTitle}-${formatReceiptNumber(number)}.txt`,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

function qrPicture(code: string): HTMLElement {
  const box = element('div', { className: 'qr' });
  const { data, size } = encode(formatCode(code), { border: 0 });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', slipWords.qr);
  svg.setAttribute('shape-rendering', 'crispEdges');
  path.setAttribute(
    'd',
    data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join(''),
  );
  svg.append(path);
  box.append(svg);
  return box;
}

/** The slip as a picture: what a phone keeps best. Drawn black on white, whatever the phone's colours. */
function draw({ code, number, day, name, address }: About): HTMLCanvasElement {
  const width = 720;
  const canvas = element('canvas', { width, height: 1600 });
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  const face = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, canvas.height);
  pen.fillStyle = '#000';
  pen.textBaseline = 'top';
  let y = 48;
  const write = (text: string, size: number, weight = 400, after = 16): void => {
    pen.font = `${weight} ${size}px ${face}`;
    let line = '';
    for (const character of `${text}\n`) {
      if (character === '\n' || pen.measureText(line + character).width > width - 96) {
        pen.fillText(line, 48, y);
        y += size * 1.4;
        line = character === '\n' ? '' : character;
      } else line += character;
    }
    y += after;
  };
  write(slipWords.imageTitle, 40, 700);
  write([name, formatDate(day)].filter(Boolean).join('　'), 26);
  write(`${slipWords.number} ${formatReceiptNumber(number)}`, 26);
  pen.fillRect(48, y, width - 96, 2);
  y += 24;
  write(slipWords.code, 26);
  write(formatCode(code), 40, 700, 24);
  const { data, size } = encode(formatCode(code), { border: 0 });
  const cell = Math.floor(300 / size);
  data.forEach((row, line) =>
    row.forEach((dark, column) => dark && pen.fillRect(48 + column * cell, y + line * cell, cell, cell)),
  );
  y += cell * size + 32;
  write(slipWords.keep, 24);
  write(address, 22);
  const cut = element('canvas', { width, height: Math.min(canvas.height, Math.ceil(y) + 24) });
  cut.getContext('2d')?.drawImage(canvas, 0, 0);
  return cut;
}
