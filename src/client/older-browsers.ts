/** What browsers of 2022 lack and the checks of the ledger use. */

/** Text without half a character in it (ECMAScript 2024). */
if (typeof String.prototype.isWellFormed !== 'function') {
  String.prototype.isWellFormed = function isWellFormed(this: string): boolean {
    try {
      encodeURIComponent(this);
      return true;
    } catch {
      return false;
    }
  };
}
