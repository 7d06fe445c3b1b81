import { UserError } from '../../../common/errors';
import { readText } from '../../project/records';

/** A text file's content. Throws UserError where it is not there or cannot be read. */
export async function requireText(path: string): Promise<string> {
  const text = await readText(path);
  if (text !== null) return text;
  throw new UserError('file-missing', `Missing file ${path}.`, 'Check the path.');
}
