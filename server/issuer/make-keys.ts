/** Makes keys of tickets: RSA-2048, several at a time, in the background of the process. */

import { generateKeyPair } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

export interface NewTicketKey {
  /** The modulus in base64url; the exponent is 65537. */
  modulus: string;
  /** The private half: PKCS #8, base64. */
  secret: string;
}

/** Node's pool has four threads, which files and compression need, too. */
const atOnce = Math.min(3, availableParallelism());

async function makeKey(): Promise<NewTicketKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048, publicExponent: 65_537 });
  return {
    modulus: publicKey.export({ format: 'jwk' }).n ?? '',
    secret: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** So many keys; about eight a second on two processors. */
export async function makeTicketKeys(count: number): Promise<NewTicketKey[]> {
  const keys: NewTicketKey[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      keys.push(await makeKey());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return keys;
}
