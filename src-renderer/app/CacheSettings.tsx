import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CacheState } from '../../src-main/common/contract/project';
import { call } from '../client';
import { useTask } from '../state/task';
import { Button } from '../ui/Button';
import { NumberInput } from '../ui/fields';
import { formatBytes } from '../ui/format';
import { Failure } from '../ui/status';

/** What the open project keeps only to be quick: how much there is, how much there may be, and getting rid of it. */
export function CacheSettings() {
  const [cache, setCache] = useState<CacheState | null>(null);
  const [limit, setLimit] = useState<number | null>(null);
  const read = useTask(async () => setCache(await call('project.cache', {})));
  const clear = useTask(async () => setCache(await call('project.clearCache', {})));
  const save = useTask(async () => {
    if (limit !== null) setCache(await call('project.setCacheLimit', { gigabytes: limit }));
    setLimit(null);
  });
  const { run: ask } = read;
  useEffect(() => ask(), [ask]);
  return (
    <>
      <h3>Copies for playing, pictures and sound of this project</h3>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          save.run();
        }}
      >
        <label className="label settings-label" htmlFor="cache-limit">
          At most
        </label>
        <NumberInput
          id="cache-limit"
          unit="GB"
          value={limit ?? cache?.gigabytes ?? 0}
          disabled={cache === null}
          onValue={setLimit}
          onBlur={() => save.run()}
        />
        <span className="hint">{cache && `${formatBytes(cache.bytes)} used`}</span>
        <Button
          type="button"
          className="push"
          icon={Trash2}
          disabled={!cache || clear.busy}
          onClick={() => clear.run()}
        >
          Clear
        </Button>
      </form>
      <p className="hint">
        Made again when it is looked at. Where room is needed, what was unused for longest goes; what was used last
        stays.
      </p>
      <Failure error={read.error ?? save.error ?? clear.error} />
    </>
  );
}
