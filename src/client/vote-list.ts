/** Departments by class, folded, with a search. Only what is unfolded is in the page: a city has a hundred departments, and a phone little memory. */
import type { RoundDepartment, RoundPlan } from '../../server/domain/round/plan.ts';
import { element } from './elements.ts';
import { voteWords } from './vote-words.ts';

export interface Listing {
  plan: Pick<RoundPlan, 'classes' | 'departments'>;
  /** Codes of those to show. */
  codes: readonly string[];
  row: (department: RoundDepartment) => HTMLElement;
  /** What stands beside the name of a class. */
  summary: (codes: readonly string[]) => string;
}

export interface Listed {
  element: HTMLElement;
  /** Tells the summaries of the classes anew. */
  refresh: () => void;
  /** Unfolds the class of a department, so that its row is in the page. */
  reveal: (code: string) => void;
}

/** With so few all of them are unfolded from the beginning. */
const few = 12;

export function departmentList({ plan, codes, row, summary }: Listing): Listed {
  const wanted = new Set(codes);
  const shown = plan.departments.filter(({ code }) => wanted.has(code));
  const known = new Set(plan.classes.map(({ code }) => code));
  const groups = [...plan.classes, { code: '', name: '' }]
    .map(({ code, name }) => ({
      name,
      members: shown.filter(({ classCode }) => (known.has(classCode) ? classCode : '') === code),
    }))
    .filter(({ members }) => members.length > 0)
    .map(({ name, members }) => group(name, members));

  function group(name: string, members: readonly RoundDepartment[]) {
    const rows = element('div', { className: 'vote-rows' });
    const said = element('span', { className: 'quiet small' });
    const heading = element('summary', {}, element('span', {}, name), ' ', said);
    const fold = element('details', { className: 'fold vote-class' }, heading, rows);
    let filter = '';
    let isDrawn: string | undefined;
    const draw = (): void => {
      const now = fold.open ? `=${filter}` : undefined;
      if (now === isDrawn) return;
      isDrawn = now;
      rows.replaceChildren(...(fold.open ? members.filter((one) => one.name.includes(filter)).map(row) : []));
    };
    fold.addEventListener('toggle', draw);
    const unfold = (isOpen: boolean): void => {
      fold.open = isOpen;
      draw();
    };
    const search = (text: string): number => {
      const found = members.filter((one) => one.name.includes(text)).length;
      filter = text;
      fold.hidden = found === 0;
      unfold(text === '' ? shown.length <= few : found > 0);
      return found;
    };
    const refresh = (): void => {
      said.textContent = summary(members.map(({ code }) => code));
    };
    refresh();
    unfold(shown.length <= few);
    return { fold, members, refresh, unfold, search };
  }

  const none = element('p', { hidden: true }, voteWords.choose.notFound);
  none.setAttribute('role', 'status');
  const field = element('input', { type: 'search', id: 'vote-search', placeholder: voteWords.choose.placeholder });
  field.autocomplete = 'off';
  field.addEventListener('input', () => {
    const text = field.value.normalize('NFKC').trim();
    const found = groups.map(({ search }) => search(text)).reduce((sum, count) => sum + count, 0);
    none.hidden = found > 0;
  });
  const label = element('label', { htmlFor: 'vote-search' }, voteWords.choose.search);
  const box = element('div', { className: 'field' }, label, field);
  return {
    element: element('div', {}, ...(shown.length > few ? [box, none] : []), ...groups.map(({ fold }) => fold)),
    refresh: () => {
      for (const { refresh } of groups) refresh();
    },
    reveal: (code) => groups.find(({ members }) => members.some((one) => one.code === code))?.unfold(true),
  };
}
