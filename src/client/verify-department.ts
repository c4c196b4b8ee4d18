/** 「重算一个单位」 on the page: downloads, recounts, and shows what was published beside what came out. */
import { plainCounts, type Rate, rateNames } from '../../server/domain/figures.ts';
import type { Difference } from '../../server/domain/trust/compare.ts';
import { bases } from '../../server/domain/vocabulary.ts';
import { definitions } from '#words/definitions.ts';
import { verifyWords } from '#words/verify-page.ts';
import { ask } from './ask.ts';
import { check, checks, report } from './check-list.ts';
import { type DepartmentNumbers, Moved, type Recount, recountDepartment } from './department-recount.ts';
import { element } from './elements.ts';
import { recall } from './kept.ts';
import { Wrong } from './ledger-checks.ts';

const words = verifyWords.recount;

/** Recounts a department into a place of the page. Never throws. */
export async function showDepartment(code: string, place: HTMLElement): Promise<void> {
  const said = element('p', {}, verifyWords.working);
  place.replaceChildren(said);
  try {
    place.replaceChildren(...shown(await recounted(code)));
  } catch (error) {
    if (error instanceof Wrong) place.replaceChildren(checks([check(false, verifyWords.checks.notPublished)]));
    else said.textContent = error instanceof Moved ? verifyWords.moved : verifyWords.noAnswer;
  }
}

/** A site that publishes while it is read is read again. */
async function recounted(code: string): Promise<Recount> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recountDepartment(ask, code, recall().keys?.log);
    } catch (error) {
      if (!(error instanceof Moved) || attempt === 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

/** A number as text, and of a rate what was divided by what. */
type Shown = readonly [string, string?];

/** A number by its name and its place, as it is published and as it comes out. */
interface Line {
  name: string;
  path: string;
  published: Shown;
  recounted: Shown;
}

const rateText = (rate: Pick<Rate, 'percent' | 'numerator' | 'denominator'> | null): Shown =>
  rate === null
    ? [words.hidden]
    : [rate.percent === null ? words.nothing : `${rate.percent}%`, `${rate.numerator}/${rate.denominator}`];
const countText = (count: number | null | undefined): Shown => [
  count === null || count === undefined ? words.hidden : String(count),
];

/** Every number, the ones that people look for first in front. */
function linesOf({ published, recounted: counted }: Recount): Line[] {
  const line = (name: string, path: string, of: (numbers: DepartmentNumbers) => Shown): Line => ({
    name,
    path,
    published: of(published),
    recounted: of(counted),
  });
  const rates = rateNames.map((rate) =>
    line(definitions.rates[rate].name, `rates.${rate}`, (of) => rateText(of.rates[rate])),
  );
  const total = line(words.resolvedTotal, 'resolvedTotal', (of) => countText(of.resolvedTotal));
  const basis = bases.map((one) =>
    line(definitions.counts[`resolved.${one}`].name, `resolved.${one}`, (of) => countText(of.resolved[one])),
  );
  const { ratings: names } = words;
  const ratings = [
    line(names.satisfaction, 'ratings.satisfaction', ({ ratings: { satisfaction } }) => rateText(satisfaction)),
    line(names.substantive, 'ratings.substantive', (of) => countText(of.ratings.substantive)),
    line(names.unknown, 'ratings.unknown', (of) => countText(of.ratings.unknown?.numerator)),
    line(names.levels, 'ratings.levels', ({ ratings: { levels } }) =>
      levels === null ? [words.hidden] : [[5, 4, 3, 2, 1].map((level) => levels[level as 1]).join('、')],
    ),
    line(names.flagged, 'ratings.flagged', (of) => countText(of.ratings.flagged)),
    line(names.withFlagged, 'ratings.withFlagged', (of) => rateText(of.ratings.withFlagged.satisfaction)),
  ];
  const counts = plainCounts.map((count) => line(definitions.counts[count].name, count, (of) => countText(of[count])));
  return [...rates.slice(0, 3), total, ...basis, ...ratings, ...counts, ...rates.slice(3)];
}

const cell = ([number, parts]: Shown): HTMLElement =>
  element(
    'td',
    { className: 'number' },
    element('span', { className: 'figure' }, number),
    ...(parts === undefined ? [] : [element('span', { className: 'parts small quiet' }, parts)]),
  );

/** How many of the lines stand open; the others are one tap away. */
const open = 9;

function shown(recount: Recount): HTMLElement[] {
  const { name, year, cases, checkpoint, publication, unbound, foreign, files, openings, falseOpenings, differences } =
    recount;
  const lines = linesOf(recount);
  const isWrong = ({ path }: Line): boolean => differences.some((one) => belongs(one, path));
  const wrong = lines.filter(isWrong);
  const other = differences.filter((one) => !lines.some(({ path }) => belongs(one, path)));
  const said = verifyWords.checks;
  const isFine = differences.length + unbound.length + foreign.length + falseOpenings.length === 0;
  const verdict = isFine
    ? words.fine(name, lines.length)
    : differences.length > 0
      ? words.wrong(name, differences.length)
      : words.otherFile(name);
  const sorted = [...wrong, ...lines.filter((line) => !isWrong(line))];
  const rest = sorted.slice(Math.max(open, wrong.length));
  return [
    report(isFine, verdict),
    checks([
      check(true, said.checkpoint(checkpoint.size)),
      check(true, said.published(publication.n, publication.day, publication.index)),
      ...(unbound.length === 0
        ? [check(true, said.bound(files.length))]
        : unbound.map((path) => check(false, said.notBound(path)))),
      ...foreign.map((id) => check(false, said.foreign(id))),
      falseOpenings.length === 0
        ? check(true, openings === 0 ? said.noOpenings : said.openings(openings))
        : check(false, said.notOpening(falseOpenings[0] ?? 0)),
      ...other.map(({ path, published, recounted: counted }) =>
        check(false, `${path.join('.')}：${words.published} ${published}，${words.recounted} ${counted}`),
      ),
    ]),
    table(words.caption(name, year, cases), sorted.slice(0, sorted.length - rest.length), isWrong),
    element(
      'details',
      { className: 'fold' },
      element('summary', {}, words.more),
      table(words.rest(name), rest, isWrong),
    ),
  ];
}

const belongs = ({ path }: Difference, name: string): boolean =>
  path.join('.') === name || path.join('.').startsWith(`${name}.`);

function table(caption: string, lines: readonly Line[], isWrong: (line: Line) => boolean): HTMLElement {
  const head = [words.indicator, words.published, words.recounted, words.result].map((text, place) =>
    Object.assign(element('th', { className: place === 0 ? '' : 'number' }, text), { scope: 'col' }),
  );
  const rows = lines.map((line) => {
    const bad = isWrong(line);
    const sign = element('span', { className: bad ? 'differs' : 'agrees' }, bad ? '✗' : '✓');
    sign.setAttribute('aria-hidden', 'true');
    const word = element(
      'span',
      { className: bad ? 'differs' : 'hidden-text' },
      bad ? verifyWords.no : verifyWords.yes,
    );
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, line.name),
      cell(line.published),
      cell(line.recounted),
      element('td', { className: 'number' }, sign, word),
    );
  });
  const scroll = element(
    'div',
    { className: 'scroll', tabIndex: 0 },
    element(
      'table',
      { className: 'ledger recount' },
      element('caption', { className: 'small' }, caption),
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...rows),
    ),
  );
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', caption);
  return scroll;
}
