// Bundles the libraries that pages load, and puts the licence of each beside them.
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const out = '../../src/Portal.Web/wwwroot/lib';
const common = { bundle: true, format: 'esm', minify: true, target: 'es2022', legalComments: 'none', outdir: out, metafile: true };
const bundled = await build({ ...common, entryPoints: { codemirror: 'codemirror.js', uplot: 'uplot' } });
await build({ ...common, entryPoints: { uplot: 'uplot/dist/uPlot.min.css' } });

const packages = [...new Set(Object.keys(bundled.metafile.inputs)
  .map(file => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
  .filter(Boolean))].sort();
const licences = packages.map(name => {
  const folder = join('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : 'See https://www.apache.org/licenses/LICENSE-2.0'}\n`;
});
writeFileSync(join(out, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));
