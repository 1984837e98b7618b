import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newestChange } from './stale.mjs';

/** The project's folder; every command works from there, wherever it was called. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const BUILT = join(ROOT, 'build', 'built.json');

/**
 * Runs a command in the project's folder and shows what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number} its exit code
 */
export function run(command, args, env = process.env) {
	const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env });
	if (error) console.error(`${command}: ${error.message}`);
	return status ?? 1;
}

/**
 * The path of a tool that a dependency brings.
 * @param {string} name
 */
export const tool = (name) => join(ROOT, 'node_modules', '.bin', name);

/** Node must be new enough before anything else is tried: one clear line, exit code 1. */
export function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	console.error(
		`Node ${process.versions.node} 太旧，请安装 Node 20.19 或更新的版本。 / Node ${process.versions.node} is too old; please install Node 20.19 or newer.`
	);
	process.exit(1);
}

/** Installs the dependencies when they are missing or older than the lock file. */
export function installWhenNeeded() {
	const lock = join(ROOT, 'package-lock.json');
	const installed = join(ROOT, 'node_modules', '.package-lock.json');
	if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
	console.log('正在安装依赖… / Installing dependencies…');
	if (run('npm', ['ci', '--no-audit', '--no-fund']) !== 0) {
		console.error(
			'依赖没有装上：请检查能否连上 npm 源，然后再试一次。 / Dependencies could not be installed: check that the npm registry can be reached, then try again.'
		);
		process.exit(1);
	}
}

const SOURCES = ['src', 'static', 'messages', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
/** Not part of the build: tests, and what the build itself writes. */
const NOT_BUILT = /\.test\.ts$|src\/lib\/paraglide$|src\/bin\/(?!linli\.ts)|project\.inlang$/;

/** Builds when a source is newer than the last build. */
export function buildWhenStale() {
	const newest = newestChange(
		SOURCES.map((path) => join(ROOT, path)),
		(path) => NOT_BUILT.test(path)
	);
	if (existsSync(BUILT) && JSON.parse(readFileSync(BUILT, 'utf8')).newest >= newest) return;
	console.log('正在构建… / Building…');
	const version = new Date().toISOString().slice(0, 19).replace(/\D/g, '');
	const env = { ...process.env, NODE_ENV: 'production', LINLI_VERSION: version };
	const quiet = ['--logLevel', 'error'];
	for (const args of [
		['build', ...quiet],
		['build', '--config', 'src/lib/server/cli/vite.config.ts', ...quiet]
	]) {
		if (run(tool('vite'), args, env) === 0) continue;
		console.error('构建没有成功，原因见上。 / The build failed; the reason stands above.');
		process.exit(1);
	}
	mkdirSync(dirname(BUILT), { recursive: true });
	writeFileSync(BUILT, JSON.stringify({ newest, version }));
}
