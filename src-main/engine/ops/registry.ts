import type { OpName } from '../graph/graph';
import type { OpDefinitions } from './definition';
import { elementwise } from './elementwise';
import { layout } from './layout';
import { matmul } from './matmul';
import { reduce } from './reduce';
import { rows } from './rows';
import { transformer } from './transformer';

/** Every operator's definition. */
export const ops: OpDefinitions<OpName> = { ...elementwise, ...matmul, ...reduce, ...layout, ...rows, ...transformer };
