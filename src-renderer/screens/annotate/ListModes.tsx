import { showList, useWalk } from '../../state/walk';
import { Segmented } from '../../ui/fields';

/** What the list at the left is of. */
export function ListModes() {
  const list = useWalk((walk) => walk.list);
  return (
    <div className="annotate-modes">
      <Segmented
        label="List"
        value={list}
        choices={[
          { value: 'videos', label: 'Videos' },
          { value: 'review', label: 'Review' },
          { value: 'agreement', label: 'Agreement' },
          ...(list === 'conflicts' ? [{ value: list, label: 'Merge' }] : []),
        ]}
        onValue={showList}
      />
    </div>
  );
}
