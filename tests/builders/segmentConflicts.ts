import { isOfSegment, type SegmentConflict } from '../../src-main/common/domain/conflict';
import type { ProjectStore } from '../../src-main/data/project/store';
import { listConflicts } from '../../src-main/jobs/conflicts';

/** The conflicts of a project that are of segments. */
export const segmentConflicts = async (store: ProjectStore): Promise<SegmentConflict[]> =>
  (await listConflicts(store)).filter(isOfSegment);
