import { StepBack, StepForward } from 'lucide-react';
import { IconButton } from '../ui/Button';
import { stepFrames, usePlayer } from './playerStore';

/** Goes one frame back or on. */
export function StepButton({ by }: { by: -1 | 1 }) {
  const ready = usePlayer((state) => state.player !== null);
  return (
    <IconButton
      icon={by < 0 ? StepBack : StepForward}
      name={by < 0 ? 'One frame back' : 'One frame on'}
      command={by < 0 ? 'play.back' : 'play.on'}
      disabled={!ready}
      onClick={() => stepFrames(by)}
    />
  );
}
