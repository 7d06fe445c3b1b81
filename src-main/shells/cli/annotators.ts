/** `gadw annotators`: whose labels are kept beside the project's own, and taking them out or bringing them back. */
import { Argument, type Command } from 'commander';
import { listAnnotators, removeAnnotator, restoreAnnotator } from '../../data/project/annotators';
import { openProject, type ProjectStore } from '../../data/project/store';
import { type Act, type Output, table } from './output';

export function addAnnotatorsCommand(program: Command, act: Act): void {
  program
    .command('annotators')
    .description('other annotators of a project, or the removal of one, whose labels are laid aside')
    .argument('<dir>', 'the project')
    .addArgument(new Argument('[change]', 'what to do').choices(['remove', 'restore']))
    .argument('[name]', 'the annotator')
    .action(act(annotators));
}

async function annotators(output: Output, dir: string, change?: 'remove' | 'restore', name = ''): Promise<void> {
  const store = await openProject(dir);
  if (change === undefined) return list(output, store);
  if (change === 'restore') {
    await restoreAnnotator(store, name);
    return output.result({ restored: name }, [`${name} is back.`]);
  }
  const folder = await removeAnnotator(store, name);
  output.result({ removed: name, folder }, [
    `${name} is removed; the labels are in ${folder}, and "gadw annotators DIR restore ${name}" brings them back.`,
  ]);
}

async function list(output: Output, store: ProjectStore): Promise<void> {
  const all = await listAnnotators(store);
  const rows = all.map(({ name, videos }) => [name, String(videos.length)]);
  const lines = all.length === 0 ? ['No labels of other annotators.'] : table(['Annotator', 'Videos'], rows);
  output.result({ annotators: all }, lines);
}
