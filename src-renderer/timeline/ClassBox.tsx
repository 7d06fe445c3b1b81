/** A class by typing, beside the playhead: it relabels the chosen segment, else begins one there. */
import './classBox.css';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { cleanClassName } from '../../src-main/common/domain/taxonomy';
import { toX, type Viewport } from '../canvas/viewport';
import { addClass } from '../state/classes';
import { useClassLooks } from '../state/classLooks';
import { raise } from '../state/notices';
import { useProject } from '../state/project';
import { useView } from '../state/view';
import { Kbd } from '../ui/Kbd';
import { keyOf } from '../ui/keyOf';
import { Swatch } from '../ui/Swatch';
import { type FoundClass, findClasses } from './classSearch';
import { endTyping, pressClass } from './hands/classes';
import { useHands } from './hands/hands';
import { useLanes } from './lanes';
import { isTruth } from './rows';

const mostShown = 8;
const width = 280;

export function ClassBox({ view }: { view: Viewport }) {
  const typing = useHands((state) => state.typing);
  return typing ? <OpenBox view={view} /> : null;
}

function OpenBox({ view }: { view: Viewport }) {
  const box = useRef<HTMLDivElement>(null);
  const classes = useProject((mirrors) => mirrors.project?.taxonomy.classes);
  const relabels = useLanes(({ chosen }) => (chosen && isTruth(chosen.lane) ? chosen.segment.name : null));
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const hits = useMemo(
    () => findClasses(classes?.filter(({ background }) => !background) ?? [], query).slice(0, mostShown),
    [classes, query],
  );
  // Where it stood when it was opened: it must not run away while a video plays.
  const [x] = useState(() => toX(view, useView.getState().playhead));
  useEffect(() => place(box.current, x), [x]);
  const close = () => {
    const timeline = box.current?.closest<HTMLElement>('.timeline');
    endTyping();
    timeline?.focus();
  };
  const wished = query.trim();
  const offersNew = wished !== '' && !classes?.some(({ name }) => cleanClassName(name) === cleanClassName(wished));
  const options = hits.length + (offersNew ? 1 : 0);
  const take = async (index: number) => {
    if (index >= options) return;
    close();
    const id = hits[index]?.entry.id ?? (await addClass(wished));
    if (id !== null) await pressClass(id);
  };
  const taken = (index: number) => void take(index).catch((error: unknown) => raise('class', error));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, options - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') taken(at);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const name = relabels === null ? 'Class of a new segment' : `Class instead of ${relabels}`;
  return (
    <div ref={box} popover="manual" className="class-box" role="dialog" aria-label={name}>
      <input
        role="combobox"
        aria-expanded
        aria-controls="class-box-list"
        aria-activedescendant={at < options ? `class-box-${at}` : undefined}
        aria-label={name}
        placeholder={name}
        value={query}
        spellCheck={false}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={endTyping}
      />
      <div id="class-box-list" role="listbox" aria-label="Classes">
        {hits.map((hit, i) => (
          <Option key={hit.entry.id} hit={hit} id={`class-box-${i}`} chosen={i === at} onTake={() => taken(i)} />
        ))}
        {offersNew && (
          <Option
            hit={null}
            name={wished}
            id={`class-box-${hits.length}`}
            chosen={at === hits.length}
            onTake={() => taken(hits.length)}
          />
        )}
      </div>
    </div>
  );
}

interface OptionProps {
  /** Null: a class of this name is to be added. */
  hit: FoundClass | null;
  name?: string;
  id: string;
  chosen: boolean;
  onTake: () => void;
}

function Option({ hit, name, id, chosen, onTake }: OptionProps) {
  const look = useClassLooks().get(hit?.entry.id ?? -1);
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className="class-option"
      // The field must not lose the focus before the click counts.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
      onKeyDown={undefined}
    >
      {look && <Swatch look={look} />}
      {hit === null && <Plus size={14} aria-hidden />}
      <span className="ellipsis">{hit ? emphasised(hit.entry.name, hit.letters) : `Add class “${name}”`}</span>
      {hit?.entry.hotkey && (
        <span className="push">
          <Kbd keys={keyOf(`label.class-${hit.entry.hotkey}`) ?? ''} />
        </span>
      )}
    </div>
  );
}

function emphasised(name: string, letters: readonly number[]): ReactNode {
  return Array.from(name, (letter, i) => (letters.includes(i) ? <b key={i}>{letter}</b> : letter));
}

/** Above the lanes at the playhead, as far as the window allows. @param x of the playhead in the canvases */
function place(element: HTMLDivElement | null, x: number): void {
  const lanes = element?.parentElement?.getBoundingClientRect();
  if (!element || !lanes) return;
  element.showPopover();
  const inside = (value: number, size: number, most: number) => Math.max(8, Math.min(value, most - size - 8));
  element.style.left = `${inside(lanes.left + x + 8, width, window.innerWidth)}px`;
  element.style.top = `${inside(lanes.top + 8, element.offsetHeight, window.innerHeight)}px`;
  element.querySelector('input')?.focus();
}
