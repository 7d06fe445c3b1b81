import { z } from 'zod';
import { meta } from '../../settings';
import { errorKinds } from '../diagnosis';

const filter = (label: string, help: string) => meta({ label, section: 'Panel', help });

/**
 * What panels can be narrowed to. Of one filter any value lets a thing through, of several all have to; an empty
 * one lets everything through.
 */
export const panelFilters = {
  verbs: z
    .array(z.string())
    .default([])
    .meta(filter('Verbs', 'Classes of these verbs. Of errors and confused pairs the truth or the prediction.')),
  nouns: z
    .array(z.string())
    .default([])
    .meta(filter('Nouns', 'Classes of these nouns. Of errors and confused pairs the truth or the prediction.')),
  classes: z
    .array(z.int())
    .default([])
    .meta(filter('Classes', 'These classes, as the truth. Of errors the background: where nothing is.')),
  predicted: z
    .array(z.int())
    .default([])
    .meta(
      filter('Predicted classes', 'These classes, as what was predicted. Of errors the background: where nothing is.'),
    ),
  kinds: z
    .array(z.enum(errorKinds))
    .default([])
    .meta(filter('Kinds of error', 'As on the Errors screen; others are left out, in timelines unmarked.')),
  videos: z.array(z.string()).default([]).meta(filter('Videos', 'Ids of videos whose predictions count.')),
};
export type PanelFilter = keyof typeof panelFilters;
export const panelFilterNames = Object.keys(panelFilters) as PanelFilter[];
export type PanelFilters = { [F in PanelFilter]: readonly z.infer<(typeof panelFilters)[F]>[number][] };
