import { SlidersHorizontal } from 'lucide-react';
import { setErrorThresholds, useView, usualThresholds } from '../../state/view';
import { Button } from '../../ui/Button';
import { NumberInput } from '../../ui/fields';
import { Popover } from '../../ui/Popover';

const described = {
  correct: 'A prediction is correct from IoU',
  overlap: 'Segments have to do with each other from IoU',
} as const;

/** From which IoU on pairs count; the definitions are in docs/errors.md. */
export function ThresholdMenu() {
  const thresholds = useView((view) => view.errorThresholds);
  const change = (key: keyof typeof described, iou: number) => {
    if (iou > 0 && iou <= 1) setErrorThresholds({ ...thresholds, [key]: iou });
  };
  return (
    <Popover name="Thresholds" className="icon-button" button={<SlidersHorizontal size={16} aria-hidden />}>
      <div className="thresholds">
        {(['correct', 'overlap'] as const).map((key) => (
          <label key={key}>
            {described[key]}
            <NumberInput value={thresholds[key]} onValue={(iou) => change(key, iou)} />
          </label>
        ))}
        <Button onClick={() => setErrorThresholds(usualThresholds)}>Usual thresholds</Button>
      </div>
    </Popover>
  );
}
