/** Uploads photos as soon as they are chosen, made smaller on the phone first, and leaves their ids in the form. */
import { photosMost } from '../../server/domain/opinion.ts';
import { photoWords } from '#words/phone.ts';

/** Longest side in pixels. */
const longest = 2048;

/** @returns a function that waits until what was chosen is uploaded */
export function uploadPhotos(form: HTMLFormElement, base: string): () => Promise<void> {
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  const list = form.querySelector('[data-photos]');
  const status = form.querySelector('[data-photo-status]');
  let running: Promise<void> = Promise.resolve();
  const say = (text: string): void => {
    if (status) status.textContent = text;
  };
  const upload = async (files: readonly File[]): Promise<void> => {
    const there = list?.children.length ?? 0;
    if (files.length + there > photosMost) return say(photoWords.tooMany);
    say(photoWords.sending);
    for (const file of files) {
      const answer = await fetch(`${base}api/photos`, {
        method: 'POST',
        body: await smaller(file),
        headers: { 'content-type': 'image/jpeg' },
      }).catch(() => undefined);
      if (!answer?.ok) return say(photoWords.failed);
      const { id } = (await answer.json()) as { id: string };
      const hidden = document.createElement('input');
      hidden.type = 'hidden';
      hidden.name = 'photo-id';
      hidden.value = id;
      list?.append(hidden);
    }
    say(photoWords.added(list?.children.length ?? 0));
  };
  input?.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    // Uploaded here, so that the form does not carry them a second time.
    input.value = '';
    running = running.then(() => upload(files));
  });
  return () => running;
}

/** A picture that a phone took, small enough for a bad network; as it is where the browser cannot read it. */
async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
    return blob ?? file;
  } catch {
    return file;
  }
}
