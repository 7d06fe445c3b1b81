/**
 * Everything a person can do, as data: one file a command. The palette, the shortcut sheet, the application menu and
 * the keys all read the same list, so that a command has one name and one key everywhere.
 */
import type { LucideIcon } from 'lucide-react';

export type ActionGroup =
  | 'Go to'
  | 'Project'
  | 'Features'
  | 'Train'
  | 'Runs'
  | 'Errors'
  | 'Embeddings'
  | 'Studies'
  | 'Annotate'
  | 'View'
  | 'Help';

export interface Action {
  /** Stable, such as "project.open"; the shell's menu sends it back. */
  id: string;
  label: string;
  group: ActionGroup;
  icon: LucideIcon;
  /** "Ctrl+K" (Command on macOS), "Shift+F6", "?", or two keys one after the other: "G P". */
  shortcut?: string;
  /**
   * Id of an action whose key this one takes, whichever it is, while this one is possible: keys that act on the chosen
   * segment act on the suggestion instead while one is looked at.
   */
  insteadOf?: string;
  /**
   * `timeline`: the key acts only while player, timeline or an error list has the focus (inside
   * `data-keys="timeline"`); otherwise everywhere but in a field.
   */
  scope?: 'timeline';
  /** Whether it can be done now; absent: always. */
  when?: () => boolean;
  /** @param argument what the shell sends along, such as a dropped folder */
  perform: (argument?: string) => void | Promise<void>;
  /** A key that is held does it again and again; without this only the first press counts. */
  repeats?: true;
  /** For commands that last while their key is held: the key was let go, or the window lost the focus. */
  release?: () => void | Promise<void>;
}

export const isPossible = (action: Action): boolean => action.when?.() ?? true;
