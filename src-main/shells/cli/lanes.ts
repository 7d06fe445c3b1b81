/** `gadw lanes`: the lanes of a project with how many segments each holds, and changes of them. */
import { Argument, type Command } from 'commander';
import { laneOf, lanesOf } from '../../common/domain/lane';
import type { Taxonomy } from '../../common/domain/taxonomy';
import type { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { UserError } from '../../common/errors';
import { addLane, moveLane, renameLane } from '../../common/laneEditing';
import { openProject, type ProjectStore } from '../../data/project/store';
import { planLaneRemoval } from '../../jobs/taxonomy';
import { type Act, counted, type Output } from './output';

const changes = { add: 1, rename: 2, move: 2, remove: 1 } as const;
type ChangeName = keyof typeof changes;

export function addLanesCommand(program: Command, act: Act): void {
  program
    .command('lanes')
    .description('the lanes of labels, top to bottom, as tab-separated text, or a change of them')
    .argument('<dir>', 'the project')
    .addArgument(new Argument('[change]', 'what to do').choices(Object.keys(changes)))
    .argument('[names...]', 'add NAME, rename OLD NEW, move NAME PLACE (1 is the top), remove NAME')
    .action(act(lanes));
}

async function lanes(output: Output, dir: string, change: ChangeName | undefined, names: string[]): Promise<void> {
  const store = await openProject(dir);
  if (change === undefined) return list(output, store);
  requireNames(change, names.length);
  const edit = await planOf(store, change, names as [string, string]);
  if (edit) await store.editTaxonomy(edit);
  const name = edit?.name ?? 'Nothing to do';
  const moved = edit?.labels.reduce((sum, { segments }) => sum + segments.length, 0) ?? 0;
  output.result({ name, segments: moved }, [moved > 0 ? `${name}: ${counted(moved, 'segment')}.` : `${name}.`]);
}

async function list(output: Output, store: ProjectStore): Promise<void> {
  const counts = new Map<number, number>();
  for (const { id } of store.videos)
    for (const segment of (await store.annotation(id)).segments)
      counts.set(laneOf(segment), (counts.get(laneOf(segment)) ?? 0) + 1);
  const rows = lanesOf(store.taxonomy).map((lane) => ({ ...lane, segments: counts.get(lane.id) ?? 0 }));
  output.result({ lanes: rows }, [
    'id\tname\tsegments',
    ...rows.map(({ id, name, segments }) => [id, name, segments].join('\t')),
  ]);
}

function planOf(
  store: ProjectStore,
  change: ChangeName,
  [name, other]: readonly [string, string],
): TaxonomyEdit | null | Promise<TaxonomyEdit> {
  const { taxonomy } = store;
  if (change === 'add') return addLane(taxonomy, name);
  const id = find(taxonomy, name);
  if (change === 'rename') return renameLane(taxonomy, id, other);
  if (change === 'move') return moveLane(taxonomy, id, placeOf(other));
  return planLaneRemoval(store, id);
}

/** @throws UserError `wrong-names` */
function requireNames(change: ChangeName, found: number): void {
  const expected = changes[change];
  if (found === expected) return;
  const message = `Changing lanes: ${change} was given ${counted(found, 'name')}, expected ${expected}.`;
  throw new UserError('wrong-names', message, 'Put names with spaces in quotes.');
}

/** An index. @throws UserError `wrong-place` */
function placeOf(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text) - 1;
  throw new UserError(
    'wrong-place',
    `Moving a lane: found place ${JSON.stringify(text)}.`,
    'Give a number; 1 is the top.',
  );
}

/** @throws UserError `no-lane` */
function find(taxonomy: Taxonomy, name: string): number {
  const found = lanesOf(taxonomy).find((lane) => lane.name === name);
  if (found) return found.id;
  throw new UserError('no-lane', `There is no lane ${JSON.stringify(name)}.`, 'See "gadw lanes DIR".');
}
