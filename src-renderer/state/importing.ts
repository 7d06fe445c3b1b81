/** Files on their way in: how far it is, and how an import that is done can be undone like every edit. */
import { useEffect, useState } from 'react';
import type { EventOf, InputOf, OutputOf } from '../../src-main/common/contract';
import { importName } from '../../src-main/common/importName';
import { call, on } from '../client';
import { settleBeside } from './history';

type Importing = EventOf<'project.importing'>;

/** How far the preview or the import under way is; null where nothing is told yet. */
export function useImporting(busy: boolean): Importing | null {
  const [progress, setProgress] = useState<Importing | null>(null);
  useEffect(() => {
    if (!busy) return;
    setProgress(null);
    return on('project.importing', setProgress);
  }, [busy]);
  return busy ? progress : null;
}

/**
 * Imports files as an edit with a name; another annotator's labels stand beside the edits,
 * and are removed by themselves.
 */
export async function bringFiles(request: InputOf<'project.import'>): Promise<OutputOf<'project.import'>> {
  let result: OutputOf<'project.import'> | undefined;
  await settleBeside(importName(request.files), async (done) => {
    if (!result) result = await call('project.import', request);
    else if (result.undo !== null) await call('project.repeatImport', { undo: result.undo, done });
  });
  return result as unknown as OutputOf<'project.import'>;
}
