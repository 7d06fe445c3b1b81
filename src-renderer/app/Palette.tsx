import './palette.css';
import { Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useClassLooks } from '../state/classLooks';
import { closeDialog } from '../state/dialogs';
import { useProject } from '../state/project';
import { type SegmentSearch, useSegmentSearch } from '../state/segmentSearch';
import { useModal } from '../ui/Dialog';
import { formatCount, formatNumber } from '../ui/format';
import { Kbd } from '../ui/Kbd';
import { Swatch } from '../ui/Swatch';
import {
  allItems,
  type Hit,
  type Kind,
  kindKeys,
  kindOf,
  kinds,
  type Matched,
  search,
  segmentHit,
  textOf,
} from './paletteItems';

/** Of one kind: where all are shown, and where one is asked for. */
const [mostOfEach, mostOfOne] = [12, 200];

/** Ctrl K: every command, class, segment, video and run by its name. A combobox whose list is always open. */
export function Palette() {
  const dialog = useModal();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // What is read while the palette is open is found, too.
  const mirrors = useProject();
  const items = useMemo(() => allItems(mirrors), [mirrors]);
  const found = useSegmentSearch(textOf(query));
  const { shown, counts } = useMemo(() => listed(search(items, query), found, query), [items, found, query]);
  const results = kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, shown]);

  const ask = (text: string) => {
    setQuery(text);
    setAt(0);
  };
  const choose = (hit: Hit | undefined) => {
    if (!hit || hit.item.impossible) return;
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
            placeholder="Command, class, segment, video or run"
            value={query}
            spellCheck={false}
            onChange={(event) => ask(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <span className="hint">{formatCount(results, 'result')}</span>
        </div>
        <Kinds query={query} counts={counts} onQuery={ask} />
        <div id="palette-list" ref={list} role="listbox" aria-label="Results" className="palette-list">
          {shown.map((hit, i) => (
            <Fragment key={hit.item.key}>
              {hit.item.kind !== shown[i - 1]?.item.kind && <h3 aria-hidden>{hit.item.kind}</h3>}
              <Result hit={hit} id={`palette-${i}`} chosen={i === at} onChoose={() => choose(hit)} />
            </Fragment>
          ))}
          {results === 0 && <p className="palette-none label">Nothing is called “{query}”.</p>}
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

/** What is listed, kind by kind, and how many there are of each. */
function listed(
  hits: readonly Hit[],
  found: SegmentSearch,
  query: string,
): { shown: Hit[]; counts: ReadonlyMap<Kind, number> } {
  const chosen = kindOf(query);
  const most = chosen ? mostOfOne : mostOfEach;
  const counts = new Map<Kind, number>();
  const shown = kinds.flatMap((kind) => {
    if (kind !== 'Segments') {
      const ofKind = hits.filter(({ item }) => item.kind === kind);
      counts.set(kind, ofKind.length);
      return ofKind.slice(0, most);
    }
    if (chosen && chosen !== kind) return [];
    counts.set(kind, found.total);
    const segments = Array.from({ length: Math.min(most, found.total) }, (_, i) => found.at(i));
    return segments.flatMap((segment) => (segment ? [segmentHit(segment, query)] : []));
  });
  return { shown, counts };
}

interface KindsProps {
  query: string;
  counts: ReadonlyMap<Kind, number>;
  onQuery: (query: string) => void;
}

/** Chips that limit the search to one kind, as its first character does. */
function Kinds({ query, counts, onQuery }: KindsProps) {
  const [chosen, rest] = [kindOf(query), textOf(query)];
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
          <span className="hint">{kindKeys[kind]}</span> {kind} {formatNumber(counts.get(kind) ?? 0)}
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
      aria-disabled={item.impossible}
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
