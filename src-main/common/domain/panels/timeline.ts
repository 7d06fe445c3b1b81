import { z } from 'zod';
import { meta } from '../../settings';
import { shown } from './shared';

export const TimelineSettings = z.object({
  ...shown,
  video: z
    .string()
    .default('')
    .meta(meta({ label: 'Video', section: 'Panel', help: 'The video whose labels are shown.' })),
  start: z
    .number()
    .min(0)
    .default(0)
    .meta(
      meta({ label: 'From', section: 'Panel', line: 'Time', unit: 's', help: 'Seconds from the first frame. From 0.' }),
    ),
  end: z
    .number()
    .min(0)
    .default(60)
    .meta(
      meta({
        label: 'To',
        section: 'Panel',
        line: 'Time',
        unit: 's',
        help: 'Seconds from the first frame; what lies after the end of the video is left out.',
      }),
    ),
  pictures: z
    .int()
    .min(0)
    .max(24)
    .default(8)
    .meta(meta({ label: 'Pictures', section: 'Panel', help: 'Frames of the video above the lanes. 0 to 24.' })),
  errors: z
    .enum(['wrong class', 'verdicts'])
    .default('wrong class')
    .meta(
      meta({
        label: 'Errors',
        section: 'Panel',
        help: 'wrong class: segments that lie on another class or on none are outlined and hatched. verdicts: kinds of the Errors screen, each with its letter and pattern; a missed one is a dashed box.',
      }),
    ),
});
