import { join } from 'node:path';
import { z } from 'zod';
import { Keymap } from '../common/contract/app';
import { writeFileAtomic } from '../data/project/atomic';
import { readRecord, recordText } from '../data/project/records';

const name = 'keymap.json';
const KeymapFile = z.object({ version: z.literal(1), keys: Keymap });

/** The keys that a person has changed, in the user's own folder; the program's own keys are not in it. */
export class UserKeymap {
  private readonly file: string;

  constructor(userData: string) {
    this.file = join(userData, name);
  }

  /** @throws UserError where the file, which people may edit, does not fit */
  async read(): Promise<Keymap> {
    return (await readRecord(this.file, name, KeymapFile))?.record.keys ?? {};
  }

  /** @throws UserError as `read`: a file that does not fit is not written over */
  async write(keys: Keymap): Promise<void> {
    await this.read();
    await writeFileAtomic(this.file, recordText({ version: 1, keys }));
  }
}
