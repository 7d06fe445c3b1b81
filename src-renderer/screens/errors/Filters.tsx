import './filters.css';
import { useMemo } from 'react';
import { nounOf, verbOf } from '../../../src-main/common/classColours';
import { labelErrorMark, lengthRanges, type LengthRange } from '../../state/errorFilter';
import { useErrors } from '../../state/errors';
import { useProject } from '../../state/project';
import { type ErrorFilter, noErrorFilter } from '../../state/errorFilter';
import { setErrorFilter, setLinked, useView } from '../../state/view';
import { SearchInput, Select } from '../../ui/fields';
import { ChosenChip, Cross } from '../../components/ChosenChip';
import { formatCount, formatNumber } from '../../ui/format';

/** Search, what the list can be narrowed by, and chips of what the other screens have selected. */
export function Filters({ count }: { count: number }) {
  const filter = useView((view) => view.errorFilter);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const report = useErrors((state) => state.report);
  const rows = useErrors((state) => state.rows);
  const marks = useErrors((state) => state.marks);
  const videos = useMemo(() => sorted(rows.map(({ video }) => video)), [rows]);
  const [verbs, nouns] = useMemo(() => {
    const actions = taxonomy?.classes.filter(({ background }) => !background) ?? [];
    return [sorted(actions.map(verbOf)), sorted(actions.map(nounOf))];
  }, [taxonomy]);
  const tags = sorted([...marks.values()].flatMap((mark) => mark.tags));
  const hasMarks = marks.size > 0;
  return (
    <div className="toolbar errors-filters">
      <SearchInput
        data-find
        aria-label="Find errors"
        placeholder="Class, kind, video"
        value={filter.text}
        onChange={(event) => setErrorFilter({ text: event.target.value })}
      />
      <Chip part="verb" choices={verbs} />
      <Chip part="noun" choices={nouns} />
      <Chip part="length" choices={Object.keys(lengthRanges)} />
      <Chip part="video" choices={videos} />
      {(hasMarks || filter.mark !== null) && <Chip part="mark" choices={[labelErrorMark, ...tags]} />}
      <SelectionChips />
      <span className="push hint">
        {count === rows.length
          ? formatCount(count, 'error')
          : `${formatNumber(count)} of ${formatCount(rows.length, 'error')}`}
        {report && `, ${formatCount(report.correct, 'correct segment')}`}
      </span>
    </div>
  );
}

const sorted = (names: readonly string[]): string[] =>
  [...new Set(names)].filter(Boolean).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

type Part = Exclude<keyof ErrorFilter, 'text'>;

/** A part of the filter: "verb: any", or what it is with a cross. */
function Chip({ part, choices }: { part: Part; choices: readonly string[] }) {
  const value = useView((view) => view.errorFilter[part]);
  const set = (next: string) =>
    setErrorFilter({ [part]: next === '' ? null : part === 'length' ? (next as LengthRange) : next });
  return (
    <span className={`chip filter-chip ${value === null ? '' : 'on'}`}>
      <span aria-hidden>{part}:</span>
      <Select
        aria-label={`Errors by ${part}`}
        value={value ?? ''}
        choices={[{ value: '', label: 'any' }, ...choices.map((name) => ({ value: name, label: name }))]}
        onValue={set}
      />
      {value !== null && <Cross name={part} onClick={() => setErrorFilter({ [part]: null })} />}
    </span>
  );
}

/** What was selected in the matrix or with the lasso. */
function SelectionChips() {
  const truthClass = useView((view) => view.truthClass);
  const predictedClass = useView((view) => view.predictedClass);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const nameOf = (id: number) => taxonomy?.classes.find((entry) => entry.id === id)?.name ?? `class ${id}`;
  return (
    <>
      {truthClass !== null && (
        <span className="chip on">
          truth: {nameOf(truthClass)} <Cross name="truth" onClick={() => setLinked({ truthClass: null })} />
        </span>
      )}
      {predictedClass !== null && (
        <span className="chip on">
          predicted: {nameOf(predictedClass)}{' '}
          <Cross name="predicted class" onClick={() => setLinked({ predictedClass: null })} />
        </span>
      )}
      <ChosenChip unit="step" />
    </>
  );
}

/** Shows all errors again. */
export function clearFilters(): void {
  setErrorFilter(noErrorFilter);
  setLinked({ kinds: null, truthClass: null, predictedClass: null, steps: null });
}
