import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Candidate, candidateOf, type Format, type ReadOptions } from './format';
import { emptyImport, fileRefusal, type Imported, remark, several } from './imported';
import { formatOf, formats } from './registry';

/** What a person says about files before they are read, and who wants to know how far it is. */
export interface ReadRequest extends ReadOptions {
  /** Id of the format to read all files as, whatever they look like. */
  format?: string | undefined;
  /** Ids of formats, by path, of files that several formats could claim, or none does. */
  formats?: Readonly<Record<string, string>>;
  /** Told before the files of one format are read how many are, and at last that all are; may throw. */
  onStep?: (done: number, total: number, item: string) => void;
}

/**
 * Reads files given together, each by its format; files of one format are read as one. A folder that no format takes as
 * a whole is the files in it; those of no format are left out. A file that several formats could claim is asked about.
 * @throws UserError `unknown-format` where a format asked for is none of `formats`
 */
export async function readFiles(paths: readonly string[], request: ReadRequest = {}): Promise<Imported[]> {
  const sorted = new SortedFiles(request);
  for (const path of paths) await sorted.take(path);
  const { groups, open } = sorted;
  const total = [...groups.values()].reduce((sum, files) => sum + files.length, 0);
  const read: Imported[] = [];
  let done = 0;
  for (const [format, files] of groups) {
    request.onStep?.(done, total, files.length === 1 ? basename(files[0] as string) : format.title);
    read.push(await format.read(files, request));
    done += files.length;
  }
  request.onStep?.(total, total, '');
  return open.refusals.length + open.warnings.length > 0 ? [...read, open] : read;
}

class SortedFiles {
  readonly groups = new Map<Format, string[]>();
  /** What was not understood. */
  readonly open = emptyImport('unknown');
  readonly #folders = new Map<string, readonly string[]>();
  readonly #all: Format | null;

  constructor(private readonly request: ReadRequest) {
    this.#all = request.format === undefined ? null : formatOf(request.format);
  }

  async take(path: string): Promise<void> {
    const candidate = await this.#look(path);
    if (!candidate) return;
    const claims = this.#claims(candidate, candidate.isFolder);
    if (claims.length === 0 && candidate.isFolder) return this.#takeFolder(candidate);
    this.#put(candidate, claims);
  }

  /** The files in a folder; what is of no format is told together. */
  async #takeFolder({ path, name, entries }: Candidate): Promise<void> {
    const left: string[] = [];
    for (const entry of entries.filter((one) => !one.startsWith('.'))) {
      const candidate = await this.#look(join(path, entry));
      const claims = candidate ? this.#claims(candidate, true) : [];
      if (candidate && claims.length > 0) this.#put(candidate, claims);
      else if (candidate) left.push(entry);
    }
    const where = { file: name, line: null, field: null };
    if (entries.length === 0) this.open.refusals.push(remark(where, 'is an empty folder'));
    const shown = `${left.slice(0, 3).join(', ')}${left.length > 3 ? ', …' : ''}`;
    if (left.length > 0) {
      this.open.warnings.push(remark(where, `${several(left.length, 'name')} of no known format left out: ${shown}`));
    }
  }

  #put({ path, name }: Candidate, claims: readonly Format[]): void {
    const [format, ...others] = claims;
    if (format && others.length === 0) {
      const files = this.groups.get(format);
      if (files) files.push(path);
      else this.groups.set(format, [path]);
      return;
    }
    const possible = format ? claims : formats;
    this.open.asked.push({ path, formats: possible.map(({ id, title }) => ({ id, title })) });
    const titles = possible.map(({ title }) => title);
    const what = format
      ? `could be ${titles.join(' or ')}: its format has to be said`
      : `its format is not known; expected ${titles.join(', ')}`;
    this.open.refusals.push(remark({ file: name, line: null, field: null }, what));
  }

  async #look(path: string): Promise<Candidate | null> {
    const where = { file: basename(path), line: null, field: null };
    try {
      const candidate = await candidateOf(path, await this.#beside(path));
      if (!candidate) this.open.refusals.push(remark(where, `there is no such file (${path})`));
      return candidate;
    } catch (error) {
      this.open.refusals.push(fileRefusal(where.file, error));
      return null;
    }
  }

  async #beside(path: string): Promise<readonly string[]> {
    const folder = dirname(resolve(path));
    const names = this.#folders.get(folder) ?? (await readdir(folder).catch(() => []));
    this.#folders.set(folder, names);
    return names;
  }

  /** The formats that a file or folder could be of. @param careful what it is was not said of this very file */
  #claims(candidate: Candidate, careful: boolean): Format[] {
    const chosen = this.request.formats?.[candidate.path];
    if (chosen !== undefined) return [formatOf(chosen)];
    if (this.#all) return careful && this.#all.sniff(candidate) === false ? [] : [this.#all];
    const sniffed = formats.map((format) => ({ format, likeness: format.sniff(candidate) }));
    const sure = sniffed.filter(({ likeness }) => likeness === true);
    return (sure.length > 0 ? sure : sniffed.filter(({ likeness }) => likeness !== false)).map(({ format }) => format);
  }
}
