import { z } from 'zod';
import { procedure } from './procedure';

export const DeviceReport = z.object({
  id: z.enum(['cpu', 'cuda', 'dml', 'coreml', 'webgpu']),
  name: z.string(),
  available: z.boolean(),
  /** Why it cannot be used, in one sentence; empty when it can. */
  reason: z.string(),
  /** Written but never run on this kind of system. */
  experimental: z.boolean(),
});
export type DeviceReport = z.infer<typeof DeviceReport>;
export type DeviceId = DeviceReport['id'];

export const AppInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser']),
  platform: z.string(),
  threads: z.int(),
  memoryBytes: z.number(),
  /** Prefix of media URLs: `${mediaBase}/video/<id>`, `${mediaBase}/copy/<id>`,
   * `${mediaBase}/thumbnail/<id>/<frame>`; ends without a slash. */
  mediaBase: z.string(),
  /** Appended to media URLs, such as `?token=…`; may be empty. */
  mediaQuery: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

export const RecentProject = z.object({ path: z.string(), name: z.string(), opened: z.string(), missing: z.boolean() });
export type RecentProject = z.infer<typeof RecentProject>;

export const FolderEntry = z.object({ name: z.string(), path: z.string(), folder: z.boolean(), bytes: z.number() });
export type FolderEntry = z.infer<typeof FolderEntry>;

/** One menu of the application menu, made from the page's actions. */
export const Menu = z.object({
  title: z.string(),
  items: z.array(
    z.object({ id: z.string(), label: z.string(), shortcut: z.string().nullable(), enabled: z.boolean() }),
  ),
});
export type Menu = z.infer<typeof Menu>;

/** Keys that the user has changed, by id of the page's action; null: it has none. */
export const Keymap = z.record(z.string(), z.string().min(1).nullable());
export type Keymap = z.infer<typeof Keymap>;

export const appProcedures = {
  /** The page's actions for the native menu; shells without one ignore it. A chosen item comes back as `app.action`. */
  'app.setMenu': procedure(z.array(Menu), z.object({})),
  'app.keymap': procedure(z.object({}), Keymap),
  /** Keeps the user's keys, all of them, and tells `keymap.changed`. */
  'app.setKeymap': procedure(Keymap, z.object({})),
  'app.info': procedure(z.object({}), AppInfo),
  'app.devices': procedure(z.object({}), z.array(DeviceReport)),
  'app.recent': procedure(z.object({}), z.array(RecentProject)),
  /** Takes a project off the list of recent ones; its files stay. */
  'app.forget': procedure(z.object({ path: z.string() }), z.object({})),
  /** A native dialog in Electron; null elsewhere or when dismissed (the page then browses with `app.folder`). */
  'app.pick': procedure(
    z.object({
      kind: z.enum(['folder', 'file', 'files']),
      title: z.string(),
      extensions: z.array(z.string()).default([]),
    }),
    z.array(z.string()).nullable(),
  ),
  /** Asks by a native dialog where a file, or the folder of several, shall go and writes each whole. Electron only. */
  'app.save': procedure(
    z.object({
      files: z.array(z.object({ /** Proposed, with its ending. */ name: z.string(), data: z.base64() })).min(1),
    }),
    /** Of the file, or of the folder; null where the dialog was dismissed. */
    z.object({ path: z.string().nullable() }),
  ),
  /** Entries of a folder of the machine the program runs on; '' is the home folder. */
  'app.folder': procedure(
    z.object({ path: z.string() }),
    z.object({ path: z.string(), parent: z.string().nullable(), entries: z.array(FolderEntry) }),
  ),
} as const;
