import { join } from 'node:path';
import type { Crew } from '../../analysis/embedding/crew';
import type { Rows } from '../../analysis/embedding/nearest';
import { ownNeighbours } from '../../analysis/embedding/neighbours';
import { principalComponents, projected } from '../../analysis/embedding/principalComponents';
import { neighbourCount, Tsne } from '../../analysis/embedding/tsne';
import { Rng } from '../../common/rng';
import { writeNpy } from '../../data/formats/npy';
import { openCrew, type ThreadCrew } from '../threads';
import { ownSide, type Side } from './contest';
import type { Bench } from './definition';

interface EmbedSizes {
  points: readonly number[];
  dim: number;
  classes: number;
}

const sizes: EmbedSizes = { points: [5000, 20_000], dim: 50, classes: 100 };
const perplexity = 30;
const partName = (points: number) => `${points.toLocaleString('en')} points`;

/** Maps by t-SNE, neighbours included, of states that have been through PCA. @param threadEntry see `openCrew` */
export async function prepareEmbedding(
  folder: string,
  threads: number,
  threadEntry: string,
  { points, dim, classes }: EmbedSizes = sizes,
): Promise<Bench> {
  const parts = new Map<string, { path: string; states: Rows }>();
  for (const count of points) {
    const states = clusters(count, dim, classes);
    const path = join(folder, `states-${count}.npy`);
    await writeNpy(path, { dtype: 'float32', shape: [count, dim], data: states.values });
    parts.set(partName(count), { path, states });
  }
  const paths = Object.fromEntries([...parts].map(([name, { path }]) => [name, path]));
  const peer = (by: string, targets: Record<string, number>) => ({
    name: by,
    script: 'embed.py',
    task: { by, threads, perplexity, parts: paths },
    targets,
  });
  return {
    what: `t-SNE of ${points.map(partName).join(' and ')} in ${dim} columns, ${classes} clusters, perplexity ${perplexity}, 750 iterations, neighbours included (ours exact; openTSNE's approximate)`,
    // Each arrives at a map of its own; tests/golden/tsne.test.ts compares divergences.
    parts: points.map((count) => {
      return { name: partName(count), unit: 'points', amount: count, tolerance: null, long: count >= 20_000 };
    }),
    peers: [peer('openTSNE', { [partName(5000)]: 1.5, [partName(20_000)]: 0.8 }), peer('scikit-learn', {})],
    open: async () => openMaps(parts, openCrew(threadEntry, threads)),
  };
}

function openMaps(parts: ReadonlyMap<string, { states: Rows }>, crew: ThreadCrew): Side {
  const work = [...parts].map(([name, { states }]) => [name, async () => makeMap(states, crew)] as const);
  return ownSide(Object.fromEntries(work), () => crew.close());
}

function makeMap(states: Rows, crew: Crew): number[] {
  const start = projected(states, principalComponents(states, 2, 0)).values;
  const neighbours = ownNeighbours(states, neighbourCount(states.count, perplexity), crew);
  const tsne = new Tsne(neighbours, perplexity, Float64Array.from(start), crew);
  while (tsne.iteration < tsne.iterations) tsne.advance();
  return [];
}

/** Clusters of different shapes, each stretched along eight directions of its own, as classes of states are. */
function clusters(count: number, dim: number, classes: number): Rows {
  const rng = new Rng(0, `clusters ${count}`);
  const normals = (length: number, scale: number) => Float64Array.from({ length }, () => scale * rng.normal());
  const [centres, shapes] = [normals(classes * dim, 0.9), normals(classes * 8 * dim, 0.45)];
  const values = new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    const at = rng.below(classes);
    const along = normals(8, 1);
    for (let d = 0; d < dim; d++) {
      let value = (centres[at * dim + d] as number) + 0.35 * rng.normal();
      for (let s = 0; s < 8; s++) value += (along[s] as number) * (shapes[(at * 8 + s) * dim + d] as number);
      values[i * dim + d] = value;
    }
  }
  return { values, count, dim };
}
