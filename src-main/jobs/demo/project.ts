import { join } from 'node:path';
import type { Annotation } from '../../common/domain/annotation';
import { type SplitName, type Splits, splitNames } from '../../common/domain/project';
import { type ActionClass, emptyTaxonomy, type Taxonomy } from '../../common/domain/taxonomy';
import type { Video } from '../../common/domain/video';
import { videoWithoutFile } from '../../data/merge/draft';
import { videoHash, withFile } from '../../data/merge/videoFile';
import { clockFile } from '../../data/project/clocks';
import type { StagedFile } from '../../data/project/staging';
import { createProject, type ProjectStore } from '../../data/project/store';
import { probeVideo } from '../../video/probe';
import { type ClipScript, frameOfTick } from './script';
import { demoActions } from './world';

/** Where the clips lie in the demo project. */
export const clipsFolder = 'clips';

/** Colour slots of the verbs. */
const verbSlots = { pour: 'A', cut: 'B', open: 'C', add: 'D', stir: 'E', wash: 'F', spread: 'G', close: 'H' };

/** The classes of the toy kitchen: background 0, then the actions in their order. */
export function demoTaxonomy(): Taxonomy {
  const actions = demoActions.map((name, i): ActionClass => {
    const [verb, noun] = name.split(' ') as [string, string];
    return { id: i + 1, name, verb, noun, ...(i < 10 ? { hotkey: String((i + 1) % 10) } : {}) };
  });
  const empty = emptyTaxonomy();
  return { ...empty, nextId: actions.length + 1, classes: [...empty.classes, ...actions], verbSlots };
}

/** The labels of a clip, exactly as its script has them, in frames; all of it is reviewed. */
export function demoAnnotation(script: ClipScript): Annotation {
  const segments = script.segments.map(({ action, start, end }, i) => ({
    id: `s${i + 1}`,
    start: frameOfTick(script, start),
    end: frameOfTick(script, end),
    classId: demoActions.indexOf(action) + 1,
    origin: 'import:demo script',
  }));
  const reviewed = [{ start: 0, end: script.frames.length }];
  return { version: 1, video: script.id, timebase: 'frames', segments, reviewed };
}

/** Makes the project in a folder whose `clips` are there already. */
export async function makeDemoProject(dir: string, scripts: readonly ClipScript[]): Promise<ProjectStore> {
  const store = await createProject(dir, { name: 'kitchen-demo', singleLabel: true });
  const videos: Video[] = [];
  const clocks: StagedFile[] = [];
  for (const script of scripts) {
    const path = join(store.dir, clipsFolder, `${script.id}.mp4`);
    const probe = await probeVideo(path);
    if (probe.frames !== script.frames.length)
      throw new Error(`internal: ${path} has ${probe.frames} frames, its script ${script.frames.length}`);
    const video = { ...videoWithoutFile(script.id), task: `make ${script.task}` };
    videos.push(withFile(store, video, path, probe, await videoHash(path)));
    clocks.push(clockFile(script.id, probe.clock));
  }
  await store.apply({
    project: { ...store.project, splits: demoSplits(scripts) },
    taxonomy: demoTaxonomy(),
    videos,
    annotations: scripts.map(demoAnnotation),
    files: clocks,
  });
  return store;
}

function demoSplits(scripts: readonly ClipScript[]): Splits {
  const ids = (name: SplitName) => scripts.filter(({ split }) => split === name).map(({ id }) => id);
  const [train, val, test] = splitNames.map(ids) as [string[], string[], string[]];
  return { train, val, test, source: 'file' };
}
