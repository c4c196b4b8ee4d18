/** Two papers on their sheets: 明查暗访记录 and 社会监督员登记表, made from their records. */
import type { Paper, PaperRow } from '../../server/schemas/papers.ts';
import type { RecordView } from '../../server/schemas/records.ts';
import { fieldWords } from '#words/field.ts';
import { supervisorWords } from '#words/supervisors.ts';

export type FieldPaper = Omit<Paper, 'form' | 'about'>;
type Line = RecordView['fields'][number];

/** 明查暗访 as one goes along on the spot: where and when, then what one saw, then what should come of it. */
export const inspectionOrder: readonly string[] = [
  'inspectionWay',
  'inspectedOn',
  'startsAt',
  'endsAt',
  'place',
  'department',
  'section',
  'inspectionItems',
  'situation',
  'problem',
  'grade',
  'evidence',
  'respondent',
  'advice',
];

const row = (label: string, value: string | null, { files = [], sign = false }: Partial<PaperRow> = {}): PaperRow => ({
  label,
  value,
  files,
  sign,
});
const rowOf = ({ label, value, files }: Line): PaperRow =>
  row(label, files.length > 0 ? fieldWords.inspection.photos(files.length) : value, { files });

/** 〔明查暗访记录〕: what was seen, who saw it, who looked over it. */
export function inspectionPaper(view: RecordView): FieldPaper {
  const words = fieldWords.inspection;
  const told = ['signature', 'comment', 'opinion', 'publicText', 'reason', 'sample'];
  const ordered = view.fields
    .filter(({ field }) => !told.includes(field))
    .toSorted((a, b) => inspectionOrder.indexOf(a.field) - inspectionOrder.indexOf(b.field));
  const who = (act: string, label: string): PaperRow => {
    const line = view.history.find((one) => one.act === act);
    const isSigned = line?.fields.some(({ field }) => field === 'signature') === true;
    const name = line === undefined ? null : `${line.by}${isSigned ? `（${words.signedOnPhone}）` : ''}`;
    return row(label, name, { sign: !isSigned });
  };
  return {
    key: 'inspection',
    title: words.paper,
    number: view.number,
    day: view.openedOn,
    sections: [
      { heading: null, rows: ordered.map(rowOf), table: null },
      {
        heading: null,
        rows: [
          who('write', words.wrote),
          who('cosign', words.cosigned),
          ...view.fields.filter(({ field }) => field === 'opinion').map(rowOf),
          who('review', words.reviewed),
        ],
        table: null,
      },
    ],
    notes: view.cases.flatMap(({ number }) => (number === null ? [] : [words.converted(number)])),
  };
}

/** 〔监督员登记表〕: with blanks where nothing was entered. */
export function supervisorPaper(view: RecordView): FieldPaper {
  const { title, rows, signatures } = supervisorWords.paper;
  const valueOf = (field: string): string | null => view.fields.find((one) => one.field === field)?.value ?? null;
  const term = [valueOf('termFrom'), valueOf('termUntil')].filter((day) => day !== null);
  return {
    key: 'supervisor',
    title,
    number: view.number,
    day: view.openedOn,
    sections: [
      {
        heading: null,
        rows: [
          row(rows.name, valueOf('holderName')),
          row(rows.identity, valueOf('identity')),
          row(rows.workplace, valueOf('workplace')),
          row(rows.telephone, valueOf('telephone')),
          row(rows.term, term.join(' — ') || null),
          row(rows.certificate, valueOf('certificate')),
          row(rows.recusals, valueOf('recusals')),
          ...signatures.map((label) => row(label, null, { sign: true })),
        ],
        table: null,
      },
    ],
    notes: [],
  };
}
