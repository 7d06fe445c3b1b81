import type { z } from 'zod';

/**
 * One entry of the contract: checked input, checked output. Names of commands, screens and jobs agree in all shells.
 */
export interface Procedure<I extends z.ZodType, O extends z.ZodType> {
  input: I;
  output: O;
}

export function procedure<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Procedure<I, O> {
  return { input, output };
}
