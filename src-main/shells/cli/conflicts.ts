/** `gadw conflicts`: segments that were changed here and by another program or window, and which version is kept. */
import { Argument, type Command } from 'commander';
import { type Conflict, Keep, type Version } from '../../common/domain/conflict';
import { settleKept } from '../../data/project/keeping';
import { openProject, type ProjectStore } from '../../data/project/store';
import { listConflicts, planSettlement } from '../../jobs/conflicts';
import { type Act, counted, type Output } from './output';

export function addConflictsCommand(program: Command, act: Act): void {
  program
    .command('conflicts')
    .description(
      'segments that another program has changed too, as tab-separated text, or the version that is kept of them',
    )
    .argument('<dir>', 'the project')
    .addArgument(new Argument('[keep]', 'which version is kept').choices(Keep.options))
    .argument('[videos...]', 'of these videos; none: of all')
    .action(act(conflicts));
}

async function conflicts(output: Output, dir: string, keep: Keep | undefined, videos: string[]): Promise<void> {
  const store = await openProject(dir);
  for (const video of videos) store.video(video);
  const all = await listConflicts(store);
  if (keep === undefined) return list(output, store, all);
  const keys = all.filter(({ video }) => videos.length === 0 || videos.includes(video)).map(({ key }) => key);
  const plan = await planSettlement(store, { keys, keep });
  if (plan.edits.length > 0) await store.editTaxonomy({ name: plan.name, classes: [], labels: plan.edits });
  if (plan.keys.length > 0) await settleKept(store, plan.keys, true);
  const left = all.length - plan.keys.length;
  output.result({ settled: plan.keys.length, left }, [
    `${counted(plan.keys.length, 'segment')} settled, ${counted(left, 'segment')} left.`,
  ]);
}

function list(output: Output, store: ProjectStore, all: readonly Conflict[]): void {
  const names = new Map(store.taxonomy.classes.map(({ id, name }) => [id, name]));
  const say = (version: Version | null | undefined, none: string) =>
    version
      ? `${version.start.toFixed(2)} to ${version.end.toFixed(2)} ${names.get(version.classId) ?? `class ${version.classId}`}`
      : none;
  const rows = all.map(({ video, mine, theirs, before }) =>
    [video, say(mine, 'deleted'), say(theirs[0], 'deleted'), say(before, 'not there')].join('\t'),
  );
  output.result({ conflicts: all }, ['video\tmine\ttheirs\tbefore', ...rows]);
}
