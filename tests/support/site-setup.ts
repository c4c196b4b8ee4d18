/** Once per run, for the tests that drive the built site: build it unless the build in dist/ is of these very sources. */
import { build } from '../../tools/prepare.mjs';

export function setup(): void {
  build(process.execPath);
}
