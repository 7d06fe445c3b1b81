import { describe, expect, it } from 'vitest';
import type { RecentProject } from '../../../src-main/common/contract/app';
import { menuTemplate } from '../../../src-main/shells/electron/menu';

const item = (id: string, shortcut: string | null = null, enabled = true) => ({
  id,
  label: `Do ${id}`,
  shortcut,
  enabled,
});
const recent = (name: string, missing = false): RecentProject => ({ path: `/at/${name}`, name, opened: '', missing });

function build(...projects: RecentProject[]) {
  const asked: unknown[][] = [];
  const menus = [
    { title: 'Project', items: [item('project.open', 'Ctrl O'), item('project.import', null, false)] },
    { title: 'View', items: [item('view.next', 'Space')] },
  ];
  const template = menuTemplate(menus, projects, (...words) => asked.push(words));
  const submenu = (title: string) =>
    template.find(({ label }) => label === title)?.submenu as Electron.MenuItemConstructorOptions[];
  const click = ({ click: run }: Electron.MenuItemConstructorOptions | undefined = {}) => (run as () => void)();
  return { template, submenu, click, asked };
}

describe('the application menu', () => {
  it('has the page’s actions and the system’s own menus', () => {
    const { template, submenu, click, asked } = build();
    expect(template.flatMap(({ label, role }) => label ?? role ?? '')).toEqual([
      ...(process.platform === 'darwin' ? ['appMenu'] : []),
      'Project',
      'View',
      'editMenu',
      'viewMenu',
      'windowMenu',
    ]);
    expect(submenu('Project').map(({ label, enabled }) => [label, enabled])).toEqual([
      ['Do project.open', true],
      ['Open recent', false],
      ['Do project.import', false],
    ]);
    click(submenu('View')[0]);
    expect(asked).toEqual([['view.next']]);
  });

  it('shows shortcuts and leaves them to the page', () => {
    const [open] = build().submenu('Project');
    expect(open).toMatchObject({ accelerator: 'CommandOrControl+O', registerAccelerator: false });
  });

  it('opens recent projects that are still there', () => {
    const { submenu, click, asked } = build(recent('tea'), recent('gone', true), recent('soup'));
    const projects = submenu('Project')[1]?.submenu as Electron.MenuItemConstructorOptions[];
    expect(projects.map(({ label }) => label)).toEqual(['tea (/at/tea)', 'soup (/at/soup)']);
    click(projects[1]);
    expect(asked).toEqual([['project.open', '/at/soup']]);
  });
});
