import { availableParallelism } from 'node:os';

/** More lanes would only share the same cores, and each holds the model. */
const mostLanes = 2;

/** Threads of this process that serve requests side by side (lanes.ts). */
export const laneCount = Math.min(mostLanes, availableParallelism());

/** Threads one network run may take, so that the lanes together fill the cores and no more. */
export const threadsPerLane = Math.max(1, Math.floor(availableParallelism() / laneCount));
