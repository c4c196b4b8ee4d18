/** 群众测评 of a 公开承诺: one press instead of two, with a token that this phone keeps, so that it marks each pledge once. */
import { newToken } from '../token.ts';
import { base } from './base.ts';
import { proving } from './prove.ts';
import { onEveryView, sendByScript } from './send.ts';

const key = 'wanping-marker';

/** The same on this phone every time; the server makes another one of it for each pledge, so that marks cannot be put side by side. */
function ownToken(): string {
  try {
    const token = localStorage.getItem(key) ?? newToken();
    localStorage.setItem(key, token);
    return token;
  } catch {
    return newToken();
  }
}

onEveryView(() => {
  const form = document.querySelector<HTMLFormElement>('#mark-form');
  if (form === null || form.dataset['ready']) return;
  form.dataset['ready'] = 'yes';
  const proof = proving('mark', base());
  form.addEventListener('focusin', proof.begin, { once: true });
  form.addEventListener('change', proof.begin, { once: true });
  sendByScript(form, {
    prepare: async () => {
      if (form.querySelector('[name=mark]:checked') === null) {
        return { missing: [{ field: 'mark', text: form.dataset['missing'] ?? '' }] };
      }
      return { fields: { token: ownToken(), ...(await proof.ready()) } };
    },
  });
});
