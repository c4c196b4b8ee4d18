/** A few lines on every public page: a phone that holds promises of the ledger looks, when it has nothing else to do, whether they are kept. */

function watch(): void {
  try {
    if (localStorage.getItem('wanping-ledger') === null) return;
  } catch {
    // A browser that keeps nothing has nothing to check.
    return;
  }
  void import('./recheck.ts').then(({ recheckQuietly }) => recheckQuietly());
}

if (typeof requestIdleCallback === 'function') requestIdleCallback(watch, { timeout: 10_000 });
else setTimeout(watch, 3000);
