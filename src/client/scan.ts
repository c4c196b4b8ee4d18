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
  const isOffered = offerScan(place, scanWords.button, follow);
  if (!isOffered && /MicroMessenger/i.test(navigator.userAgent)) place.append(line(scanWords.wechat));
});

/** What to do with the text of a code. @returns what to say instead of doing it */
type Found = (text: string) => string | undefined;

/** Offers to scan. @returns whether this browser can */
export function offerScan(place: HTMLElement, label: string, found: Found): boolean {
  if (window.BarcodeDetector === undefined || navigator.mediaDevices === undefined) return false;
  offer(place, label, found, window.BarcodeDetector);
  return true;
}

function line(text: string): HTMLElement {
  const made = document.createElement('p');
  made.className = 'hint';
  made.setAttribute('role', 'status');
  made.textContent = text;
  return made;
}

function offer(
  place: HTMLElement,
  label: string,
  found: Found,
  BarcodeDetector: NonNullable<Window['BarcodeDetector']>,
): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.textContent = label;
  button.addEventListener(
    'click',
    () => void scan(place, button, found, new BarcodeDetector({ formats: ['qr_code'] })),
  );
  place.append(button);
}

async function scan(place: HTMLElement, button: HTMLButtonElement, found: Found, detector: Detector): Promise<void> {
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
    const [code] = await detector.detect(video).catch(() => []);
    if (code) return end(found(code.rawValue));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Opens an address of this site; another one is named as such and left alone. */
function follow(text: string): string | undefined {
  if (!URL.canParse(text) || new URL(text).origin !== location.origin) return scanWords.otherCode;
  location.href = text;
  return undefined;
}
