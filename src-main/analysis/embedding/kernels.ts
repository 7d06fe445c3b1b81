/** What threads can do, by name. */
import { columnsBack, columnsForward, rowsConvolved } from './convolution';
import { movePoints } from './moves';
import { nearest } from './nearest';
import { settlePoints } from './settling';

export const kernels = { nearest, columnsForward, rowsConvolved, columnsBack, movePoints, settlePoints } as const;
export type KernelName = keyof typeof kernels;
export type KernelInput<N extends KernelName> = Parameters<(typeof kernels)[N]>[0];
