import { type PickRequest, pickPath } from '../../state/dialogs';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { TextInput } from '../../ui/fields';
import { Failure } from '../../ui/status';

interface PathFieldProps {
  id: string;
  value: string;
  placeholder: string;
  /** Ways to choose, by the name on their button. */
  picks: Record<string, PickRequest>;
  onValue: (path: string) => void;
}

/** A path that is typed or chosen. */
export function PathField({ id, value, placeholder, picks, onValue }: PathFieldProps) {
  const choose = useTask(async (request: PickRequest) => {
    const path = await pickPath(request);
    if (path !== null) onValue(path);
  });
  return (
    <div className="row wrap path-field">
      <TextInput
        id={id}
        className="mono"
        value={value}
        placeholder={placeholder}
        onChange={(event) => onValue(event.target.value)}
      />
      {Object.entries(picks).map(([name, request]) => (
        <Button key={name} onClick={() => choose.run(request)}>
          {name}
        </Button>
      ))}
      <Failure error={choose.error} />
    </div>
  );
}
