import { parentPort, workerData } from 'node:worker_threads';

const twice = <T extends number>(n: T): number => n * 2;
parentPort!.postMessage(twice(workerData as number));
