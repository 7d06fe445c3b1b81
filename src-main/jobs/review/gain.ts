/** What going through a run's queue gained: the run beside the next one that was trained with the same settings. */
import { isThin } from '../../common/domain/evidence';
import type { ReviewedSuggestion, ReviewGain } from '../../common/domain/review';
import { type Run, settledSettings } from '../../common/domain/run';
import { readReviewLog } from '../../data/project/review';
import type { ProjectStore } from '../../data/project/store';
import { statisticsReport } from '../analysis/statistics';
import { listPredictions, listRuns, readRun, runFolder } from '../runFolder';

/** @throws UserError `no-run`, and those of scoring the two */
export async function reviewGain(
  store: ProjectStore,
  { run: id, split }: { run: string; split: string },
): Promise<ReviewGain> {
  const before = await readRun(store.dir, id);
  const log = (await readReviewLog(store.dir)).filter((one) => one.run === id);
  const first = log[0]?.time;
  const since = (await listRuns(store.dir, () => undefined)).filter(
    (run) => first !== undefined && run.origin === 'trained' && run.status === 'trained' && run.created > first,
  );
  const alike = since.filter((run) => before.settings !== null && settingsOf(run) === settingsOf(before));
  const after = alike[alike.length - 1] ?? null;
  const done = after ? log.filter(({ time }) => time < after.created) : log;
  const counts = countsOf(done);
  const base = { run: id, split, ...counts, after: after?.id ?? null };
  const found = `${settledText(counts)} through the queue of ${before.name}`;
  if (done.length === 0) {
    return {
      ...base,
      scores: null,
      more: null,
      sentences: [`Nothing was settled through the queue of ${before.name} yet.`],
    };
  }
  if (!after) return { ...base, scores: null, more: null, sentences: [`${found}.`, whyNone(before, since)] };
  const more = moreLearnt(before, after);
  const predicted = (await listPredictions(runFolder(store.dir, after.id)))[split];
  if (!predicted) {
    const sentences = [
      `${found}, then ${after.name} was trained with the same settings.`,
      `It has no predictions on ${split} yet; run it there to see what was gained.`,
    ];
    return { ...base, scores: null, more, sentences };
  }
  const { runs, unscored } = await statisticsReport(store, { runs: [id, after.id], split, baseline: id });
  const [old, fresh] = [id, after.id].map((one) => runs.find(({ run }) => run === one));
  const scores = old &&
    fresh && {
      before: old.scores.segmentF1 ?? null,
      after: fresh.scores.segmentF1 ?? null,
      difference: fresh.difference?.scores.segmentF1 ?? null,
    };
  const videos = fresh?.difference?.videos.length ?? 0;
  return {
    ...base,
    scores: scores ?? null,
    more,
    sentences: [
      `${found}, then ${after.name} was trained with the same settings${moreText(more)}.`,
      ...(scores ? [gainText(scores, split, videos)] : unscored.map(({ message }) => message)),
    ],
  };
}

/** Without the seed, which does not change what is learnt on average. */
function settingsOf(run: Run): string {
  const settings = settledSettings(run);
  return JSON.stringify(settings && Object.entries({ ...settings, seed: 0 }).sort());
}

function countsOf(done: readonly ReviewedSuggestion[]): Pick<ReviewGain, 'accepted' | 'rejected' | 'reviewed'> {
  const of = (did: ReviewedSuggestion['did']) => done.filter((one) => one.did === did).length;
  return { accepted: of('accepted'), rejected: of('rejected'), reviewed: of('reviewed') };
}

function settledText({ accepted, rejected, reviewed }: Pick<ReviewGain, 'accepted' | 'rejected' | 'reviewed'>): string {
  const all = accepted + rejected + reviewed;
  return `${all} suggestion${all === 1 ? ' was' : 's were'} settled (${accepted} accepted, ${rejected} rejected, ${reviewed} only looked at)`;
}

function whyNone(before: Run, since: readonly Run[]): string {
  if (!before.settings)
    return 'Its predictions were imported, so there is no training to repeat and to compare it with.';
  const newest = since[since.length - 1];
  if (newest) {
    return `${newest.name} was trained since, but with other settings, so the gain cannot be told from theirs. Train once more with the settings of ${before.name}.`;
  }
  return 'No training since. Train again with the same settings to see what was gained.';
}

function moreLearnt(before: Run, after: Run): ReviewGain['more'] {
  if (!before.learnt || !after.learnt) return null;
  return {
    segments: after.learnt.segments - before.learnt.segments,
    reviewedSeconds: after.learnt.reviewedSeconds - before.learnt.reviewedSeconds,
  };
}

function moreText(more: ReviewGain['more']): string {
  if (!more) return '';
  const minutes = (more.reviewedSeconds / 60).toFixed(1);
  return ` on ${signed(more.segments)} segments and ${more.reviewedSeconds < 0 ? '' : '+'}${minutes} reviewed minutes of the training split`;
}

const signed = (count: number) => (count < 0 ? String(count) : `+${count}`);

function gainText(
  { before, after, difference }: NonNullable<ReviewGain['scores']>,
  split: string,
  videos: number,
): string {
  if (!before || !after || !difference)
    return `S-F1 on ${split} cannot be compared: neither truth nor predictions have a segment.`;
  const { value, low, high } = difference;
  const change = `${value < 0 ? '' : '+'}${value.toFixed(1)}`;
  const sure = low > 0 ? 'better' : high < 0 ? 'worse' : 'no clear difference';
  return `S-F1 on ${split}: ${before.value.toFixed(1)} before, ${after.value.toFixed(1)} after; ${change} (95 % ${low.toFixed(1)} to ${high.toFixed(1)} over ${videos} ${videos === 1 ? 'video' : 'videos'}): ${isThin(videos) ? 'too few to judge' : sure}.`;
}
