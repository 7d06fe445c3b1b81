/**
 * `gadw conflicts`: segments, classes and lanes that were changed here and by another program or
 * window, and which version is kept.
 */
import { Argument, type Command } from 'commander';
import { type Conflict, countKinds, isOfSegment, Keep, kindOf, type Version } from '../../common/domain/conflict';
import { settleKept } from '../../data/project/keeping';
import { openProject, type ProjectStore } from '../../data/project/store';
import { listConflicts, planSettlement } from '../../jobs/conflicts';
import { type Act, type Output } from './output';

export function addConflictsCommand(program: Command, act: Act): void {
  program
    .command('conflicts')
    .description(
      'segments, classes and lanes that another program has changed too, as tab-separated text, or the version that is kept of them',
    )
    .argument('<dir>', 'the project')
    .addArgument(new Argument('[keep]', 'which version is kept').choices(Keep.options))
    .argument('[videos...]', 'of the segments of these videos; none: of all there is')
    .action(act(conflicts));
}

async function conflicts(output: Output, dir: string, keep: Keep | undefined, videos: string[]): Promise<void> {
  const store = await openProject(dir);
  for (const video of videos) store.video(video);
  const all = await listConflicts(store);
  if (keep === undefined) return list(output, store, all);
  const isChosen = (one: Conflict) => videos.length === 0 || (isOfSegment(one) && videos.includes(one.video));
  const plan = await planSettlement(store, { keys: all.filter(isChosen).map(({ key }) => key), keep });
  if (plan.edit) await store.editTaxonomy(plan.edit);
  if (plan.keys.length > 0) await settleKept(store, plan.keys, true);
  const [settled, left] = [true, false].map((isSettled) =>
    all.filter(({ key }) => plan.keys.includes(key) === isSettled),
  );
  const count = (list: Conflict[] = []) => countKinds(list.map(kindOf));
  output.result({ settled: settled?.length ?? 0, left: left?.length ?? 0 }, [
    `${count(settled)} settled, ${count(left)} left.`,
  ]);
}

function list(output: Output, store: ProjectStore, all: readonly Conflict[]): void {
  const names = new Map(store.taxonomy.classes.map(({ id, name }) => [id, name]));
  const say = (version: Version | null | undefined, none: string) =>
    version
      ? `${version.start.toFixed(2)} to ${version.end.toFixed(2)} ${names.get(version.classId) ?? `class ${version.classId}`}`
      : none;
  const cells = (one: Conflict) =>
    isOfSegment(one)
      ? [one.video, say(one.mine, 'deleted'), say(one.theirs[0], 'deleted'), say(one.before, 'not there')]
      : [one.title, one.mine, one.theirs, one.before];
  output.result({ conflicts: all }, ['where\tmine\ttheirs\tbefore', ...all.map((one) => cells(one).join('\t'))]);
}
