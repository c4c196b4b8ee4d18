/** Receipts that this phone remembers. The codes are here and on paper, and nowhere else. */

export interface Receipt {
  /** 回执码, unformatted. */
  code: string;
  /** 回执号. */
  number: string;
  /** Day of receipt, `YYYY-MM-DD`. */
  day: string;
  /** Name of the department, or empty. */
  name: string;
}

const key = 'wanping-receipts';
/** The oldest are forgotten first. */
const most = 50;

/** Every receipt, newest first; none where the browser keeps nothing. */
export function receipts(): Receipt[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as Receipt[]).filter(({ code }) => typeof code === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers a receipt. @returns whether the browser kept it */
export function keepReceipt(receipt: Receipt): boolean {
  return write([receipt, ...receipts().filter(({ code }) => code !== receipt.code)].slice(0, most));
}

export const forgetReceipt = (code: string): boolean => write(receipts().filter((one) => one.code !== code));

function write(list: readonly Receipt[]): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}
