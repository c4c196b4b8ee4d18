/** The printed sheet of a record: its fields, its history, and room for those who sign. */
import type { RecordView } from '../../server/schemas/records.ts';
import { formatDay } from '#words/calendar.ts';
import { recordKindWords, recordWords } from '#words/records.ts';
import { fieldWords } from '#words/workflow.ts';

const words = recordWords.paper;

export function recordPaper(view: RecordView) {
  const { kind, sheetName, number, openedOn, department, stateName, fields, history } = view;
  const plain = (label: string, value: string | null) => ({ label, value, files: [], sign: false });
  const label = recordKindWords[kind].labels?.department ?? fieldWords.department.label;
  return {
    key: kind,
    title: sheetName,
    number,
    day: openedOn,
    sections: [
      {
        heading: null,
        rows: [
          ...(department === null || fields.some(({ field }) => field === 'department')
            ? []
            : [plain(label, department.name)]),
          ...fields.map(({ label: name, value, files }) => ({ label: name, value: value ?? '', files, sign: false })),
          plain(recordWords.list.columns.state, stateName),
        ],
        table: null,
      },
      {
        heading: words.history,
        rows: [],
        table: {
          columns: [...words.columns],
          lines: history.map(({ day, name, by }) => [formatDay(day), name, by]),
        },
      },
      {
        heading: words.signatures,
        rows: recordKindWords[kind].signs.map((one) => ({ ...plain(one, null), sign: true })),
        table: null,
      },
    ],
    notes: [words.note],
  };
}
