/**
 * `gadw panel`: puts a panel into a figure, as "Add to figures" does in the window. Each kind of panel is a command of
 * its own, whose options are the settings and filters that the kind describes.
 */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { nounOf, verbOf } from '../../common/classColours';
import { errorKinds } from '../../common/domain/diagnosis';
import {
  panelFilterNames,
  panelFilters,
  type PanelFilter,
  type PanelFilters,
  type PanelKind,
  panelKindNames,
  panelKinds,
} from '../../common/domain/panelSettings';
import { sharedTaskNames } from '../../common/domain/run';
import type { ActionClass } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import { newRecipe, withPanel } from '../../common/figures/arrange';
import type { FieldMeta } from '../../common/settings';
import { openProject, type ProjectStore } from '../../data/project/store';
import { readRecipe, recipeNames, writeRecipe } from '../../jobs/figures/recipes';
import { listRuns, readRun } from '../../jobs/runFolder';
import { checkedBy, settingOptions } from './options';
import type { Act, Output } from './output';

type PanelOptions = { runs?: string[] } & { [filter in PanelFilter]?: string[] } & Record<string, unknown>;

export function addPanelCommand(program: Command, act: Act): void {
  const panel = program.command('panel').description('put a panel into a figure of the project, or into a new one');
  for (const kind of panelKindNames) {
    const { name, settings, filters, runs } = panelKinds[kind];
    const command = panel
      .command(kind)
      .description(name)
      .argument('<dir>', 'the project')
      .argument('<figure>', 'the figure: a recipe in the project’s folder "figures"');
    if (runs) command.option('--runs <ids...>', 'Runs, in this order (default: all)');
    for (const filter of filters) command.addOption(filterOption(filter));
    for (const [key, field] of Object.entries(settings.shape))
      for (const option of settingOptions(key, field)) command.addOption(option);
    command.action(
      act((output: Output, dir: string, figure: string, options: PanelOptions) =>
        addPanel(output, { dir, figure, kind, options }),
      ),
    );
  }
}

function filterOption(filter: PanelFilter): Option {
  const { label, help } = panelFilters[filter].meta() as unknown as FieldMeta;
  const { element } = panelFilters[filter].unwrap();
  const named = element instanceof z.ZodNumber;
  const choices = element instanceof z.ZodEnum ? ` Any of: ${element.options.join(', ')}.` : '';
  const option = new Option(`--${filter} <${named ? 'names' : filter}...>`, `${label}: ${help}${choices}`);
  // Classes are told by their names; the project knows which these are.
  const check = checkedBy<unknown>(named ? z.string() : element);
  return option.argParser((text: string, before: unknown[] | undefined) => [...(before ?? []), check(text)]);
}

interface PanelToAdd {
  dir: string;
  figure: string;
  kind: PanelKind;
  options: PanelOptions;
}

async function addPanel(output: Output, { dir, figure, kind, options }: PanelToAdd): Promise<void> {
  const store = await openProject(dir);
  const runs = options.runs
    ? await Promise.all(options.runs.map((run) => readRun(store.dir, run)))
    : await listRuns(store.dir, () => undefined);
  const tasks = kind === 'timeline' ? undefined : sharedTaskNames(runs);
  const known = (await recipeNames(store.dir)).includes(figure);
  const recipe = known ? await readRecipe(store.dir, figure) : newRecipe(figure);
  const given = panelFilterNames.flatMap((name) =>
    options[name] === undefined ? [] : [[name, valuesOf(name, options[name], store, tasks)]],
  );
  const keys = Object.keys(panelKinds[kind].settings.shape);
  const settings = Object.fromEntries(Object.entries(options).filter(([key]) => keys.includes(key))) as Settings;
  const filters = Object.fromEntries(given) as Partial<PanelFilters>;
  const next = withPanel(recipe, { kind, runs: options.runs ?? [], ...filters, settings });
  await writeRecipe(store.dir, figure, next);
  output.result({ figure, panel: next.panels.at(-1) }, [
    `Panel ${next.panels.length} of figures/${figure}.json: ${panelKinds[kind].name}.`,
  ]);
}

type Settings = Record<string, string | number | boolean>;

/**
 * What recipes keep of the words given: ids of classes, or of the tasks that stand for them; else the words.
 * @throws UserError `unknown-filter-value`
 */
function valuesOf(
  filter: PanelFilter,
  values: readonly string[],
  store: ProjectStore,
  tasks: readonly string[] | undefined,
): readonly unknown[] {
  const classes = tasks ? tasks.map((name, id): ActionClass => ({ id, name })) : store.taxonomy.classes;
  const whereClassesAre = tasks ? `Its tasks are ${tasks.join(', ')}.` : 'Names of classes stand in taxonomy.json.';
  const known: Record<PanelFilter, readonly string[]> = {
    verbs: tasks ? [] : classes.map(verbOf),
    nouns: tasks ? [] : classes.map(nounOf),
    classes: classes.map(({ name }) => name),
    predicted: classes.map(({ name }) => name),
    kinds: errorKinds,
    videos: store.videos.map(({ id }) => id),
  };
  const unknown = values.find((value) => !known[filter].includes(value));
  if (unknown !== undefined) {
    throw new UserError(
      'unknown-filter-value',
      `Narrowing a panel by ${filter}: the project has no ${JSON.stringify(unknown)}.`,
      filter === 'videos' ? 'Ids of videos stand in videos.json.' : whereClassesAre,
    );
  }
  if (filter !== 'classes' && filter !== 'predicted') return values;
  return values.map((name) => classes.find((entry) => entry.name === name)?.id);
}
