/** The slip on the phone: the code that only the phone has, its QR, and ways to keep it: copy, picture, text, paper. */
import { encode } from 'uqr';
import { formatCode, formatReceiptNumber } from '../../server/domain/receipt.ts';
import { formatDate } from '#words/calendar.ts';
import { slipWords } from '#words/phone.ts';
import { button, copyText, element, linesAsText, saveText } from './elements.ts';
import { forgetPromise } from './kept.ts';
import type { KeptSlip } from './ledger-slip.ts';
import { qrPicture } from './qr.ts';
import { forgetReceipt, keepReceipt } from './receipts.ts';

/**
 * Puts the code into the slip that the server sent without it.
 * @param ledger what to keep of the ledger with it, once that is known
 */
export function fillSlip(code: string, ledger: Promise<KeptSlip | undefined>): void {
  const done = document.querySelector<HTMLElement>('#opinion-done');
  const place = done?.querySelector('[data-slip-code]');
  if (!done || !place) return;
  const { receipt: number = '', day = '', name = '', track = '' } = done.dataset;
  const about: About = { code, number, day, name, address: new URL(track, location.href).href };
  void ledger.then((receipt) => Object.assign(about, { ledger: receipt }));
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
    qrPicture(formatCode(code), slipWords.qr),
    element('p', { className: 'small' }, slipWords.onPhone),
    ...(kept ? [remembered(about)] : []),
    ways(about),
  );
}

interface About {
  code: string;
  number: string;
  day: string;
  name: string;
  address: string;
  ledger?: KeptSlip | undefined;
}

function remembered(about: About): HTMLElement {
  const line = element('p', { className: 'small no-print' }, slipWords.saved, ' ');
  const forget = (): void => {
    forgetReceipt(about.code);
    if (about.ledger !== undefined) forgetPromise(about.ledger.promise.leaf);
    line.textContent = slipWords.forgotten;
  };
  line.append(button(slipWords.forget, forget, 'link'));
  return line;
}

function ways(about: About): HTMLElement {
  const status = element('p', { className: 'small' });
  status.setAttribute('role', 'status');
  const copy = button(slipWords.copy, () => {
    void copyText(formatCode(about.code), document.getElementById('receipt-code')).then(() => {
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

function save({ code, number, day, name, address, ledger }: About): void {
  const lines = [
    slipWords.imageTitle,
    name,
    formatDate(day),
    `${slipWords.number} ${formatReceiptNumber(number)}`,
    `${slipWords.code} ${formatCode(code)}`,
    slipWords.keep,
    address,
  ].filter(Boolean);
  const kept = ledger === undefined ? [] : ['', ...ledger.lines];
  saveText(`${slipWords.imageTitle}-${formatReceiptNumber(number)}.txt`, linesAsText([...lines, ...kept]));
}

/** The slip as a picture: what a phone keeps best. Drawn black on white, whatever the phone's colours. */
function draw({ code, number, day, name, address, ledger }: About): HTMLCanvasElement {
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
  const drawQr = (text: string): void => {
    const { data, size } = encode(text, { border: 0 });
    const cell = Math.floor(300 / size);
    data.forEach((row, line) =>
      row.forEach((dark, column) => dark && pen.fillRect(48 + column * cell, y + line * cell, cell, cell)),
    );
    y += cell * size + 32;
  };
  write(slipWords.code, 26);
  write(formatCode(code), 40, 700, 24);
  drawQr(formatCode(code));
  write(slipWords.keep, 24);
  write(address, 22);
  if (ledger !== undefined) {
    const { leaf, note } = ledger.promise;
    pen.fillRect(48, y, width - 96, 2);
    y += 24;
    for (const line of ledger.lines.slice(0, 2)) write(line, 24);
    drawQr(note ?? leaf);
  }
  const cut = element('canvas', { width, height: Math.min(canvas.height, Math.ceil(y) + 24) });
  cut.getContext('2d')?.drawImage(canvas, 0, 0);
  return cut;
}
