/** Long calls of a panel, one after the other: a new one takes the place of the one before. */
import { Cancelled } from '../../src-main/common/errors';
import type { CallContext, Progress } from '../../src-main/common/progress';

export interface WorkState {
  error: Error | null;
  /** Of the call that is under way; null until it is told. */
  progress: Progress | null;
  /** The last one was given up by the user. */
  stopped: boolean;
}

export const noWork: WorkState = { error: null, progress: null, stopped: false };

/** Calls of one panel, of which one at most is under way. */
export class Work {
  #current = new AbortController();

  constructor(private readonly set: (change: Partial<WorkState>) => void) {}

  /** @param work is not to show what came of it once it was given up */
  async start(work: (context: CallContext) => Promise<void>): Promise<void> {
    this.#current.abort();
    const own = new AbortController();
    this.#current = own;
    const tell = (change: Partial<WorkState>) => {
      if (this.#current === own) this.set(change);
    };
    this.set(noWork);
    try {
      await work({ signal: own.signal, report: (progress) => tell({ progress }) });
      tell({ progress: null });
    } catch (error) {
      if (error instanceof Cancelled) tell({ progress: null, stopped: true });
      else tell({ progress: null, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  stop(): void {
    this.#current.abort();
  }
}
