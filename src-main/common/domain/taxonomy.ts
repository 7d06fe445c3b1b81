import { z } from 'zod';
import { Lane } from './lane';

/**
 * The closed set of classes of a project. A class id is never reused, so that segments and runs can refer to it for
 * ever; the order of the list is the order of class indices in new runs, background first.
 */
export const ActionClass = z.object({
  id: z.int().nonnegative(),
  name: z.string().min(1),
  /** What it was called before, the oldest first, for settings that name classes. */
  formerNames: z.array(z.string()).optional(),
  verb: z.string().optional(),
  noun: z.string().optional(),
  /** Pinned colour slot A to H of `look`; absent: by rank of the verb. */
  slot: z.string().optional(),
  hotkey: z.string().optional(),
  /** The one class that means "nothing of interest". */
  background: z.literal(true).optional(),
  /** A class that is annotated but neither trained nor scored (THUMOS "Ambiguous"). */
  ambiguous: z.literal(true).optional(),
});
export type ActionClass = z.infer<typeof ActionClass>;

/** A class that is no more, kept so that runs which know it can be read, and so that it can come back. */
export const RetiredClass = ActionClass.extend({
  /** The class that it was merged into. */
  into: z.int().nonnegative().optional(),
});
export type RetiredClass = z.infer<typeof RetiredClass>;

export const Taxonomy = z.object({
  version: z.literal(1),
  /** The next id to hand out; greater than every id ever used. */
  nextId: z.int().nonnegative(),
  classes: z.array(ActionClass),
  retired: z.array(RetiredClass).default([]),
  /** Colour slot of a verb, set once when the verb first gets one (A to H). */
  verbSlots: z.record(z.string(), z.string()).default({}),
  /** Top to bottom; absent: the default lane alone. Only where segments may overlap. */
  lanes: z.array(Lane).min(1).optional(),
  /** The next lane id to hand out; absent: 1. */
  nextLane: z.int().positive().optional(),
});
export type Taxonomy = z.infer<typeof Taxonomy>;

/** Of a new project: the background alone. */
export function emptyTaxonomy(): Taxonomy {
  return {
    version: 1,
    nextId: 1,
    classes: [{ id: 0, name: 'background', background: true }],
    retired: [],
    verbSlots: {},
  };
}

/** Whether two versions of what has one id are of one class: by the names they have and had. */
export function isOneClass(a: ActionClass, b: ActionClass): boolean {
  return a.name === b.name || a.formerNames?.includes(b.name) === true || b.formerNames?.includes(a.name) === true;
}

/** What class ids mean today: a class that was merged means the one that it has ended up in, every other itself. */
export function meaningOf({ retired }: Pick<Taxonomy, 'retired'>): (classId: number) => number {
  const into = new Map(retired.flatMap((entry) => (entry.into === undefined ? [] : [[entry.id, entry.into] as const])));
  // Of files that two programs have written, classes may be merged in a circle.
  const follow = (id: number, left: number): number => {
    const next = into.get(id);
    return next === undefined || left === 0 ? id : follow(next, left - 1);
  };
  return (id) => follow(id, into.size);
}

const knownIds = new WeakMap<readonly ActionClass[], ReadonlySet<number>>();

/** The ids of its classes; of thousands of classes the set is not made anew for each video. */
export function classIdsOf({ classes }: Pick<Taxonomy, 'classes'>): ReadonlySet<number> {
  const ids = knownIds.get(classes) ?? new Set(classes.map(({ id }) => id));
  knownIds.set(classes, ids);
  return ids;
}

/**
 * Finds a class by the name it has, had, or that a class had which was merged into it; case
 * and underscores do not count.
 */
export function classCalled({ classes, retired }: Pick<Taxonomy, 'classes' | 'retired'>, name: string) {
  const wanted = cleanClassName(name);
  const isCalled = (entry: ActionClass) => cleanClassName(entry.name) === wanted;
  const wasCalled = ({ formerNames = [] }: ActionClass) => formerNames.some((one) => cleanClassName(one) === wanted);
  const now = classes.find(isCalled) ?? classes.find(wasCalled);
  if (now) return now;
  const gone = retired.find((entry) => isCalled(entry) || wasCalled(entry));
  const today = gone && meaningOf({ retired })(gone.id);
  return classes.find(({ id }) => id === today);
}

/**
 * Class text as the official code cleans it: lower case, underscores and repeated white space to single spaces.
 * @param name raw class name, such as "BackGround" or "Add_Sugar"
 */
export function cleanClassName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();
}
