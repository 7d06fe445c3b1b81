import type { ClassifierKind } from '../../src-main/common/settings';
import { readNpy } from '../../src-main/data/formats/npy';
import { describeClassifier } from '../../src-main/gad/classifier';
import { type Answer, Prompt } from '../../src-main/gad/prompt';
import { loadTokenizer } from '../../src-main/models/tokenizer/load';
import { goldenJson } from './comparison';
import { goldenFile } from './goldenFolder';

/** One method of the golden folder (`gad/`, `discriminative/`, `generative/`) as our classifier. */
export interface MethodSettings {
  classes_clean: string[];
  num_class: number;
  visual_dim: number;
  lora: { r: number; alpha: number };
  stream_loss_weight: number;
  gen_cls_lmd?: number;
  silence_threshold: number;
  max_response_length: number;
  trainable: Record<string, number[]>;
}

export interface GoldenBatchWindow {
  video: string;
  frame_indices: number[];
  label: number | null;
  conversation: { role: string; content?: string }[];
  text: string;
  ids: number[];
  learn_text: string[];
}

export async function readMethod(kind: ClassifierKind) {
  const settings = goldenJson<MethodSettings>(kind, 'settings.json');
  const tokenizer = await loadTokenizer(goldenFile('tiny-llama'));
  const lambda = settings.gen_cls_lmd ?? 1;
  const description = describeClassifier({ kind, context: 'previous action', lambda });
  const texts = settings.classes_clean;
  return { settings, tokenizer, description, texts, prompt: new Prompt(tokenizer, description, texts) };
}

/** What a window answers, from the conversation the official code made of it. */
export function answerOf(window: GoldenBatchWindow, texts: readonly string[]): Answer {
  const content = window.conversation.at(-1)?.content?.replace('<|eot_id|>', '').trim();
  if (content === undefined) return { label: window.label ?? -1, previous: -1 };
  const plain = texts.indexOf(content);
  if (plain >= 0) return { label: plain, previous: -1 };
  for (const [label, text] of texts.entries()) {
    const previous = content.startsWith(`${text}, `) ? texts.indexOf(content.slice(text.length + 2)) : -1;
    if (previous >= 0) return { label, previous };
  }
  throw new Error(`no class answers ${JSON.stringify(content)}`);
}

export async function goldenInts(...parts: string[]): Promise<number[]> {
  const { data } = await readNpy(goldenFile(...parts));
  return Array.from(data as Int32Array);
}
