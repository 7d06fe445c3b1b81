import { expect, it } from 'vitest';
import { closeDoneDialog, openDialog, useDialogs } from '../../../../src-renderer/state/dialogs';

it('a dialog whose work ends late closes itself, and no other that was opened since', () => {
  openDialog({ name: 'addModel' });
  openDialog({ name: 'settings' });
  closeDoneDialog('addModel');
  expect(useDialogs.getState().open).toEqual({ name: 'settings' });
  closeDoneDialog('settings');
  expect(useDialogs.getState().open).toBeNull();
});
