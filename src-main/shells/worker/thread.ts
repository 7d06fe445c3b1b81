/** Entry of the threads that help with large layouts. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveCrew } from '../../jobs/threads';

if (parentPort) serveCrew(workerData as Int32Array, parentPort);
