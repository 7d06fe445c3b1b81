/** The lanes of the project: names, order, new ones; each change is one edit that can be undone. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type Lane, lanesOf } from '../../../src-main/common/domain/lane';
import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import type { TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { addLane, laneTaking, moveLane, renameLane } from '../../../src-main/common/laneEditing';
import { call } from '../../client';
import { editClasses } from '../../state/history';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { TextInput } from '../../ui/fields';
import { Failure } from '../../ui/status';

type Make = (taxonomy: Taxonomy) => TaxonomyEdit | null;

export function LaneList({ taxonomy }: { taxonomy: Taxonomy }) {
  const task = useTask((work: () => Promise<void>) => work());
  const [name, setName] = useState('');
  const lanes = lanesOf(taxonomy);
  const change = (make: Make) => task.run(() => editClasses(make));
  const add = async () => {
    await editClasses((now) => addLane(now, name));
    setName('');
  };
  const remove = async (lane: Lane) => {
    const edit = await call('taxonomy.planLaneRemoval', { lane: lane.id });
    await editClasses(() => edit);
  };
  return (
    <div className="lane-list">
      <h3>Lanes</h3>
      <ol>
        {lanes.map((lane, at) => (
          <li key={`${lane.id} ${lane.name}`} className="row tight">
            <TextInput
              aria-label={`Name of lane ${at + 1}`}
              defaultValue={lane.name}
              onBlur={({ target }) => change((now) => renameLane(now, lane.id, target.value))}
              onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
            />
            <IconButton
              icon={ArrowUp}
              name={`Move ${lane.name} up`}
              disabled={at === 0}
              onClick={() => change((now) => moveLane(now, lane.id, at - 1))}
            />
            <IconButton
              icon={ArrowDown}
              name={`Move ${lane.name} down`}
              disabled={at === lanes.length - 1}
              onClick={() => change((now) => moveLane(now, lane.id, at + 1))}
            />
            <IconButton
              icon={Trash2}
              name={
                lanes.length === 1
                  ? 'The only lane'
                  : `Remove ${lane.name}, its segments to ${laneTaking(taxonomy, lane.id).name}`
              }
              disabled={lanes.length === 1}
              onClick={() => task.run(() => remove(lane))}
            />
          </li>
        ))}
      </ol>
      <form
        className="row tight"
        onSubmit={(event) => {
          event.preventDefault();
          task.run(add);
        }}
      >
        <TextInput
          aria-label="Name of a new lane"
          placeholder="New lane, such as left hand"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" icon={Plus} disabled={name.trim() === ''}>
          Add
        </Button>
      </form>
      <Failure error={task.error} />
      <p className="hint">Labels of all lanes are trained and scored as one.</p>
    </div>
  );
}
