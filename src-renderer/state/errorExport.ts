/** The list of errors as it stands on the screen, as a file: full values, one line an error. */
import { type ErrorRow } from './errorRows';
import { useErrors } from './errors';
import { useProject } from './project';
import { saveFile } from './save';
import { useView } from './view';

const heads = 'kind,video,start,end,truth,predicted,iou,probability,entropy,second run,label error,tags,note'.split(
  ',',
);

/**
 * @returns the text with its head line; `csv` quotes fields as RFC 4180 does, `tsv` has spaces for tabs and line ends
 */
export function errorList(
  rows: readonly ErrorRow[],
  format: 'csv' | 'tsv',
  nameOf: (classId: number) => string,
  marks: ReturnType<typeof useErrors.getState>['marks'],
): string {
  const name = (classId: number | null) => (classId === null ? '' : nameOf(classId));
  const lines = rows.map((row) => {
    const mark = marks.get(row.mark);
    const classes = [name(row.truthClass), name(row.predictedClass)];
    const numbers = [row.iou ?? '', row.probability ?? '', row.entropy ?? ''];
    const said = [mark?.labelError ? 'yes' : '', mark?.tags.join('; ') ?? '', mark?.note ?? ''];
    return [row.kind, row.video, row.start, row.end, ...classes, ...numbers, row.against ?? '', ...said];
  });
  const field = (value: string | number) => {
    const text = String(value);
    if (format === 'tsv') return text.replace(/[\t\r\n]+/g, ' ');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [heads, ...lines].map((line) => `${line.map(field).join(format === 'csv' ? ',' : '\t')}\n`).join('');
}

/** Saves the rows on the screen in their order there. */
export async function exportErrors(format: 'csv' | 'tsv'): Promise<void> {
  const { rows, order, marks, report } = useErrors.getState();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const names = new Map(useProject.getState().project?.taxonomy.classes.map(({ id, name }) => [id, name]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  const text = errorList(shown, format, (id) => names.get(id) ?? `class ${id}`, marks);
  const file = `errors-${report?.run ?? useView.getState().run}-${report?.split}.${format}`;
  await saveFile(file, new Blob([text], { type: `text/${format === 'csv' ? 'csv' : 'tab-separated-values'}` }));
}
