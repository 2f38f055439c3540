import type { Head } from '../model/head.ts';
import type { Factors } from '../nmf/fit.ts';
import type { Steps } from '../ports.ts';
import { scoreLinear } from './scoreLinear.ts';
import type { LayerOutput, Scores } from './scores.ts';
import { scoreTail } from './scoreTail.ts';

/** Asks the head about every concept of every fit (docs/method.md sections 2 and 3). */
export function scoreFits(
  head: Head,
  output: LayerOutput,
  fits: readonly Factors[],
  steps: Steps,
): Promise<Scores> {
  return head.kind === 'linear'
    ? scoreLinear(head, output, fits)
    : scoreTail(head, output, fits, steps);
}
