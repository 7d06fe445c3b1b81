/** Two annotators: whose labels are compared, how far they agree, and the disagreements that are still open. */
import { create } from 'zustand';
import type {
  AgreementReport,
  Annotator,
  Disagreement,
  DisagreementKind,
  DisagreementList,
} from '../../src-main/common/domain/agreement';
import type { CallContext } from '../../src-main/common/progress';
import { call } from '../client';
import { settleBeside } from './history';
import { whenOpened } from './project';
import { noWork, Work, type WorkState } from './work';

interface Agreement extends WorkState {
  /** Undefined until they are read. */
  annotators: readonly Annotator[] | undefined;
  annotator: string | null;
  report: AgreementReport | null;
  list: DisagreementList | null;
  /** Edges further apart than so many frames are a disagreement. */
  frames: number;
  kind: DisagreementKind | null;
  classId: number | null;
  video: string | null;
}

const nothing: Agreement = {
  ...noWork,
  annotators: undefined,
  annotator: null,
  report: null,
  list: null,
  frames: 5,
  kind: null,
  classId: null,
  video: null,
};
export const useAgreement = create<Agreement>(() => nothing);
const { getState: get, setState: set } = useAgreement;

whenOpened(() => set(nothing));

export const setAgreementFilter = (change: Partial<Pick<Agreement, 'kind' | 'classId' | 'video'>>): void => set(change);

const comparing = new Work(set);

export const stopComparing = (): void => comparing.stop();

/** The annotators of the project, and the numbers and list of the one that is looked at. */
export function loadAgreement(): Promise<void> {
  return comparing.start(async (context) => {
    const annotators = await call('agreement.annotators', {});
    const annotator = annotators.find(({ name }) => name === get().annotator)?.name ?? annotators[0]?.name ?? null;
    set({ annotators, annotator });
    if (annotator !== null) await readList(annotator, context);
  });
}

/** Looks at another annotator; what narrowed the list is dropped. */
export function chooseAnnotator(annotator: string): void {
  set({ annotator, report: null, list: null, kind: null, classId: null, video: null });
  void loadAgreement();
}

/** Edges that are further apart are a disagreement. */
export function setFrames(frames: number): void {
  set({ frames });
  void loadAgreement();
}

/** One after the other: both read the same labels, the second finds them read. */
async function readList(annotator: string, context: CallContext): Promise<void> {
  const report = await call('agreement.report', { annotator }, context);
  const list = await call('agreement.list', { annotator, frames: get().frames }, context);
  if (!context.signal.aborted) set({ list, report });
}

/** Takes the annotator that is looked at out of the project; undone like every edit. */
export async function removeAnnotator(): Promise<void> {
  const { annotator } = get();
  if (annotator === null) return;
  const name = `Remove the labels of ${annotator}`;
  await settleBeside(name, async (done) => {
    await call(done ? 'agreement.remove' : 'agreement.restore', { annotator });
  });
}

/** The open disagreements that the filters let through, the largest first. */
export function shownDisagreements({ list, kind, classId, video }: Agreement): readonly Disagreement[] {
  return (list?.open ?? []).filter(
    (one) =>
      (kind === null || one.kind === kind) &&
      (video === null || one.video === video) &&
      (classId === null || one.mine?.classId === classId || one.theirs?.classId === classId),
  );
}

/** Keeps what became of a disagreement; `done` false takes that back. The list is read again with the labels. */
export async function keepSettled(
  annotator: string,
  key: string,
  kept: 'mine' | 'theirs',
  done: boolean,
): Promise<void> {
  await call('agreement.settle', { annotator, key, kept: done ? kept : null });
}
