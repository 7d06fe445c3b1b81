/** What is right and wrong in the segments of a video's runs, as the program judges them. */
import { useEffect, useRef, useState } from 'react';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import {
  type DiagnosisThresholds,
  type ErrorKind,
  type Verdict,
  verdicts as verdictNames,
} from '../../src-main/common/domain/diagnosis';
import { type Span, spanIou } from '../../src-main/common/domain/span';
import { call } from '../client';
import { isErrorKind } from '../ui/KindLetter';

/** A wrong segment. Seconds from the first frame. */
export interface JudgedSegment extends Span {
  kind: ErrorKind;
  classId: number;
  /** The truth it is judged by; null where it is invented. */
  truth: (Span & { classId: number }) | null;
}

const none: readonly VideoVerdicts[] = [];

/**
 * Verdicts of a video, read again whenever `revision` is another: while one reading is under way those in between are
 * skipped, so that a held key does not ask for more than can be answered. None while nothing is known.
 */
export function useVerdicts(
  video: string,
  runs: readonly string[],
  thresholds: DiagnosisThresholds,
  revision: unknown,
): readonly VideoVerdicts[] {
  const [found, setFound] = useState<{ video: string; verdicts: readonly VideoVerdicts[] }>({ video, verdicts: none });
  const asked = useRef({ busy: false, again: false });
  const wish = useRef({ video, runs, thresholds });
  wish.current = { video, runs, thresholds };
  useEffect(() => {
    const state = asked.current;
    const read = async (): Promise<void> => {
      const { video, runs, thresholds } = wish.current;
      state.again = false;
      const verdicts = await call('errors.verdicts', { video, runs: [...runs], thresholds }).catch(() => none);
      if (state.again) return read();
      state.busy = false;
      setFound({ video, verdicts });
    };
    state.again = true;
    if (state.busy) return;
    state.busy = true;
    void read();
  }, [video, runs, thresholds, revision]);
  return found.video === video ? found.verdicts : none;
}

/** Wrong predictions, and truths that were missed, in seconds and in the order of time. */
export function wrongSegments({ rate, truths, predictions }: VideoVerdicts): JudgedSegment[] {
  const inSeconds = ({ start, end }: { start: number; end: number }) => ({ start: start / rate, end: end / rate });
  const wrong = (segments: VideoVerdicts['truths'], others: VideoVerdicts['truths']) =>
    segments.flatMap((segment): JudgedSegment[] => {
      const kind = verdictNames[segment.verdict];
      if (kind === undefined || !isErrorKind(kind)) return [];
      const other = others[segment.other];
      const truth = other ? { ...inSeconds(other), classId: other.classId } : null;
      return [{ ...inSeconds(segment), classId: segment.classId, kind, truth }];
    });
  const missed = wrong(truths, predictions).filter(({ kind }) => kind === 'missed');
  return [...wrong(predictions, truths), ...missed].sort((a, b) => a.start - b.start);
}

/**
 * A segment as it is judged: what is said of it, and the segment of the other side that it is judged by, in seconds.
 */
export interface Judgement {
  verdict: Verdict;
  by: (Span & { classId: number }) | null;
}

/**
 * What is said of a segment of the truth, or of the run; null where it is not judged. Judged truths are whole steps, so
 * it is the one of its class that it shares most with.
 * @param segment in seconds
 */
export function judgementOf(
  { rate, truths, predictions }: VideoVerdicts,
  segment: Span & { classId: number },
  inTruth: boolean,
): Judgement | null {
  const [own, others] = inTruth ? [truths, predictions] : [predictions, truths];
  const span = { start: segment.start * rate, end: segment.end * rate };
  const [best] = own
    .filter(({ classId }) => classId === segment.classId)
    .map((judged) => ({ judged, iou: spanIou(judged, span) }))
    .filter(({ iou }) => iou > 0)
    .sort((a, b) => b.iou - a.iou);
  const verdict = best && verdictNames[best.judged.verdict];
  if (!verdict) return null;
  const by = others[best.judged.other];
  return { verdict, by: by ? { start: by.start / rate, end: by.end / rate, classId: by.classId } : null };
}
