import { useEffect, useState } from 'react';
import type { StepReadout } from '../../src-main/common/contract/runs';
import { call } from '../client';
import { useView } from '../state/view';

/**
 * What each run says at the playhead. Asked for when the playhead enters another tenth of a second; an answer that
 * comes after a newer question is dropped, and while one is under way the next waits.
 */
export function useReadouts(video: string | null): readonly StepReadout[] {
  const [readouts, setReadouts] = useState<readonly StepReadout[]>([]);
  const moment = useView((view) => Math.floor(view.playhead * 10 + 1e-6) / 10);
  useEffect(() => {
    if (video === null) return;
    let current = true;
    call('runs.readout', { video, seconds: moment }).then(
      (answer) => current && setReadouts(answer),
      () => current && setReadouts([]),
    );
    return () => {
      current = false;
    };
  }, [video, moment]);
  return readouts;
}
