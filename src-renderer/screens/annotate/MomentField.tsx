import { useState } from 'react';
import { boundaryTime } from '../../../src-main/common/domain/video';
import type { Side } from '../../../src-main/common/labelling';
import { setEdge } from '../../timeline/hands/segments';
import { boundaryAt, type Tracks } from '../../timeline/tracks';
import { TextInput } from '../../ui/fields';
import { formatTime } from '../../ui/format';
import { parseMoment, type TypedMoment } from '../../ui/moment';

interface MomentFieldProps {
  id: string;
  side: Side;
  seconds: number;
  tracks: Tracks;
}

/** An edge of the chosen segment as a time that can be typed over; Enter sets it, Escape takes it back. */
export function MomentField({ id, side, seconds, tracks }: MomentFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parseMoment(typed);
  const moment = inSeconds(parsed, tracks);
  const invalid = typed !== null && moment === null;
  const take = () => {
    if (moment !== null) void setEdge(side, moment);
    if (!invalid) setTyped(null);
  };
  return (
    <>
      <TextInput
        id={id}
        className="edge-time mono"
        value={typed ?? formatTime(seconds)}
        aria-invalid={invalid}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <span className={invalid ? 'err' : 'hint mono'} role={invalid ? 'alert' : undefined}>
        {invalid ? expected(parsed, tracks) : tracks.clock ? `f ${boundaryAt(tracks, seconds)}` : ''}
      </span>
    </>
  );
}

/** Null for what is not within the video. */
function inSeconds(moment: TypedMoment | null, { clock, duration }: Tracks): number | null {
  if (moment === null) return null;
  if ('seconds' in moment) return moment.seconds <= duration ? moment.seconds : null;
  if (!clock || moment.frame > clock.times.length) return null;
  return boundaryTime(clock, moment.frame) - (clock.times[0] as number);
}

function expected(moment: TypedMoment | null, { clock, duration }: Tracks): string {
  if (moment === null) return clock ? 'mm:ss.ff or f 12' : 'mm:ss.ff';
  if ('seconds' in moment) return `at most ${formatTime(duration)}`;
  return clock ? `at most f ${clock.times.length}` : 'no frames here';
}
