/** Segments of all videos found by words, page by page, as far as a list shows them. */
import { useEffect, useState } from 'react';
import type { FoundSegment } from '../../src-main/common/contract/labels';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { call } from '../client';
import { raise } from './notices';
import { useProject } from './project';

const pageLength = 200;

export interface SegmentSearch {
  /** Of all that match; 0 until the search has answered. */
  total: number;
  /** Undefined while its page is read. */
  at: (index: number) => FoundSegment | undefined;
  /** Has the pages read that hold these. */
  need: (from: number, to: number) => void;
}

const nothing: SegmentSearch = { total: 0, at: () => undefined, need: () => undefined };

/** One search and the pages of it that were asked for. */
class Pages implements SegmentSearch {
  total = 0;
  private readonly pages = new Map<number, readonly FoundSegment[] | null>();
  private isOver = false;

  /** @param came told when more of it is there */
  constructor(
    private readonly wanted: { text: string; split: VideoSummary['split'] | null },
    private readonly came: () => void,
  ) {}

  at = (index: number): FoundSegment | undefined =>
    this.pages.get(Math.floor(index / pageLength))?.[index % pageLength];

  need = (from: number, to: number): void => {
    for (let page = Math.floor(from / pageLength); page * pageLength < to; page++) {
      if (!this.pages.has(page)) void this.read(page).catch((error: unknown) => raise('find', error));
    }
  };

  end(): void {
    this.isOver = true;
  }

  private async read(page: number): Promise<void> {
    this.pages.set(page, null);
    const found = await call('labels.find', { ...this.wanted, from: page * pageLength, count: pageLength });
    if (this.isOver) return;
    this.pages.set(page, found.segments);
    this.total = found.total;
    this.came();
  }
}

/**
 * Segments for a text; while it is empty, none. What was found before stays until the next is there.
 * @param split only of its videos
 */
export function useSegmentSearch(text: string, split: VideoSummary['split'] | null = null): SegmentSearch {
  const [found, setFound] = useState<SegmentSearch>(nothing);
  const wanted = text.trim();
  const isAsked = wanted !== '';
  const videos = useProject((mirrors) => mirrors.project?.videos);
  const counts = useProject((mirrors) => mirrors.counts);
  const [checks, setChecks] = useState(0);
  useEffect(() => {
    if (!isAsked) return;
    const again = ({ changed }: { changed: boolean }) => changed && setChecks((count) => count + 1);
    call('labels.check', {}).then(again, (error: unknown) => raise('find', error));
  }, [isAsked]);
  // Counts are told anew with every edit of labels.
  useEffect(() => {
    if (!isAsked || !videos) return setFound(nothing);
    const pages = new Pages({ text: wanted, split }, () =>
      setFound({ total: pages.total, at: pages.at, need: pages.need }),
    );
    pages.need(0, 1);
    return () => pages.end();
  }, [wanted, isAsked, split, videos, counts, checks]);
  return found;
}
