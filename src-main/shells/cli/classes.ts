/** `gadw classes`: the classes of a project with how often each is used, and changes of them. */
import { type Command, Argument } from 'commander';
import { addClass, classNamed, deleteClasses, renameClass } from '../../common/classEditing';
import type { MergePlan } from '../../common/contract/taxonomy';
import type { ActionClass, Taxonomy } from '../../common/domain/taxonomy';
import type { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { UserError } from '../../common/errors';
import { openProject, type ProjectStore } from '../../data/project/store';
import { countClasses, planMerge } from '../../jobs/taxonomy';
import { type Act, counted, type Output } from './output';

const changes = ['add', 'rename', 'merge', 'delete'] as const;
type ChangeName = (typeof changes)[number];

interface ClassesOptions {
  join?: boolean;
  dryRun?: boolean;
}

export function addClassesCommand(program: Command, act: Act): void {
  program
    .command('classes')
    .description('the classes of a project as tab-separated text, or a change of them in all videos at once')
    .argument('<dir>', 'the project')
    .addArgument(new Argument('[change]', 'what to do').choices(changes))
    .argument('[names...]', 'add NAME, rename OLD NEW, merge NAME... INTO, delete NAME...')
    .option('--join', 'with merge: segments that then touch or overlap in one class become one')
    .option('--dry-run', 'say what would change, write nothing')
    .action(act(classes));
}

async function classes(
  output: Output,
  dir: string,
  change: ChangeName | undefined,
  names: string[],
  options: ClassesOptions,
): Promise<void> {
  const store = await openProject(dir);
  if (change === undefined) return list(output, store);
  const plan = await planOf(store, change, names, options.join === true);
  const written = options.dryRun !== true && plan.edit !== null;
  if (written && plan.edit) await store.editTaxonomy(plan.edit);
  const name = plan.edit?.name ?? 'Nothing to do';
  const lines = plan.videos.map(({ video, segments }) => `${video}\t${counted(segments, 'segment')}`);
  output.result({ name, videos: plan.videos, written }, [
    ...lines,
    written ? `${name}: done.` : `${name}: not written.`,
  ]);
}

async function list(output: Output, store: ProjectStore): Promise<void> {
  const counts = new Map((await countClasses(store)).map((count) => [count.id, count]));
  const rows = store.taxonomy.classes.map((entry) => {
    const { segments = 0, videos = 0 } = counts.get(entry.id) ?? {};
    return { ...entry, segments, videos };
  });
  const columns = ['id', 'name', 'verb', 'noun', 'hotkey', 'segments', 'videos'] as const;
  output.result({ classes: rows }, [
    columns.join('\t'),
    ...rows.map((row) => columns.map((column) => String(row[column] ?? '')).join('\t')),
  ]);
}

/** The edit, and for a merge what it does to each video. */
async function planOf(
  store: ProjectStore,
  change: ChangeName,
  names: readonly string[],
  join: boolean,
): Promise<{ edit: TaxonomyEdit | null; videos: MergePlan['videos'] }> {
  const { taxonomy } = store;
  const [first = '', second = ''] = names;
  const alone = (edit: TaxonomyEdit | null) => ({ edit, videos: [] });
  requireNames(change, names.length);
  if (change === 'add') return alone(addClass(taxonomy, { name: first }).edit);
  if (change === 'rename') return alone(renameClass(taxonomy, find(taxonomy, first).id, second));
  const ids = names.map((name) => find(taxonomy, name).id);
  if (change === 'delete') return alone(deleteClasses(taxonomy, ids));
  return planMerge(store, ids.slice(0, -1), ids.at(-1) as number, join);
}

const namesTaken: Record<ChangeName, readonly [least: number, most: number]> = {
  add: [1, 1],
  rename: [2, 2],
  merge: [2, Number.POSITIVE_INFINITY],
  delete: [1, Number.POSITIVE_INFINITY],
};

/** @throws UserError `wrong-names` */
function requireNames(change: ChangeName, found: number): void {
  const [least, most] = namesTaken[change];
  if (found >= least && found <= most) return;
  const expected = least === most ? least : `at least ${least}`;
  throw new UserError(
    'wrong-names',
    `Changing classes: ${change} was given ${counted(found, 'name')}, expected ${expected}.`,
    'Put names with spaces in quotes.',
  );
}

/** @throws UserError `no-class` */
function find(taxonomy: Taxonomy, name: string): ActionClass {
  const found = classNamed(taxonomy, name);
  if (found) return found;
  throw new UserError('no-class', `There is no class ${JSON.stringify(name)}.`, 'See "gadw classes DIR".');
}
