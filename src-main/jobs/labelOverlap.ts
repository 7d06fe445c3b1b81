import { labelOverlap } from '../analysis/labelOverlap';
import { requireModel } from '../data/project/models';
import { openProject } from '../data/project/store';
import { classText } from '../gad/classText';
import { loadTokenizer } from '../models/tokenizer/load';

/** The label overlap of a project's actions under a decoder's tokenizer, the most overlapping class first. */
export interface OverlapReport {
  decoder: string;
  /** 0 to 1; see analysis/labelOverlap.ts. */
  overall: number;
  /** Tokens a label, on average over the classes. */
  tokensPerLabel: number;
  classes: {
    classId: number;
    name: string;
    /** The class text cut into tokens. */
    tokens: string[];
    /** Annotated segments. */
    segments: number;
    overlap: number;
    /** Name of the class that shares most of its tokens; null where none shares any. */
    nearest: string | null;
    nearestShare: number;
  }[];
}

/**
 * Background and ambiguous classes are left out: neither is written as a label of the taxonomy. A class weighs as many
 * segments as are annotated, and one more, so that a taxonomy without annotations has an overlap too.
 * @throws UserError those of opening the project and of reading the tokenizer
 */
export async function overlapReport(project: string, decoder: string): Promise<OverlapReport> {
  const store = await openProject(project);
  const tokenizer = await loadTokenizer(await requireModel(store, decoder, 'decoder'));
  const actions = store.taxonomy.classes.filter(({ background, ambiguous }) => !background && !ambiguous);
  const segments = await segmentCounts(store.videos.map(({ id }) => store.annotation(id)));
  const labels = actions.map((entry) => ({
    tokens: tokenizer.encode(` ${classText(entry, false)}`).ids,
    frequency: 1 + (segments.get(entry.id) ?? 0),
  }));
  const { overall, classes } = labelOverlap(labels);
  const rows = classes.map(({ overlap, nearest, nearestShare }, i) => {
    const { id, name } = actions[i]!;
    return {
      classId: id,
      name,
      tokens: labels[i]!.tokens.map((token) => tokenizer.decode([token])),
      segments: segments.get(id) ?? 0,
      overlap,
      nearest: actions[nearest]?.name ?? null,
      nearestShare,
    };
  });
  const tokens = labels.reduce((sum, label) => sum + label.tokens.length, 0);
  return {
    decoder,
    overall,
    tokensPerLabel: labels.length === 0 ? 0 : tokens / labels.length,
    classes: rows.sort((a, b) => b.overlap - a.overlap),
  };
}

/** Annotated segments by class id. */
async function segmentCounts(
  annotations: readonly Promise<{ segments: readonly { classId: number }[] }>[],
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const annotation of annotations) {
    for (const { classId } of (await annotation).segments) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  }
  return counts;
}
