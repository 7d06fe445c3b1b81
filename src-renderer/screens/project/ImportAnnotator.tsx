import { useState } from 'react';
import type { ImportChoices } from '../../../src-main/common/contract/project';
import { TextInput, Tick } from '../../ui/fields';

interface ImportAnnotatorProps {
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

/** Whose labels they are: the project's own, or another annotator's, to be compared with those. */
export function ImportAnnotator({ choices, onChoices }: ImportAnnotatorProps) {
  const [name, setName] = useState(choices.annotator ?? 'second');
  const { annotator, ...others } = choices;
  const isTheirs = annotator !== undefined;
  const call = (text: string) => {
    setName(text);
    if (text.trim() !== '') onChoices({ ...others, annotator: text.trim() });
  };
  return (
    <div className="import-annotator">
      <Tick
        checked={isTheirs}
        onTick={(on) => onChoices(on ? { ...others, annotator: name.trim() || 'second' } : others)}
      >
        Labels of another annotator
      </Tick>
      {isTheirs && (
        <>
          <TextInput aria-label="Name of the annotator" value={name} onChange={(event) => call(event.target.value)} />
          <span className="hint">kept beside the project’s own labels, which stay as they are</span>
        </>
      )}
    </div>
  );
}
