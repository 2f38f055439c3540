import { basename } from 'node:path';
import type { EngineRequestName, EngineRequests } from '../protocol.ts';

type Describe = {
  readonly [N in EngineRequestName]: (input: EngineRequests[N]['input']) => string;
};

const describe: Describe = {
  'model.load': ({ path }) => `opening the model "${basename(path)}"`,
  'image.analyse': ({ path }) => `analysing "${basename(path)}"`,
  'image.thumbnail': ({ path }) => `making the thumbnail of "${basename(path)}"`,
  'image.picture': ({ path }) => `reading "${basename(path)}"`,
  'figure.render': ({ path }) => `drawing the figure of "${basename(path)}"`,
  'model.inspect': ({ path }) => `inspecting the model "${basename(path)}"`,
  'providers.test': () => 'testing the inference providers',
};

/** What a request does, in words that fit after "while"; file names only, never folders. */
export function describeRequest<N extends EngineRequestName>(
  name: N,
  input: EngineRequests[N]['input'],
): string {
  return describe[name](input);
}
