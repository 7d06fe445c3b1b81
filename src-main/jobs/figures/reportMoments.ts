import { numberText } from '../../common/figures/axis';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { escaped, toInlineSvg } from '../../figures/svg';
import { drawFigure } from './draw';
import { makePictures } from './pictures';
import { pageFigure } from './reportFigures';
import type { SharedMoment, WorstMoment } from './worstMoments';

/** Seconds shown before and after a moment. */
const around = 4;

/** Moments as cards: frames, truth and what every run made of it, in a picture and in words. */
export async function momentCards(
  store: ProjectStore,
  moments: readonly SharedMoment[],
  context: JobContext,
): Promise<string> {
  const cards: string[] = [];
  for (const moment of moments) cards.push(await card(store, moment, context));
  return `<ol class="moments">${cards.join('\n')}</ol>`;
}

async function card(store: ProjectStore, moment: SharedMoment, context: JobContext): Promise<string> {
  const { video, start, end, truth, said } = moment;
  const [from, to] = [Math.max(0, start - around), end + around].map((seconds) => Math.round(seconds * 10) / 10);
  const name = truth ?? 'no action';
  const time = `${numberText(start, 1)} to ${numberText(end, 1)} s`;
  const runs = said.map(({ run }) => run.id);
  const recipe = pageFigure(`${name}, ${video}, ${time}`, 18 + 7 * (runs.length + 1), {
    kind: 'timeline',
    runs,
    settings: { video, start: from ?? 0, end: to ?? 0, pictures: 5, errors: 'verdicts' },
  });
  await makePictures(store, recipe, context);
  const { drawing } = await drawFigure(store, recipe);
  return [
    `<li><h3>${escaped(name)}</h3>`,
    `<p class="meta">${escaped(video)}, ${time}</p>`,
    toInlineSvg(drawing),
    `<ul class="said">${said.map((one) => `<li><b>${escaped(one.run.name)}</b> ${saidText(one)}</li>`).join('')}</ul></li>`,
  ].join('\n');
}

/** "confused: stir pot, wash cup; fragmented", each kind once, and what was said in its place. */
function saidText({ moments }: { moments: readonly WorstMoment[] }): string {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, truth, predicted } of moments) {
    const names = byKind.get(kind) ?? new Set();
    if (predicted !== null && predicted !== truth) names.add(predicted);
    byKind.set(kind, names);
  }
  const words = [...byKind].map(([kind, names]) => (names.size === 0 ? kind : `${kind}: ${[...names].join(', ')}`));
  return words.length === 0 ? 'right' : escaped(words.join('; '));
}
