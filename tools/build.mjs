/** `npm run build`: installs what is missing and builds the site into dist/ unless that is already up to date. */
import { build, loadSettings, prepare, run } from './prepare.mjs';

await run(async () => {
  loadSettings();
  build(prepare());
});
