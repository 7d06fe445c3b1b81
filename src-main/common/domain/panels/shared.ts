import { z } from 'zod';
import { meta } from '../../settings';
import { splitNames } from '../project';

/** Settings that every kind of panel has, and the split of those that look at predictions. */
export const shown = {
  title: z
    .string()
    .default('')
    .meta(meta({ label: 'Title', section: 'Panel', help: 'Above the panel. In a paper the caption usually says it.' })),
  fontSize: z
    .number()
    .refine((size) => size === 0 || (size >= 4 && size <= 24), 'Expected 0, or 4 to 24')
    .default(0)
    .meta(
      meta({
        label: 'Font size',
        section: 'Panel',
        unit: 'pt',
        help: 'Of this panel alone. 0: that of the sheet; else 4 to 24 pt.',
      }),
    ),
};

export const split = z
  .enum([...splitNames, 'chosen'])
  .default('test')
  .meta(
    meta({
      label: 'Split',
      section: 'Panel',
      help: 'The split whose predictions and reports are shown; chosen: videos that a run was asked for one by one.',
    }),
  );
