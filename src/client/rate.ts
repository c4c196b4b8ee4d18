/** The rating page: one press instead of two, with a token of the phone's own and a proof that was made meanwhile. */
import { citizenErrors } from '#words/phone.ts';
import { newToken } from '../token.ts';
import { proving } from './prove.ts';
import { base, onEveryView, sendByScript } from './send.ts';
import { summarise } from './summary.ts';

onEveryView(() => {
  const form = document.querySelector<HTMLFormElement>('#rate-form');
  if (form === null || form.dataset['ready']) return;
  form.dataset['ready'] = 'yes';
  const token = newToken();
  const proof = proving('rate', base());
  form.addEventListener('focusin', proof.begin, { once: true });
  form.addEventListener('change', proof.begin, { once: true });
  sendByScript(form, {
    prepare: async () => {
      if (form.querySelector('[name=level]:checked') === null) {
        summarise(form, [{ field: 'level', text: citizenErrors.level }]);
        return undefined;
      }
      return { token, ...(await proof.ready()) };
    },
  });
});
