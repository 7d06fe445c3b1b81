import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { verbOf } from '../../../src-main/common/classColours';
import { type Panel, panelLetter, type Recipe } from '../../../src-main/common/domain/figure';
import { panelKinds } from '../../../src-main/common/domain/panelSettings';
import { withoutPanel } from '../../../src-main/common/figures/arrange';
import { change } from '../../state/figures';
import { noRuns, noVideos, useProject } from '../../state/project';
import { useStudies } from '../../state/studies';
import { IconButton } from '../../ui/Button';
import { describeFields, fieldErrors, type Values } from '../../ui/form/describe';
import { SettingsForm } from '../../ui/form/SettingsForm';
import { PanelHead } from '../../ui/Region';
import { Several } from './Several';

/** What the chosen panel shows and how: runs and verbs from the project, the rest from the settings of its kind. */
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
        <RunsAndVerbs panel={panel} onChange={set} />
      </div>
      <KindSettings panel={panel} onChange={set} />
    </>
  );
}

function RunsAndVerbs({ panel, onChange }: { panel: Panel; onChange: (next: Partial<Panel>) => void }) {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const classes = useProject((state) => state.project?.taxonomy.classes);
  const kind = panelKinds[panel.kind];
  const verbs = useMemo(
    () => [...new Set((classes ?? []).filter((one) => one.background !== true).map(verbOf))].sort(),
    [classes],
  );
  return (
    <>
      {kind.runs && (
        <Several
          label="Runs"
          all="all runs"
          chosen={panel.runs}
          choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
          onChosen={(chosen) => onChange({ runs: [...chosen] })}
        />
      )}
      {kind.verbs && (
        <Several
          label="Verbs"
          all="all classes"
          chosen={panel.verbs}
          choices={verbs.map((verb) => ({ value: verb, label: verb }))}
          onChosen={(chosen) => onChange({ verbs: [...chosen] })}
        />
      )}
    </>
  );
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
    <SettingsForm
      fields={fields}
      values={values}
      base={base}
      errors={fieldErrors(schema, fields, values)}
      repairs={{}}
      choices={choices}
      onChange={(next) => {
        const checked = schema.safeParse({ ...values, ...next });
        if (checked.success) onChange({ settings: checked.data } as Partial<Panel>);
      }}
    />
  );
}
