/** Random tokens that make a repeated submission harmless. The same on the phone and, without JavaScript, on the server. */

/** 16 random bytes in base64url. */
export const newToken = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
