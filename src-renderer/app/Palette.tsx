import { Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useClassLooks } from '../state/classLooks';
import { closeDialog } from '../state/dialogs';
import { useModal } from '../ui/Dialog';
import { Kbd } from '../ui/Kbd';
import { Swatch } from '../ui/Swatch';
import { allItems, type Hit, kindKeys, kinds, type Matched, search } from './paletteItems';

const mostShown = 80;

/** Ctrl K: every command, video, run and class by its name. A combobox whose list is always open. */
export function Palette() {
  const dialog = useModal();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const items = useMemo(() => allItems(), []);
  const hits = useMemo(() => search(items, query), [items, query]);
  const shown = hits.slice(0, mostShown);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, hits]);

  const ask = (text: string) => {
    setQuery(text);
    setAt(0);
  };
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    closeDialog();
    hit.item.choose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(shown[at]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label="Go to or run"
      onClose={closeDialog}
      onClick={closeOutside}
    >
      <div className="palette-inside">
        <div className="palette-field">
          <Search size={18} aria-hidden />
          <input
            role="combobox"
            data-autofocus
            aria-expanded
            aria-controls="palette-list"
            aria-activedescendant={shown[at] ? `palette-${at}` : undefined}
            aria-label="Go to or run"
            placeholder="Command, video, run or class"
            value={query}
            spellCheck={false}
            onChange={(event) => ask(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <span className="hint">{hits.length} results</span>
        </div>
        <Kinds query={query} hits={hits} onQuery={ask} />
        <div id="palette-list" ref={list} role="listbox" aria-label="Results" className="palette-list">
          {shown.map((hit, i) => (
            <Fragment key={hit.item.key}>
              {hit.item.kind !== shown[i - 1]?.item.kind && <h3 aria-hidden>{hit.item.kind}</h3>}
              <Result hit={hit} id={`palette-${i}`} chosen={i === at} onChoose={() => choose(hit)} />
            </Fragment>
          ))}
          {hits.length === 0 && <p className="palette-none label">Nothing is called “{query}”.</p>}
        </div>
        <footer>
          <Kbd keys="↑" />
          <Kbd keys="↓" /> move <Kbd keys="Enter" /> run <Kbd keys="Esc" /> close
        </footer>
      </div>
    </dialog>
  );
}

function closeOutside(event: React.MouseEvent<HTMLDialogElement>): void {
  if (event.target === event.currentTarget) closeDialog();
}

/** Chips that limit the search to one kind, as its first character does. */
function Kinds({ query, hits, onQuery }: { query: string; hits: readonly Hit[]; onQuery: (query: string) => void }) {
  const chosen = kinds.find((kind) => query.startsWith(kindKeys[kind]));
  const rest = chosen ? query.slice(1) : query;
  return (
    <div className="palette-kinds row">
      <button type="button" tabIndex={-1} className={`chip ${chosen ? '' : 'on'}`} onClick={() => onQuery(rest)}>
        All
      </button>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          tabIndex={-1}
          className={`chip ${kind === chosen ? 'on' : ''}`}
          onClick={() => onQuery(kindKeys[kind] + rest)}
        >
          <span className="hint">{kindKeys[kind]}</span> {kind} {hits.filter((hit) => hit.item.kind === kind).length}
        </button>
      ))}
    </div>
  );
}

interface ResultProps {
  hit: Hit;
  id: string;
  chosen: boolean;
  onChoose: () => void;
}

function Result({ hit: { item, matched }, id, chosen, onChoose }: ResultProps) {
  const Icon = item.icon;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className="palette-item"
      onClick={onChoose}
      onKeyDown={undefined}
    >
      {item.classId === undefined ? <Icon size={16} aria-hidden /> : <ClassSwatch id={item.classId} />}
      <span>{emphasise(item.label, matched)}</span>
      <span className="hint ellipsis">{item.note}</span>
      {item.shortcut && (
        <span className="push">
          <Kbd keys={item.shortcut} />
        </span>
      )}
    </div>
  );
}

function ClassSwatch({ id }: { id: number }) {
  const look = useClassLooks().get(id);
  return <span className="palette-swatch">{look && <Swatch look={look} />}</span>;
}

function emphasise(label: string, matched: Matched): ReactNode {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const [from, to] of matched) {
    if (from < done) continue;
    parts.push(label.slice(done, from), <b key={from}>{label.slice(from, to)}</b>);
    done = to;
  }
  return [...parts, label.slice(done)];
}
