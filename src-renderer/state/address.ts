/** Screen and selection in the address after `#`, so that a view can be kept, sent and gone back to. */
import type { ChosenSteps } from '../../src-main/common/domain/chosenSteps';
import { type DiagnosisThresholds, errorKinds } from '../../src-main/common/domain/diagnosis';
import { LayoutSettings } from '../../src-main/common/domain/embedding';
import { colourings } from '../maps/colours';
import { isLengthRange } from './errorFilter';
import {
  type Linked,
  type MapView,
  nothingLinked,
  plainMap,
  type Screen,
  screens,
  useView,
  usualThresholds,
  type View,
} from './view';

type Kept = Pick<
  View,
  | 'screen'
  | 'video'
  | 'playhead'
  | 'shownRuns'
  | 'run'
  | 'study'
  | 'figure'
  | 'errorFilter'
  | 'errorThresholds'
  | 'errorRow'
  | 'map'
  | keyof Linked
>;

/** Screens that share a selection of runs, classes, kinds of error and steps. */
const linkedScreens: ReadonlySet<string> = new Set(['runs', 'errors', 'embeddings', 'entropy']);

/** `#/annotate?video=soup-07&t=45.64&runs=a,b` */
export function formatAddress(view: Kept): string {
  const query: string[] = [];
  const add = (key: string, value: string | null) => {
    if (value) query.push(`${key}=${encodeURIComponent(value)}`);
  };
  if (view.screen === 'annotate') {
    add('video', view.video);
    if (view.video) add('t', view.playhead === 0 ? null : String(Number(view.playhead.toFixed(4))));
    add('lanes', view.shownRuns?.join('~') ?? null);
  }
  if (view.screen === 'train' || linkedScreens.has(view.screen)) add('run', view.run);
  if (linkedScreens.has(view.screen)) {
    add('against', view.against);
    add('split', view.split === nothingLinked.split ? null : view.split);
    add('kinds', view.kinds?.join('~') ?? null);
    add('truth', view.truthClass === null ? null : String(view.truthClass));
    add('predicted', view.predictedClass === null ? null : String(view.predictedClass));
    add('steps', view.steps && formatSteps(view.steps));
  }
  if (view.screen === 'errors') {
    for (const [key, part] of filterKeys) add(key, view.errorFilter[part]);
    for (const key of ['correct', 'overlap'] as const) {
      const iou = view.errorThresholds[key];
      add(key, iou === usualThresholds[key] ? null : String(iou));
    }
    add('event', view.errorRow);
  }
  if (view.screen === 'embeddings') {
    for (const key of mapKeys) add(key, view.map[key] === plainMap[key] ? null : String(view.map[key]));
  }
  if (view.screen === 'studies') add('study', view.study);
  if (view.screen === 'figures') add('figure', view.figure);
  return `#/${view.screen}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** What an address says of the view; parts it does not name are absent. An unknown screen gives nothing. */
export function parseAddress(hash: string): Partial<Kept> {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  if (!(screens as readonly string[]).includes(path)) return {};
  const parameters = new URLSearchParams(query);
  const [video, time, lanes, run, study, figure] = ['video', 't', 'lanes', 'run', 'study', 'figure'].map((key) =>
    parameters.get(key),
  );
  const playhead = Number.parseFloat(time ?? '');
  return {
    screen: path as Screen,
    ...(video ? { video, playhead: Number.isFinite(playhead) ? Math.max(0, playhead) : 0 } : {}),
    ...(lanes ? { shownRuns: lanes.split('~') } : {}),
    ...(run ? { run } : {}),
    ...(study ? { study } : {}),
    ...(figure ? { figure } : {}),
    ...(linkedScreens.has(path) ? parseLinked(parameters) : {}),
    ...(path === 'errors' ? parseErrors(parameters) : {}),
    ...(path === 'embeddings' ? { map: parseMap(parameters) } : {}),
  };
}

/** How the parts of a filter are called in an address. */
const filterKeys = [
  ['verb', 'verb'],
  ['noun', 'noun'],
  ['length', 'length'],
  ['of', 'video'],
  ['marked', 'mark'],
  ['find', 'text'],
] as const;

function parseErrors(parameters: URLSearchParams): Pick<View, 'errorFilter' | 'errorThresholds' | 'errorRow'> {
  const said = Object.fromEntries(filterKeys.map(([key, part]) => [part, parameters.get(key)]));
  const { verb = null, noun = null, video = null, mark = null, text, length } = said;
  const share = (key: keyof DiagnosisThresholds) => {
    const iou = Number(parameters.get(key));
    return iou > 0 && iou <= 1 ? iou : usualThresholds[key];
  };
  return {
    errorFilter: { verb, noun, video, mark, text: text ?? '', length: length && isLengthRange(length) ? length : null },
    errorThresholds: { correct: share('correct'), overlap: share('overlap') },
    errorRow: parameters.get('event'),
  };
}

const mapKeys = ['colour', 'verb', 'method', 'perplexity', 'seed', 'perClass', 'layer'] as const;

/** Values that no map can have are those of a plain one. */
function parseMap(parameters: URLSearchParams): MapView {
  const colour = colourings.find((name) => name === parameters.get('colour')) ?? plainMap.colour;
  const { method, perplexity, seed, perClass, layer } = LayoutSettings.shape;
  const number = (key: string) => Number(parameters.get(key) ?? Number.NaN);
  return {
    colour,
    verb: parameters.get('verb'),
    method: method.catch(plainMap.method).parse(parameters.get('method')),
    perplexity: perplexity.catch(plainMap.perplexity).parse(number('perplexity')),
    seed: seed.catch(plainMap.seed).parse(number('seed')),
    perClass: perClass.catch(plainMap.perClass).parse(number('perClass')),
    layer: layer.catch(plainMap.layer).parse(number('layer')),
  };
}

/** Of the shared selection an address says all: what it does not name is not selected. */
function parseLinked(parameters: URLSearchParams): Linked {
  const kinds = parameters.get('kinds')?.split('~') ?? [];
  const known = errorKinds.filter((kind) => kinds.includes(kind));
  const whole = (key: string) => (/^\d+$/.test(parameters.get(key) ?? '') ? Number(parameters.get(key)) : null);
  const steps = parameters.get('steps');
  return {
    against: parameters.get('against'),
    split: parameters.get('split') ?? nothingLinked.split,
    kinds: known.length > 0 ? known : null,
    truthClass: whole('truth'),
    predictedClass: whole('predicted'),
    steps: steps === null ? null : parseSteps(steps),
  };
}

/** `soup-07:12-40,55/toast-08:3`: runs of steps by video, both ends included. */
function formatSteps(steps: ChosenSteps): string {
  return Object.entries(steps)
    .map(([video, chosen]) => {
      const runs: [number, number][] = [];
      for (const step of chosen) {
        const last = runs[runs.length - 1];
        if (last && step === last[1] + 1) last[1] = step;
        else runs.push([step, step]);
      }
      return `${encodeURIComponent(video)}:${runs.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',')}`;
    })
    .join('/');
}

function parseSteps(text: string): ChosenSteps {
  return Object.fromEntries(
    [...text.matchAll(/([^:/]+):([\d,-]*)/g)].map(([, video = '', runs = '']) => [
      decodeURIComponent(video),
      [...runs.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, from, to = from]) =>
        Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, k) => Number(from) + k),
      ),
    ]),
  );
}

/**
 * Keeps the address and the view in step. A new screen or video is a step of the browser's history, the rest is not.
 */
export function followAddress(): void {
  useView.setState(parseAddress(location.hash));
  history.replaceState(null, '', formatAddress(useView.getState()));
  window.addEventListener('popstate', () => useView.setState(parseAddress(location.hash)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  useView.subscribe((view, before) => {
    if (view.screen === before.screen && view.video === before.video) {
      // A playing video moves many times a second; browsers throttle pages that write the address so often.
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState(null, '', formatAddress(useView.getState())), 250);
    } else if (formatAddress(view) !== location.hash) {
      // What was about to be written belongs to the step that is left.
      clearTimeout(timer);
      history.replaceState(null, '', formatAddress(before));
      history.pushState(null, '', formatAddress(view));
    }
  });
}
