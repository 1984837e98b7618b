import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath } from './chromium.mjs';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT, run, tool } from './prepare.mjs';

/*
 * `npm test`: everything, on a fresh clone. Extra words narrow it: `npm test -- unit`, `npm test -- e2e`.
 * The closing line adds up all runners.
 */
requireNode();
installWhenNeeded();
requireChromium();
buildWhenStale();

const RESULTS = join(ROOT, 'test-results');
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const wanted = process.argv.slice(2);
const wants = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name);
const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

if (wants('unit')) {
	const file = join(RESULTS, 'vitest.json');
	const code = run(tool('vitest'), [
		'run',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${file}`
	]);
	const report = read(file);
	if (report) {
		total.passed += report.numPassedTests;
		total.failed += report.numFailedTests;
		total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
		for (const { assertionResults } of report.testResults)
			for (const { status, failureMessages, fullName } of assertionResults)
				if (status === 'passed' && failureMessages.length)
					console.warn(`passed only at the second try: ${fullName}\n${failureMessages.join('\n')}`);
	}
	// A runner that failed without naming a test (a broken file, a crash) is a failure too.
	broken ||= code !== 0 && !report?.numFailedTests;
}

if (wants('e2e')) {
	const file = join(RESULTS, 'playwright.json');
	const code = run(tool('playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts'], {
		...process.env,
		PLAYWRIGHT_JSON_OUTPUT_NAME: file
	});
	const report = read(file);
	if (report) {
		total.passed += report.stats.expected + report.stats.flaky;
		total.failed += report.stats.unexpected;
		if (report.stats.flaky) console.warn(`${report.stats.flaky} of them passed only at the second try`);
		total.skipped += report.stats.skipped;
	}
	broken ||= code !== 0 && !report?.stats.unexpected;
}

if (broken) total.failed += 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** @param {string} file */
function read(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Chromium through apt when it is missing and we are root on a Debian, else a clear instruction. */
function requireChromium() {
	if (chromiumPath()) return;
	const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
	if (canInstall) {
		console.log('正在安装 Chromium… / Installing Chromium…');
		run('apt-get', ['update', '-qq']);
		run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
			...process.env,
			DEBIAN_FRONTEND: 'noninteractive'
		});
		if (chromiumPath()) return;
	}
	console.error(
		'测试需要 Chromium：Debian 或 Ubuntu 上请运行 sudo apt-get install chromium fonts-noto-cjk，或用 LINLI_CHROMIUM 指明路径。\n' +
			'The tests need Chromium: on Debian or Ubuntu run sudo apt-get install chromium fonts-noto-cjk, or set LINLI_CHROMIUM to its path.'
	);
	process.exit(1);
}
