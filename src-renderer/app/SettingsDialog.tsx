import './settings.css';
import { closeDialog, openDialog } from '../state/dialogs';
import { useProject } from '../state/project';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Segmented } from '../ui/fields';
import { formatBytes } from '../ui/format';
import { setTheme, useTheme } from '../ui/theme';
import { CacheSettings } from './CacheSettings';

/** What is set for this machine: theme, room for caches, and what can compute here. */
export function SettingsDialog() {
  const choice = useTheme((state) => state.choice);
  const info = useProject((state) => state.info);
  const hasProject = useProject((state) => state.project !== null && state.project !== undefined);
  const devices = useProject((state) => state.devices) ?? [];
  return (
    <Dialog
      title="Settings"
      width={560}
      className="settings-dialog"
      onClose={closeDialog}
      foot={
        <>
          <span className="hint">
            {info &&
              `GAD Workbench ${info.version}, ${info.shell}, ${info.platform}, ${info.threads} threads, ${formatBytes(info.memoryBytes)}`}
          </span>
          <Button className="push" onClick={() => openDialog({ name: 'shortcuts', editing: true })}>
            Change keys
          </Button>
          <Button onClick={() => openDialog({ name: 'shortcuts', editing: false })}>Shortcuts</Button>
        </>
      }
    >
      <div className="inset">
        <div className="row">
          <span className="label settings-label">Theme</span>
          <Segmented
            label="Theme"
            value={choice}
            choices={[
              { value: 'system', label: 'as the system' },
              { value: 'light', label: 'light' },
              { value: 'dark', label: 'dark' },
            ]}
            onValue={setTheme}
          />
        </div>
        {hasProject && <CacheSettings />}
        <h3>Devices</h3>
        <ul className="devices">
          {devices.map((device) => (
            <li key={device.id}>
              <span>{device.name}</span>
              <span className={`state ${device.available ? (device.experimental ? 'warn' : 'ok') : ''}`}>
                {device.available ? (device.experimental ? 'experimental' : 'tested') : 'not here'}
              </span>
              <span className="hint">{device.reason}</span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
