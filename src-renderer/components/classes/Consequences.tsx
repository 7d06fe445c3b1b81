import { useEffect, useRef } from 'react';
import type { ActionClass, Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { useClasses } from '../../state/classes';
import { noRuns, useProject } from '../../state/project';
import { Kbd } from '../../ui/Kbd';
import { ClassDetails } from './ClassDetails';
import { ofHotkey, ofRename } from './sentences';
import { useEditing } from './editing';
import { MergePreview } from './MergePreview';

/** What the edit under way changes; without one, what else there is to the class that is looked at. */
export function Consequences({ taxonomy }: { taxonomy: Taxonomy }) {
  const { field, merge, current } = useEditing();
  const box = useRef<HTMLDivElement>(null);
  const isPlanned = merge?.plan !== undefined && merge?.plan !== null;
  useEffect(() => {
    if (isPlanned) box.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [isPlanned]);
  const shown = taxonomy.classes.find(({ id }) => id === (field?.id ?? current));
  return (
    <div id="class-consequences" className="class-consequences" aria-live="polite" ref={box}>
      {merge ? (
        <MergePreview taxonomy={taxonomy} />
      ) : field && shown && (field.field === 'name' || field.field === 'hotkey') ? (
        <OfField taxonomy={taxonomy} entry={shown} field={field.field} draft={field.draft} />
      ) : shown ? (
        <ClassDetails taxonomy={taxonomy} entry={shown} />
      ) : (
        <p className="hint">
          <Kbd keys="Enter" /> edits, <Kbd keys="Tab" /> goes on to the next field, <Kbd keys="Space" /> ticks for a
          merge.
        </p>
      )}
    </div>
  );
}

interface OfFieldProps {
  taxonomy: Taxonomy;
  entry: ActionClass;
  field: 'name' | 'hotkey';
  draft: string;
}

function OfField({ taxonomy, entry, field, draft }: OfFieldProps) {
  const runs = useProject((mirrors) => mirrors.runs) ?? noRuns;
  const count = useClasses((state) => state.counts?.get(entry.id));
  const sentences =
    field === 'name' ? ofRename(taxonomy, entry, draft, { count, runs }) : ofHotkey(taxonomy, entry, draft);
  return (
    <>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="hint">
        <Kbd keys="Enter" /> does it, <Kbd keys="Esc" /> leaves it as it is.
      </p>
    </>
  );
}
