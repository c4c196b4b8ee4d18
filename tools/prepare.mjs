/**
 * What commands do before their own work: read `.env`, install what is missing, find a Node that is new enough, and
 * build the site when its sources have changed. Plain JavaScript for Node 20 with nothing installed.
 *
 * A refusal is one sentence for the operator, thrown as a {@link Refusal}; {@link run} prints it and ends with 1.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const dist = join(root, 'dist');
/** The server that a build leaves behind. */
export const serverEntry = join(dist, 'server', 'entry.mjs');
const builtFrom = join(dist, '.built-from');

/** A reason not to go on that the operator can act on; its message is the whole output. */
export class Refusal extends Error {}

/** @param {string} line */
export const say = (line) => console.error(`· ${line}`);

/**
 * Runs a command's main function: a {@link Refusal} becomes one line, the returned number the exit code.
 * @param {() => Promise<number | void>} main
 */
export async function run(main) {
  try {
    const code = await main();
    if (code) process.exitCode = code;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`✗ ${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * Reads `.env` in the project's folder into the environment; what the environment already says wins.
 * One setting a line, `KEY=value`, the value optionally in single or double quotes; `#` begins a comment line.
 */
export function loadSettings() {
  const file = join(root, '.env');
  if (!existsSync(file)) return;
  for (const [index, raw] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const setting = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s].*)|)$/.exec(line);
    if (!setting) throw new Refusal(`.env 第 ${index + 1} 行看不懂：每行应写成“名称=值”，说明文字以 # 开头另起一行。`);
    const [, key = '', double, single, bare = ''] = setting;
    process.env[key] ??= double ?? single ?? bare.replace(/\s+#.*$/, '');
  }
}

/**
 * Whether node_modules holds what the lock file names. A package for another platform may be absent, and without `dev`
 * so may the tools of developers.
 * @param {{ dev: boolean }} needs
 */
function installed({ dev }) {
  const listing = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(listing)) return false;
  const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const present = read(listing);
  return Object.entries(read(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    const found = present[path];
    if (path === '' || wanted.link) return true;
    if (!found) return wanted.optional || (!dev && (wanted.dev || wanted.devOptional));
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** The npm that called us, on the Node it runs on, else the one on the path but outside node_modules (which is replaced). */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && existsSync(script) && existsSync(node) && !node.startsWith(bin)) return [node, script];
  return ['npm'];
}

/** @param {{ dev: boolean }} needs */
function install(needs) {
  if (installed(needs)) return;
  say('安装依赖（首次约需一分钟）……');
  const [command = 'npm', ...before] = npm();
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const include = needs.dev ? ['--include=dev'] : [];
  const { status, error } = spawnSync(
    command,
    [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...include],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: path.join(delimiter) } },
  );
  if (error) throw new Refusal(`找不到 npm（${error.message}）：请安装 Node.js 20 或更新的版本，它自带 npm。`);
  if (status !== 0) {
    throw new Refusal(
      `依赖没有装上：npm ci 以 ${status} 结束。原因见上面几行，多为网络或 npm 镜像设置；改好后再运行一次。`,
    );
  }
}

/** @param {string} version */
const newEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
};

/**
 * A Node that can run the site: the project's own Node 24, else the one we run on if it is at least 22.19.
 * @returns {string} path of the executable
 */
function findNode() {
  const own = join(bin, 'node');
  if (existsSync(own)) {
    const { status, stdout } = spawnSync(own, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    if (status === 0 && newEnough(stdout.trim())) return own;
  }
  checkNode(process.versions.node);
  return process.execPath;
}

/**
 * Refuses a Node that cannot run the site.
 * @param {string} version
 */
export function checkNode(version) {
  if (newEnough(version)) return;
  throw new Refusal(`需要 Node.js 22.19 或更新的版本：本机是 ${version}，项目自带的 Node 24 在本机不能运行。`);
}

/** A hash of everything a build depends on, file by file in a fixed order. */
function sourceHash() {
  const hash = createHash('sha256').update(`BASE_PATH=${process.env.BASE_PATH ?? ''}\n`);
  /** @param {string} path */
  const add = (path) => {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  };
  /** @param {string} folder */
  const addAll = (folder) => {
    if (!existsSync(join(root, folder))) return;
    const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length));
    for (const file of files.sort()) add(file);
  };
  for (const folder of ['src', 'server', 'db', 'public']) addAll(folder);
  for (const file of ['astro.config.mjs', 'tsconfig.json', 'package-lock.json']) add(file);
  return hash.digest('hex');
}

/**
 * Builds the site when there is no build of exactly these sources.
 * @param {string} node
 */
export function build(node) {
  const wanted = sourceHash();
  if (existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === wanted) return;
  say('构建站点……');
  rmSync(builtFrom, { force: true });
  const { status, stdout, stderr } = spawnSync(node, [join(bin, 'astro'), 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment(), NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    console.error(stdout + stderr);
    throw new Refusal('构建没有成功，原因见上面几行。');
  }
  writeFileSync(builtFrom, wanted);
}

/** The environment for our tools: the project's own executables first, and nothing reported to anybody. */
export function environment() {
  return { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', PATH: [bin, process.env.PATH ?? ''].join(delimiter) };
}

/**
 * Dependencies installed, Node found.
 * @param {{ dev?: boolean }} [needs] `dev`: also the tools that only developers need (tests, checks)
 * @returns {string} path of the Node to use
 */
export function prepare({ dev = false } = {}) {
  install({ dev });
  return findNode();
}

/** @type {NodeJS.Signals[]} */
const relayed = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the foreground: it owns the terminal, gets the signals we get, and its exit code is the result.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function foreground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment() });
    /** @param {NodeJS.Signals} signal */
    const relay = (signal) => {
      // Ctrl-C in a terminal reaches the whole process group by itself; passing it on as well would say it twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of relayed) process.on(signal, relay);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of relayed) process.off(name, relay);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs one of the tools in node_modules/.bin in the foreground, under the given Node.
 * @param {string} node
 * @param {string} tool
 * @param {string[]} args
 */
export const foregroundTool = (node, tool, args) => foreground(node, [join(bin, tool), ...args]);
