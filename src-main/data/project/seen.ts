import { join } from 'node:path';
import { UserError } from '../../common/errors';
import { digest } from './journal';
import { readRecord, readText } from './records';

/**
 * What the records of a project were when they were last read or written here, so that another
 * program's changes are noticed.
 */
export class SeenRecords {
  /** By relative path: a digest, or the mark of a video's labels. */
  readonly #marks = new Map<string, string>();

  constructor(private readonly dir: string) {}

  async read<S extends Parameters<typeof readRecord>[2]>(path: string, schema: S) {
    const found = await readRecord(join(this.dir, path), path, schema);
    this.saw(path, digest(found?.text ?? ''));
    return found ? found.record : null;
  }

  /** @throws UserError `missing-file` */
  async require<S extends Parameters<typeof readRecord>[2]>(path: string, schema: S) {
    const record = await this.read(path, schema);
    if (record !== null) return record;
    throw new UserError(
      'missing-file',
      `Missing ${path}: the project folder holds project.json but not this file.`,
      `Take ${path} from a backup.`,
    );
  }

  saw(path: string, mark: string): void {
    this.#marks.set(path, mark);
  }

  /** @param mark of what is on disk now; of a record other than labels it is found out here */
  async isChanged(path: string, mark?: string): Promise<boolean> {
    const seen = this.#marks.get(path);
    if (seen === undefined) return false;
    return seen !== (mark ?? digest((await readText(join(this.dir, path))) ?? ''));
  }

  /** @throws UserError `changed-elsewhere` */
  async requireUnchanged(path: string, mark?: string): Promise<void> {
    if (!(await this.isChanged(path, mark))) return;
    throw new UserError(
      'changed-elsewhere',
      `Could not save ${path}: another program has changed it since it was read.`,
      'Open the project again and repeat the last change.',
    );
  }
}
