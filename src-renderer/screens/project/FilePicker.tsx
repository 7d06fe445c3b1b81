import './filePicker.css';
import { ArrowUp, File, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { FolderEntry } from '../../../src-main/common/contract/app';
import type { OutputOf } from '../../../src-main/common/contract';
import { call } from '../../client';
import type { PickRequest } from '../../state/dialogs';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextInput } from '../../ui/fields';
import { formatBytes, formatCount } from '../../ui/format';
import { Failure, Skeleton } from '../../ui/status';

type Listing = OutputOf<'app.folder'>;

const ways: Record<PickRequest['kind'], string> = {
  folder: 'The folder named above',
  file: 'Click a file',
  files: 'Click files, or take the folder as a whole',
};

/**
 * Chooses files or a folder of the machine the program runs on, in the page: a browser's own dialog would show the disk
 * of the machine the page is on.
 */
export function FilePicker({
  kind,
  title,
  extensions,
  done,
}: PickRequest & { done: (paths: string[] | null) => void }) {
  const [listing, setListing] = useState<Listing | null>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = useRef('');
  const list = useTask(async (path: string) => {
    asked.current = path;
    const { file, ...found } = await listingOf(path, kind !== 'folder');
    // An answer that comes after another folder was asked for, or typed, is not wanted any more.
    if (asked.current !== path) return;
    setListing(found);
    setTyped((now) => (now === typed ? found.path : now));
    setChosen(file === undefined ? [] : [file]);
  });
  const { run: open } = list;
  useEffect(() => open(''), [open]);
  // The row that was chosen is gone with its folder; the keyboard goes on from the first of the new ones.
  useEffect(() => {
    if (listing && document.activeElement?.tagName !== 'INPUT') focusRow(0);
  }, [listing]);

  const suits = (entry: FolderEntry) =>
    entry.folder ||
    (kind !== 'folder' &&
      (extensions.length === 0 || extensions.some((e) => entry.name.toLowerCase().endsWith(`.${e}`))));
  const entries = listing?.entries.filter(suits) ?? [];
  const toggle = (path: string) => {
    const others = kind === 'files' ? chosen.filter((p) => p !== path) : [];
    setChosen(chosen.includes(path) ? others : [...others, path]);
  };
  const result = chosen.length > 0 ? [...chosen] : listing && kind !== 'file' ? [listing.path] : [];
  const elsewhere = typed.trim() !== (listing?.path ?? '');
  const confirm = () => {
    if (elsewhere) open(typed.trim());
    else if (result.length > 0) done(result);
  };
  return (
    <Dialog
      title={title}
      width={640}
      className="file-picker"
      onSubmit={confirm}
      onClose={() => done(null)}
      foot={
        <>
          <span className="hint ellipsis">
            {chosen.length > 0 ? `${formatCount(chosen.length, 'file')} chosen` : ways[kind]}
          </span>
          <Button className="push" onClick={() => done(null)}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={result.length === 0 && !elsewhere}>
            {chosen.length > 0 || kind === 'file' ? 'Choose' : 'Choose this folder'}
          </Button>
        </>
      }
    >
      <div className="picker-path">
        <IconButton
          icon={ArrowUp}
          name="Up one folder"
          disabled={!listing?.parent}
          onClick={() => open(listing?.parent ?? '')}
        />
        <TextInput
          className="mono"
          aria-label="Folder"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'ArrowDown' && moveInList(event)}
        />
      </div>
      <Failure error={list.error} />
      {!listing && !list.error && <Skeleton rows={8} what="Reading the folder" />}
      <ul className="picker-list" aria-label="Folder contents" onKeyDown={moveInList}>
        {entries.map((entry) => (
          <Entry
            key={entry.path}
            entry={entry}
            chosen={chosen.includes(entry.path)}
            onClick={() => (entry.folder ? open(entry.path) : toggle(entry.path))}
            onTaken={() => done([entry.path])}
          />
        ))}
        {listing && entries.length === 0 && <li className="no-match hint">{nothingHere(kind, extensions)}</li>}
      </ul>
    </Dialog>
  );
}

interface EntryProps {
  entry: FolderEntry;
  chosen: boolean;
  onClick: () => void;
  /** A file was clicked twice. */
  onTaken: () => void;
}

function Entry({ entry, chosen, onClick, onTaken }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        className="list-row"
        aria-pressed={entry.folder ? undefined : chosen}
        onClick={onClick}
        onDoubleClick={() => !entry.folder && onTaken()}
      >
        {entry.folder ? <Folder size={16} aria-hidden /> : <File size={16} aria-hidden />}
        <span className="ellipsis">{entry.name}</span>
        <span className="hint push">{entry.folder ? '' : formatBytes(entry.bytes)}</span>
      </button>
    </li>
  );
}

/** A folder's entries; where files are wanted, the path of one gives its folder with the file chosen. */
async function listingOf(path: string, files: boolean): Promise<Listing & { file?: string }> {
  try {
    return await call('app.folder', { path });
  } catch (error) {
    const folder = path.replace(/[\\/][^\\/]*$/, '');
    if (!files || folder === path || folder === '') throw error;
    const listing = await call('app.folder', { path: folder }).catch(() => null);
    const file = listing?.entries.find((entry) => entry.path === path && !entry.folder);
    if (!listing || !file) throw error;
    return { ...listing, file: file.path };
  }
}

function nothingHere(kind: PickRequest['kind'], extensions: readonly string[]): string {
  if (kind === 'folder') return 'No folders in this one.';
  return extensions.length === 0
    ? 'This folder is empty.'
    : `No ${extensions.map((e) => `.${e}`).join(' or ')} files here.`;
}

/** Up and down through the entries, from the path's field too. */
function moveInList(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  focusRow(rows().indexOf(document.activeElement as HTMLElement) + step);
  event.preventDefault();
}

const rows = () => [...document.querySelectorAll<HTMLElement>('.picker-list button')];

function focusRow(index: number): void {
  const all = rows();
  all[Math.max(0, Math.min(all.length - 1, index))]?.focus();
}
