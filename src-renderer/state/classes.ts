/** The classes of the project as they are edited: whether the panel is open, how often each is used. */
import { addClass as addedClass, classNamed } from '../../src-main/common/classEditing';
import { editClasses } from './labels';

/**
 * Finds the class of this name, or adds it; adding can be undone like every edit.
 * @returns its id; null where no project is open
 * @throws UserError `class-name-empty`, or those of writing
 */
export async function addClass(name: string): Promise<number | null> {
  let id: number | null = null;
  await editClasses((taxonomy) => {
    const known = classNamed(taxonomy, name);
    const added = known ? null : addedClass(taxonomy, { name });
    id = known?.id ?? added?.id ?? null;
    return added?.edit ?? null;
  });
  return id;
}
