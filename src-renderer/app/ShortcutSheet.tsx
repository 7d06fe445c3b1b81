import './shortcuts.css';
import { Keyboard } from 'lucide-react';
import { actions } from '../actions';
import { closeDialog, openDialog } from '../state/dialogs';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Kbd } from '../ui/Kbd';
import { useKeys } from '../ui/keyOf';
import { KeymapEditor } from './KeymapEditor';

/** All keys, from the same list that the keys themselves come from. @param editing whether they can be changed */
export function ShortcutSheet({ editing }: { editing: boolean }) {
  return (
    <Dialog
      title={editing ? 'Change keys' : 'Keyboard shortcuts'}
      width={720}
      onClose={closeDialog}
      foot={
        editing ? (
          <Button className="push" onClick={() => openDialog({ name: 'shortcuts', editing: false })}>
            Done
          </Button>
        ) : (
          <Button className="push" icon={Keyboard} onClick={() => openDialog({ name: 'shortcuts', editing: true })}>
            Change keys
          </Button>
        )
      }
    >
      {editing ? <KeymapEditor /> : <Sheet />}
    </Dialog>
  );
}

function Sheet() {
  const keys = useKeys((state) => state.keys);
  const withKeys = actions.filter(({ id }) => keys[id] !== undefined);
  const groups = [...new Set(withKeys.map((action) => action.group))];
  return (
    <div className="shortcut-sheet">
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <dl>
            {withKeys
              .filter((action) => action.group === group)
              .map((action) => (
                <div key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    <Kbd keys={keys[action.id] ?? ''} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
