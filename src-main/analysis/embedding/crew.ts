/**
 * Work on shared arrays in parts. What a part writes depends on nothing but the part, so
 * the number of threads does not.
 */
import { type KernelInput, type KernelName, kernels } from './kernels';

export interface Crew {
  /** Hands out the arrays. @returns does parts 0 to `parts - 1`, and comes back when all of them are done */
  prepare<N extends KernelName>(name: N, input: KernelInput<N>): (parts: number) => void;
}

/** All parts on this thread. */
export const alone: Crew = {
  prepare: (name, input) => {
    const kernel = openKernel(name, input);
    return (parts) => {
      for (let part = 0; part < parts; part++) kernel(part);
    };
  },
};

/** One thread's share in some work. */
export function openKernel<N extends KernelName>(name: N, input: KernelInput<N>): (part: number) => void {
  return (kernels[name] as (input: KernelInput<N>) => (part: number) => void)(input);
}
