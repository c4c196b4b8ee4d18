/** Scans the QR code of a department where the browser can; in WeChat it says where WeChat's own scanner is. */
import { scanWords } from '#words/phone.ts';
import { onEveryView } from './send.ts';

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

onEveryView(() => {
  const place = document.querySelector<HTMLElement>('[data-scan]');
  if (place === null || place.hasChildNodes()) return;
  if (window.BarcodeDetector && navigator.mediaDevices) offer(place, window.BarcodeDetector);
  else if (/MicroMessenger/i.test(navigator.userAgent)) place.append(line(scanWords.wechat));
});

function line(text: string): HTMLElement {
  const made = document.createElement('p');
  made.className = 'hint';
  made.setAttribute('role', 'status');
  made.textContent = text;
  return made;
}

function offer(place: HTMLElement, BarcodeDetector: NonNullable<Window['BarcodeDetector']>): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.textContent = scanWords.button;
  button.addEventListener('click', () => void scan(place, button, new BarcodeDetector({ formats: ['qr_code'] })));
  place.append(button);
}

async function scan(place: HTMLElement, button: HTMLButtonElement, detector: Detector): Promise<void> {
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment' } })
    .catch(() => undefined);
  if (stream === undefined) return place.replaceChildren(button, line(scanWords.noCamera));
  const video = document.createElement('video');
  video.playsInline = true;
  video.muted = true;
  video.srcObject = stream;
  const stop = document.createElement('button');
  stop.type = 'button';
  stop.className = 'second';
  stop.textContent = scanWords.stop;
  let going = true;
  const end = (text?: string): void => {
    going = false;
    for (const track of stream.getTracks()) track.stop();
    place.replaceChildren(button, ...(text === undefined ? [] : [line(text)]));
  };
  stop.addEventListener('click', () => end());
  place.replaceChildren(line(scanWords.scanning), video, stop);
  await video.play();
  while (going) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) return follow(found.rawValue, end);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Opens an address of this site; another one is named as such and left alone. */
function follow(text: string, end: (text?: string) => void): void {
  if (URL.canParse(text) && new URL(text).origin === location.origin) location.href = text;
  else end(scanWords.otherCode);
}
