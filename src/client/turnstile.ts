/** Cloudflare's Turnstile, where the city has configured it. Out of reach, the proof of work takes its place. */

interface Widget {
  render(
    element: Element,
    options: {
      sitekey: string;
      action: string;
      language: string;
      callback: (token: string) => void;
      'error-callback': () => void;
    },
  ): void;
}
declare global {
  interface Window {
    turnstile?: Widget;
  }
}

const patience = 8000;

/** A token from the widget, which is shown at the foot of the form; nothing when it does not come. */
export function turnstile(sitekey: string, action: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    const done = (token?: string): void => {
      clearTimeout(timer);
      resolve(token);
    };
    const script = document.createElement('script');
    script.src = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
    script.addEventListener('error', () => done());
    script.addEventListener('load', () => {
      const place = document.createElement('div');
      document.querySelector('[data-status]')?.before(place);
      window.turnstile?.render(place, {
        sitekey,
        action,
        language: 'zh-cn',
        callback: done,
        'error-callback': () => done(),
      });
    });
    document.head.append(script);
  });
}
