/**
 * What a described setting says of itself: label, the section it stands in, help in one or two sentences, its source.
 */
export interface FieldMeta {
  label: string;
  section: 'Classifier' | 'Model' | 'Data' | 'Optimiser' | 'Panel' | 'Sheet';
  help: string;
  unit?: string;
  /** Label of the line of the form it shares with others of the same `line`. */
  line?: string;
  /** Shown, and of consequence, only where each of these fields has one of these values, or not the one named. */
  when?: Readonly<Record<string, readonly string[] | { readonly not: string }>>;
}

/** As zod keeps it. */
export const meta = (m: FieldMeta) => m as unknown as Record<string, unknown>;
