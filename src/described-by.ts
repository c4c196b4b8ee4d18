/** The ids that tie a control to its hint and its error, as `Field.astro` and `Choices.astro` write them. */

/** Attributes of the control with this id; spread them into it. */
export const describedBy = (
  id: string,
  { hint, error }: { hint?: string | undefined; error?: string | undefined },
): { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' } => {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return {
    id,
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(error && { 'aria-invalid': 'true' as const }),
  };
};
