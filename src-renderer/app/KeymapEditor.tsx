/**
 * Every action with its key, to be changed: press the key, and where another action has it, say what becomes of that.
 */
import './keymap.css';
import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { actions } from '../actions';
import type { Action } from '../actions/action';
import { holdersOf, isChanged, resetKeys, setKeys } from '../actions/keymap';
import { pressedKey, refusalOf, startsPair } from '../actions/newKey';
import { say } from '../state/notices';
import { useTask } from '../state/task';
import { Button, IconButton } from '../ui/Button';
import { SearchInput } from '../ui/fields';
import { Kbd, keyLabel } from '../ui/Kbd';
import { useKeys } from '../ui/keyOf';
import { Failure } from '../ui/status';

/** Escape always gives up, and what takes another's place has that one's key. */
const editable = actions.filter(({ shortcut, insteadOf }) => shortcut !== 'Escape' && insteadOf === undefined);

/** A key that was pressed for an action, and whose it is. */
interface Wish {
  action: Action;
  key: string;
  holders: readonly Action[];
}

/** Every command with its key, to be given another. */
export function KeymapEditor() {
  const keys = useKeys((state) => state.keys);
  const [query, setQuery] = useState('');
  const [wish, setWish] = useState<Wish | null>(null);
  const change = useTask(async (changes: Record<string, string | null>) => {
    await setKeys(changes);
    setWish(null);
    say('Keys changed');
  });
  const reset = useTask(async () => {
    await resetKeys();
    setWish(null);
    say('All keys are as they were made');
  });
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = editable.filter(({ id, label }) =>
    words.every((word) => `${label} ${keyLabel(keys[id] ?? '')}`.toLowerCase().includes(word)),
  );
  const give = (action: Action, key: string | null) => {
    const holders = key === null ? [] : holdersOf(key, action.id, actions, keys);
    if (key !== null && holders.length > 0) setWish({ action, key, holders });
    else change.run({ [action.id]: key });
  };
  return (
    <div className="keymap">
      <div className="keymap-head row">
        <SearchInput
          data-autofocus
          aria-label="Find a command or key"
          placeholder="Command or key"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span className="hint">Enter or click, then the new key. Backspace takes it away.</span>
        <Button
          className="push"
          icon={RotateCcw}
          disabled={!editable.some(({ id }) => isChanged(id))}
          onClick={reset.run}
        >
          Reset all
        </Button>
      </div>
      <Failure error={change.error ?? reset.error} />
      {[...new Set(found.map(({ group }) => group))].map((group) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <ul>
            {found
              .filter((action) => action.group === group)
              .map((action) => (
                <li key={action.id}>
                  <div className="keymap-row">
                    <span>{action.label}</span>
                    <span className="hint">{action.scope === 'timeline' ? 'player, timeline, errors' : ''}</span>
                    {isChanged(action.id) && (
                      <IconButton
                        icon={RotateCcw}
                        name={`Reset to ${action.shortcut ? keyLabel(action.shortcut) : 'no key'}`}
                        onClick={() => give(action, action.shortcut ?? null)}
                      />
                    )}
                    <KeyButton action={action} current={keys[action.id]} onKey={(key) => give(action, key)} />
                  </div>
                  {wish?.action.id === action.id && (
                    <Conflict wish={wish} keys={keys} onChange={change.run} onKeep={() => setWish(null)} />
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && <p className="hint">No command matches “{query}”.</p>}
    </div>
  );
}

interface KeyButtonProps {
  action: Action;
  current: string | undefined;
  /** Null: none. */
  onKey: (key: string | null) => void;
}

/** Shows the key; pressed, it takes the next key that is pressed. */
function KeyButton({ action, current, onKey }: KeyButtonProps) {
  const [listening, setListening] = useState(false);
  const [first, setFirst] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const end = () => {
    setListening(false);
    setFirst(null);
  };
  const hear = (event: KeyboardEvent) => {
    if (!listening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return end();
    if (event.key === 'Backspace') {
      end();
      return onKey(null);
    }
    const pressed = pressedKey(event.nativeEvent, action.shortcut);
    if (pressed === null) return;
    if (first === null && startsPair(pressed)) return setFirst(pressed);
    const key = first === null ? pressed : `${first} ${pressed}`;
    end();
    const reason = refusalOf(key, action);
    setRefused(reason);
    if (reason === null && key !== current) onKey(key);
  };
  return (
    <>
      {refused !== null && <span className="state err">{refused}</span>}
      <button
        type="button"
        className={`keymap-key ${listening ? 'listening' : ''}`}
        aria-label={`Key of ${action.label}: ${current === undefined ? 'none' : keyLabel(current)}`}
        aria-pressed={listening}
        onClick={() => {
          setRefused(null);
          setListening(true);
        }}
        onKeyDown={hear}
        onBlur={end}
      >
        {listening ? first === null ? 'Press a key' : `${keyLabel(first)} and …` : <KeyOrNone current={current} />}
      </button>
    </>
  );
}

function KeyOrNone({ current }: { current: string | undefined }) {
  return current === undefined ? <span className="hint">none</span> : <Kbd keys={current} />;
}

interface ConflictProps {
  wish: Wish;
  keys: Readonly<Record<string, string>>;
  onChange: (changes: Record<string, string | null>) => void;
  onKeep: () => void;
}

/** Whose the key is, and what can be done. */
function Conflict({ wish: { action, key, holders }, keys, onChange, onKeep }: ConflictProps) {
  const [holder] = holders;
  const own = keys[action.id];
  const names = holders.slice(0, 3).map(({ label }) => `“${label}”`);
  const others = holders.length > names.length ? ` and ${holders.length - names.length} more` : '';
  const where = holder?.scope === 'timeline' && holders.length === 1 ? ' while player or timeline has the focus' : '';
  const taken = Object.fromEntries(holders.map(({ id }) => [id, null]));
  return (
    <div className="keymap-conflict row" role="alert">
      <span>
        <Kbd keys={key} /> does {names.join(', ')}
        {others}
        {where}.
      </span>
      <span className="row tight push">
        {holders.length === 1 && holder && own !== undefined && (
          <Button autoFocus onClick={() => onChange({ [action.id]: key, [holder.id]: own })}>
            Swap the two
          </Button>
        )}
        <Button autoFocus={own === undefined} onClick={() => onChange({ ...taken, [action.id]: key })}>
          Take it from there
        </Button>
        <Button kind="quiet" onClick={onKeep}>
          Leave it
        </Button>
      </span>
    </div>
  );
}
