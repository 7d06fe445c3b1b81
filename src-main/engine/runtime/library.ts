/**
 * ONNX Runtime, loaded at the first call: most commands hand their work to a child process and never compute anything
 * themselves, and a library that is not loaded can neither slow a program down nor abort it.
 */
import type * as library from 'onnxruntime-node';

export type OnnxRuntime = typeof library;

let loading: Promise<OnnxRuntime> | undefined;

/** The library, the same at every call. */
export function onnxRuntime(): Promise<OnnxRuntime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<OnnxRuntime> {
  const runtime = await import('onnxruntime-node');
  // It prints every error that it also throws.
  runtime.env.logLevel = 'fatal';
  return runtime;
}
