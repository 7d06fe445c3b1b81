import { ArrowUp, File, Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
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
  const [listing, setListing] = useState<OutputOf<'app.folder'> | null>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useTask(async (path: string) => {
    const found = await call('app.folder', { path });
    setListing(found);
    setTyped(found.path);
    setChosen([]);
  });
  const { run: open } = list;
  useEffect(() => open(''), [open]);

  const suits = (entry: FolderEntry) =>
    entry.folder ||
    (kind === 'files' &&
      (extensions.length === 0 || extensions.some((e) => entry.name.toLowerCase().endsWith(`.${e}`))));
  const toggle = (path: string) =>
    setChosen(chosen.includes(path) ? chosen.filter((p) => p !== path) : [...chosen, path]);
  const result = chosen.length > 0 ? [...chosen] : listing ? [listing.path] : [];
  const confirm = () => {
    if (listing && typed !== listing.path) open(typed);
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
            {chosen.length > 0 ? `${formatCount(chosen.length, 'file')} chosen` : 'This folder is taken as a whole'}
          </span>
          <Button className="push" onClick={() => done(null)}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={result.length === 0}>
            {chosen.length > 0 ? 'Choose' : 'Choose this folder'}
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
        />
      </div>
      <Failure error={list.error} />
      {!listing && !list.error && <Skeleton rows={8} what="Reading the folder" />}
      <ul className="picker-list" aria-label="Folder contents">
        {listing?.entries.filter(suits).map((entry) => (
          <li key={entry.path}>
            <button
              type="button"
              className="list-row"
              aria-pressed={entry.folder ? undefined : chosen.includes(entry.path)}
              onClick={() => (entry.folder ? open(entry.path) : toggle(entry.path))}
            >
              {entry.folder ? <Folder size={16} aria-hidden /> : <File size={16} aria-hidden />}
              <span className="ellipsis">{entry.name}</span>
              <span className="hint push">{entry.folder ? '' : formatBytes(entry.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
