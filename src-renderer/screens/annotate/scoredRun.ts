import type { RunSummary } from '../../../src-main/common/contract/runs';
import { useProject } from '../../state/project';
import { useLanes } from '../../timeline/lanes';
import type { Tracks } from '../../timeline/tracks';

/** The run whose scores the timeline shows; without scores, the first that has seen the video. */
export function useScoredRun({ runs: tracks }: Tracks): RunSummary | undefined {
  const wanted = useLanes((state) => state.scoresOf);
  const withScores = tracks.filter(({ hasScores }) => hasScores);
  const shown =
    withScores.find(({ run }) => run === wanted) ?? withScores[0] ?? tracks.find(({ segments }) => segments !== null);
  return useProject(({ runs }) => runs?.find(({ id }) => id === shown?.run));
}
