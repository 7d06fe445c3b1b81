import './topBar.css';
import { ChevronDown, Moon, Search, Settings, Sun } from 'lucide-react';
import { perform } from '../actions';
import type { Action } from '../actions/action';
import { newProject } from '../actions/newProject';
import { openDemo } from '../actions/openDemo';
import { openPalette } from '../actions/openPalette';
import { openProject } from '../actions/openProject';
import { openSettings } from '../actions/openSettings';
import { formatAddress } from '../state/address';
import { useProject } from '../state/project';
import { goTo, type Screen, screenNames, screens, useView } from '../state/view';
import { IconButton } from '../ui/Button';
import { Kbd } from '../ui/Kbd';
import { ariaKeys, useKeyOf, useKeys } from '../ui/keyOf';
import { MenuItem, Popover } from '../ui/Popover';
import { setTheme, useTheme } from '../ui/theme';
import { JobPill } from './JobPill';

/** Project, screens, the palette, jobs, theme and settings. */
export function TopBar() {
  const theme = useTheme((state) => state.theme);
  const paletteKey = useKeyOf(openPalette.id);
  return (
    <header className="top-bar">
      <ProjectMenu />
      <Tabs />
      <button
        type="button"
        className="go-to"
        aria-label={openPalette.label}
        aria-keyshortcuts={ariaKeys(paletteKey)}
        onClick={() => perform(openPalette)}
      >
        <Search size={16} aria-hidden />
        <span className="hint">{openPalette.label}</span>
        {paletteKey && <Kbd keys={paletteKey} />}
      </button>
      <JobPill />
      <IconButton
        icon={theme === 'dark' ? Moon : Sun}
        name={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
      />
      <IconButton
        icon={Settings}
        name={openSettings.label}
        command="view.settings"
        onClick={() => perform(openSettings)}
      />
    </header>
  );
}

/** Where they have no room beside each other, those after Errors are a menu, or all are. */
const behind = screens.slice(screens.indexOf('errors') + 1);

function Tabs() {
  const view = useView();
  const open = useProject((state) => state.project !== null);
  const keys = useKeys((state) => state.keys);
  const shown = open ? view.screen : 'project';
  return (
    <>
      <nav className="tabs" aria-label="Screens">
        {screens.map((screen) => (
          <a
            key={screen}
            className={behind.includes(screen) ? 'behind' : ''}
            href={formatAddress({ ...view, screen })}
            aria-current={screen === shown ? 'page' : undefined}
            aria-disabled={!open && screen !== 'project'}
            data-tip={screenNames[screen]}
            data-tip-key={keys[`go.${screen}`]}
          >
            {/* The bold twin keeps the width when the tab is chosen. */}
            <span data-name={screenNames[screen]}>{screenNames[screen]}</span>
          </a>
        ))}
        <div className={`more-screens ${behind.includes(shown) ? 'current' : ''}`}>
          <ScreenMenu name="More" of={behind} shown={behind.includes(shown) ? shown : null} />
        </div>
      </nav>
      <div className="screen-menu">
        <ScreenMenu name="Screen" of={screens} shown={shown} />
      </div>
    </>
  );
}

interface ScreenMenuProps {
  /** Of the button, unless one of its screens is shown. */
  name: string;
  of: readonly Screen[];
  shown: Screen | null;
}

/** Tabs as a menu. */
function ScreenMenu({ name, of, shown }: ScreenMenuProps) {
  const open = useProject((state) => state.project !== null);
  const keys = useKeys((state) => state.keys);
  return (
    <Popover
      name={shown ? `${name}: ${screenNames[shown]}` : name}
      className="button quiet"
      align="start"
      role="menu"
      button={
        <>
          {shown ? screenNames[shown] : name} <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      {of.map((one) => (
        <MenuItem key={one} disabled={!open && one !== 'project'} onClick={() => goTo(one)}>
          <span>{screenNames[one]}</span>
          <span className="push">{keys[`go.${one}`] && <Kbd keys={keys[`go.${one}`] ?? ''} />}</span>
        </MenuItem>
      ))}
    </Popover>
  );
}

function ProjectMenu() {
  const name = useProject((state) => state.project?.project.name);
  const recent = useProject((state) => state.recent) ?? [];
  return (
    <Popover
      name="Project menu"
      className="project-menu"
      align="start"
      role="menu"
      button={
        <>
          <Logo />
          <strong className="ellipsis">{name ?? 'No project'}</strong>
          <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      {recent.slice(0, 8).map((one) => (
        <ActionItem
          key={one.path}
          action={{ ...openProject, label: one.name }}
          argument={one.path}
          disabled={one.missing}
          note={one.missing ? 'missing' : one.path}
        />
      ))}
      {recent.length > 0 && <hr />}
      {[newProject, openProject, openDemo].map((action) => (
        <ActionItem key={action.id} action={action} />
      ))}
    </Popover>
  );
}

interface ActionItemProps {
  action: Action;
  argument?: string;
  note?: string;
  disabled?: boolean;
}

function ActionItem({ action, argument, note, disabled }: ActionItemProps) {
  const Icon = action.icon;
  const key = useKeyOf(action.id);
  const choose = () => perform(action, argument);
  return (
    <MenuItem disabled={disabled} onClick={choose}>
      <Icon size={16} aria-hidden />
      <span>{action.label}</span>
      <span className="hint mono ellipsis push">{note}</span>
      {argument === undefined && key && <Kbd keys={key} />}
    </MenuItem>
  );
}

function Logo() {
  return (
    <svg className="logo" width={20} height={20} viewBox="0 0 20 20" aria-hidden>
      <rect width={20} height={20} rx={4} fill="var(--acc)" />
      <path d="M4 5h12v2H4zM4 9h7v2H4zM13 9h3v2h-3zM4 13h3v2H4zM9 13h7v2H9z" fill="var(--acctx)" />
    </svg>
  );
}
