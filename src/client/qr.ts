/** A QR code as a picture in the page, black on white in the dark too, because scanners expect it. */
import { qrPath } from '../../server/domain/qr-path.ts';
import { element } from './elements.ts';

/** @param label what a screen reader says */
export function qrPicture(text: string, label: string): HTMLElement {
  const box = element('div', { className: 'qr' });
  const { path: drawn, size } = qrPath(text);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  path.setAttribute('d', drawn);
  svg.append(path);
  box.append(svg);
  return box;
}
