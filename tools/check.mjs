/** `npm run check`: formatting, lint, types and unused code. Changes nothing; runs all four even when one fails. */
import { foregroundTool, prepare, run } from './prepare.mjs';

const checks = [
  { name: 'formatting', tool: 'biome', args: ['ci', '.'] },
  { name: 'lint and import boundaries', tool: 'oxlint', args: ['--deny-warnings'] },
  { name: 'types', tool: 'astro', args: ['check', '--minimumFailingSeverity', 'hint'] },
  { name: 'unused files, exports and dependencies', tool: 'knip', args: [] },
];

await run(async () => {
  const node = prepare({ dev: true });
  const failed = [];
  for (const { name, tool, args } of checks) {
    console.log(`\n=== ${name}: ${tool} ${args.join(' ')}`);
    const code = await foregroundTool(node, tool, args);
    if (code > 128) return code; // ended by a signal: somebody wants out
    if (code !== 0) failed.push(name);
  }
  console.log(
    failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join('; ')}. "npm run fix" mends formatting.`,
  );
  return failed.length === 0 ? 0 : 1;
});
