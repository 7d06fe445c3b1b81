import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { nounOf, verbOf } from '../../../src-main/common/classColours';
import { errorKinds } from '../../../src-main/common/domain/diagnosis';
import { type Panel, panelLetter, type Recipe } from '../../../src-main/common/domain/figure';
import { type PanelFilter, panelFilters, panelKinds } from '../../../src-main/common/domain/panelSettings';
import { sharedTaskNames } from '../../../src-main/common/domain/run';
import type { ActionClass } from '../../../src-main/common/domain/taxonomy';
import { withoutPanel } from '../../../src-main/common/figures/arrange';
import type { FieldMeta } from '../../../src-main/common/settings';
import { change } from '../../state/figures';
import { noRuns, noVideos, useProject } from '../../state/project';
import { useStudies } from '../../state/studies';
import { IconButton } from '../../ui/Button';
import type { Choice } from '../../ui/fields';
import { describeFields, type Values } from '../../ui/form/describe';
import { PanelHead } from '../../ui/Region';
import { CheckedForm } from './CheckedForm';
import { Several } from './Several';

/** What the chosen panel shows and how: runs and filters from the project, the rest from the settings of its kind. */
export function PanelSettings({ recipe, index }: { recipe: Recipe; index: number }) {
  const panel = recipe.panels[index];
  if (!panel) return null;
  const letter = panelLetter(index);
  const set = (next: Partial<Panel>) =>
    change(`Change panel ${letter}`, {
      ...recipe,
      panels: recipe.panels.map((one, i) => (i === index ? ({ ...one, ...next } as Panel) : one)),
    });
  return (
    <>
      <PanelHead title={`Panel ${letter}`} count={panelKinds[panel.kind].name}>
        <span className="push" />
        <IconButton
          icon={Trash2}
          name={`Remove panel ${letter}`}
          onClick={() => change(`Remove panel ${letter}`, withoutPanel(recipe, index))}
        />
      </PanelHead>
      <div className="settings-form">
        <RunsAndFilters panel={panel} onChange={set} />
      </div>
      <KindSettings key={index} panel={panel} onChange={set} />
    </>
  );
}

/** What the panel looks at: runs, and what its kind can be narrowed to. */
function RunsAndFilters({ panel, onChange }: { panel: Panel; onChange: (next: Partial<Panel>) => void }) {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const tasks = useMemo(() => {
    const shown = panel.runs.length === 0 ? runs : runs.filter(({ id }) => panel.runs.includes(id));
    // The truth of a timeline is in classes whatever its runs tell.
    return panel.kind === 'timeline' ? undefined : sharedTaskNames(shown);
  }, [runs, panel.runs, panel.kind]);
  const choices = useFilterChoices(tasks);
  const { runs: ofRuns, filters } = panelKinds[panel.kind];
  return (
    <>
      {ofRuns && (
        <Several
          label="Runs"
          help="In the order in which they are chosen."
          all="all runs"
          chosen={panel.runs}
          choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
          onChosen={(chosen) => onChange({ runs: [...chosen] })}
        />
      )}
      {filters.map((name) => {
        const { label, help } = panelFilters[name].meta() as unknown as FieldMeta;
        return (
          <Several
            key={name}
            label={label}
            help={help}
            all={`all ${label.toLowerCase()}`}
            chosen={panel[name].map(String)}
            choices={choices[name]}
            onChosen={(chosen) => {
              const values = panelFilters[name].safeParse(ofIds(name) ? chosen.map(Number) : chosen);
              if (values.success) onChange({ [name]: values.data });
            }}
          />
        );
      })}
    </>
  );
}

const ofIds = (name: PanelFilter) => name === 'classes' || name === 'predicted';

/** What the project offers for each filter. @param tasks that take the place of classes, which have no verb and noun */
function useFilterChoices(tasks: readonly string[] | undefined): Record<PanelFilter, Choice[]> {
  const classes = useProject((state) => state.project?.taxonomy.classes);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  return useMemo(() => {
    const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
    const known = tasks ? tasks.map((name, id): ActionClass => ({ id, name })) : (classes ?? []);
    const actions = tasks ? [] : known.filter(({ background }) => background !== true);
    const words = (of: typeof verbOf) => plain([...new Set(actions.map(of))].filter(Boolean).sort());
    const byId = known.map(({ id, name }) => ({ value: String(id), label: name }));
    return {
      verbs: words(verbOf),
      nouns: words(nounOf),
      classes: byId,
      predicted: byId,
      kinds: plain(errorKinds),
      videos: plain(videos.map(({ id }) => id)),
    };
  }, [classes, tasks, videos]);
}

function KindSettings({ panel, onChange }: { panel: Panel; onChange: (next: Partial<Panel>) => void }) {
  const schema = panelKinds[panel.kind].settings;
  const fields = useMemo(() => describeFields(schema), [schema]);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const studies = useStudies((state) => state.list) ?? [];
  const base = useMemo(() => schema.parse({}) as Values, [schema]);
  const values = panel.settings as Values;
  const choices = {
    ...('video' in values && { video: videos.map(({ id }) => ({ value: id, label: id })) }),
    ...('study' in values && { study: studies.map(({ name, title }) => ({ value: name, label: title })) }),
  };
  return (
    <CheckedForm
      schema={schema}
      fields={fields}
      values={values}
      base={base}
      choices={choices}
      onChange={(next) => {
        const checked = schema.safeParse({ ...values, ...next });
        if (checked.success) onChange({ settings: checked.data } as Partial<Panel>);
      }}
    />
  );
}
