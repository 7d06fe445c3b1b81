/** The classes of the project, to be looked through and edited in place; what an edit means stands below the table. */
import { Combine, Plus, Trash2, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { classNamed } from '../../../src-main/common/classEditing';
import { isKeyOf } from '../../actions/shortcut';
import { useClassLooks } from '../../state/classLooks';
import { addClass, closeClasses, countClasses, useClasses } from '../../state/classes';
import { useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Table } from '../../tables/Table';
import { Button, IconButton } from '../../ui/Button';
import { SearchInput, TextInput } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';
import { Failure } from '../../ui/status';
import './classes.css';
import { classColumns } from './columns';
import { Consequences } from './Consequences';
import {
  beginField,
  endEditing,
  previewTicked,
  removeClasses,
  setCurrent,
  setTicked,
  toBeMerged,
  useEditing,
} from './editing';

export function ClassesPanel({ taxonomy, className = '' }: { taxonomy: Taxonomy; className?: string }) {
  const [query, setQuery] = useState('');
  const { current, ticked, error } = useEditing();
  const counts = useClasses((state) => state.counts);
  const looks = useClassLooks();
  const count = useTask(countClasses);
  const revision = useProject((mirrors) => mirrors.annotationsRevision);
  const { run: runCount } = count;
  useEffect(() => runCount(), [runCount, revision]);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    table.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    return endEditing;
  }, []);
  const rows = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return taxonomy.classes.filter((entry) => entry.name.toLowerCase().includes(wanted));
  }, [taxonomy, query]);
  const columns = useMemo(() => classColumns({ taxonomy, looks, counts }), [taxonomy, looks, counts]);
  const ids = useMemo(() => new Set([...ticked].map(String)), [ticked]);
  return (
    <Region name="Classes" className={`classes ${className}`}>
      <PanelHead title="Classes" count={formatNumber(taxonomy.classes.length)}>
        <IconButton className="push" icon={X} name="Close the classes" shortcut="Esc" onClick={closeClasses} />
      </PanelHead>
      <div className="toolbar">
        <SearchInput
          data-find
          aria-label="Find a class"
          placeholder="Name"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <AddClass taxonomy={taxonomy} />
        <MergeButton taxonomy={taxonomy} />
        <Button
          icon={Trash2}
          command={deleteKey}
          disabled={current === null && ticked.size === 0}
          onClick={() => void removeClasses()}
        >
          Delete
        </Button>
      </div>
      <Failure error={error ?? count.error} />
      <div className="classes-table" ref={table} onKeyDown={onRowKey}>
        <Table
          label="Classes"
          rows={rows}
          columns={columns}
          idOf={(entry) => String(entry.id)}
          current={current === null ? null : String(current)}
          onCurrent={(id) => setCurrent(Number(id))}
          onOpen={(id) => beginField(Number(id), 'name')}
          ticked={ids}
          onTicked={(next) => setTicked(new Set([...next].map(Number)))}
          empty={<p className="no-match label">No classes match. Clear “{query}”.</p>}
        />
      </div>
      <Consequences taxonomy={taxonomy} />
    </Region>
  );
}

/** In the table these keys do with classes what they do with segments in the timeline. */
const [mergeKey, deleteKey] = ['label.mergeNext', 'label.delete'] as const;

/** Keys of a row beside those that every table has. */
function onRowKey(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const { current, merge, error } = useEditing.getState();
  if (event.key === 'F2' && current !== null) beginField(current, 'name');
  else if (isKeyOf(mergeKey, event.nativeEvent)) void previewTicked();
  else if (isKeyOf(deleteKey, event.nativeEvent)) void removeClasses();
  else if (event.key === 'Escape') {
    if (merge || error) endEditing();
    else closeClasses();
  } else return;
  event.preventDefault();
}

function MergeButton({ taxonomy }: { taxonomy: Taxonomy }) {
  const { current, ticked } = useEditing();
  const from = toBeMerged({ ticked, current });
  const into = taxonomy.classes.find(({ id }) => id === current);
  const isPossible = into !== undefined && from.length > 0;
  return (
    <Button
      icon={Combine}
      command={mergeKey}
      shown
      disabled={!isPossible}
      data-tip={isPossible ? undefined : 'Tick classes with Space, then move to the one that they become'}
      onClick={() => void previewTicked()}
    >
      {isPossible ? `Merge ${formatNumber(from.length)} into “${into.name}”` : 'Merge'}
    </Button>
  );
}

function AddClass({ taxonomy }: { taxonomy: Taxonomy }) {
  const [name, setName] = useState('');
  const known = name.trim() === '' ? undefined : classNamed(taxonomy, name);
  const add = useTask(async () => {
    setCurrent(known?.id ?? (await addClass(name)));
    setName('');
  });
  return (
    <form
      className="row push"
      onSubmit={(event) => {
        event.preventDefault();
        add.run();
      }}
    >
      <TextInput
        aria-label="Name of a new class"
        placeholder="New class"
        value={name}
        aria-invalid={add.error !== null}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={Plus} disabled={name.trim() === '' || add.busy}>
        {known ? 'Show' : 'Add'}
      </Button>
    </form>
  );
}
