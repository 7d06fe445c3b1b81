import { actions } from '../actions';
import { closeDialog } from '../state/dialogs';
import { Dialog } from '../ui/Dialog';
import { Kbd } from '../ui/Kbd';

/** All keys, from the same list that the keys themselves come from. */
export function ShortcutSheet() {
  const withKeys = actions.filter((action) => action.shortcut !== undefined);
  const groups = [...new Set(withKeys.map((action) => action.group))];
  return (
    <Dialog title="Keyboard shortcuts" width={720} onClose={closeDialog}>
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
                      <Kbd keys={action.shortcut ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
