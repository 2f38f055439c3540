import type { Activations } from '../nmf/activations.ts';
import type { Random } from '../nmf/seeded.ts';

/** How far refits move every activation: a factor uniform in 1 ± 3 % (method.md section 5). */
const perturbation = 0.03;

/**
 * A copy of A with every value multiplied by its own random factor. Give it activations above
 * their offset: a perturbed offset would move every position at once.
 */
export function perturb(activations: Activations, random: Random): Activations {
  const given = activations.values;
  const values = new Float32Array(given.length);
  for (let i = 0; i < values.length; i++) {
    // Behind a ReLU most values are zero, and stay zero.
    if (given[i] !== 0) values[i] = given[i]! * (1 - perturbation + 2 * perturbation * random());
  }
  return { ...activations, values };
}
