import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { ROOT } from '../../src/bin/prepare.mjs';
import { median, openBenchPage } from './page.mjs';

/*
 * Forms of 100 and 500 questions on our engine and on ODK's, in the same browser, at full speed and six times slower.
 * `ready_vs_odk` and `edit_vs_odk` are the worst of the four ratios.
 */
const SIZES = [100, 500];
const SPEEDS = [1, 6];
const EDITS = 60;
const ROUNDS = 4;

const rounded = (/** @type {number} */ value) => Math.round(value * 1000) / 1000;
const p95 = (/** @type {number[]} */ values) =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;

/**
 * Gzip KB of an entry, minified as the app is.
 * @param {string} input
 * @param {RegExp[]} external what the app has anyway
 */
async function gzipKb(input, external = []) {
	const built = await build({
		configFile: false,
		root: ROOT,
		logLevel: 'error',
		plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
		build: {
			write: false,
			target: 'es2022',
			modulePreload: { polyfill: false },
			rolldownOptions: { input, external, preserveEntrySignatures: 'strict' }
		}
	});
	const outputs = /** @type {import('vite').Rolldown.RolldownOutput[]} */ ([built].flat());
	const code = outputs.flatMap(({ output }) =>
		output.map((file) => ('code' in file ? file.code : file.source))
	);
	return gzipSync(code.join('\n'), { level: 9 }).length / 1024;
}

/** @returns {Promise<Record<string, number>>} */
export default async function forms() {
	/** @type {Record<string, number>} */
	const figures = {};
	const ratios = { ready: [0], edit: [0] };
	const engines = await openBenchPage('forms/engines.ts');
	for (const speed of SPEEDS) {
		await engines.throttle(speed);
		for (const questions of SIZES) {
			/** @type {Record<string, { ready: number[], edits: number[] }>} */
			const runs = { ours: { ready: [], edits: [] }, odk: { ready: [], edits: [] } };
			for (let round = 0; round < ROUNDS; round++) {
				for (const [engine, run] of Object.entries(runs)) {
					const found = await engines.page.evaluate(
						([name, count, edits]) => globalThis.bench[name](count, edits),
						/** @type {const} */ ([engine, questions, EDITS])
					);
					run.ready.push(found.ready);
					// The first round's edits meet code that the browser has not compiled yet; both engines are warm after it.
					if (round > 0) run.edits.push(...found.edits);
				}
			}
			const { ours, odk } = runs;
			if (!ours || !odk) continue;
			const at = `${questions}_${speed}x`;
			figures[`ready_ms_${at}`] = rounded(median(ours.ready));
			figures[`odk_ready_ms_${at}`] = rounded(median(odk.ready));
			figures[`edit_ms_${at}`] = rounded(median(ours.edits));
			figures[`edit_p95_ms_${at}`] = rounded(p95(ours.edits));
			figures[`odk_edit_ms_${at}`] = rounded(median(odk.edits));
			ratios.ready.push(median(ours.ready) / median(odk.ready));
			ratios.edit.push(median(ours.edits) / median(odk.edits));
		}
	}
	await engines.throttle(1);
	const two = await engines.page.evaluate(() => globalThis.bench.ours(200, 400));
	await engines.close();

	const view = await openBenchPage('forms/view.ts', { throttle: 6 });
	// As such a form is filled, a page of ten questions at a time; and the worst case, all of them on one page.
	const paged = await view.page.evaluate(() => globalThis.show(500, 'pages'));
	const whole = await view.page.evaluate(() => globalThis.show(500, 'one-page'));
	await view.close();

	const engine = await gzipKb('src/lib/forms/load.ts');
	const widgets = await gzipKb('src/lib/forms/widgets/FormView.svelte', [/^svelte/, /paraglide/]);
	return {
		ready_vs_odk: rounded(Math.max(...ratios.ready)),
		edit_vs_odk: rounded(Math.max(...ratios.edit)),
		gzip_kb: rounded(engine),
		gzip_kb_with_widgets: rounded(engine + widgets),
		open_200_ms: rounded(two.ready),
		edit_200_p95_ms: rounded(p95(two.edits)),
		shown_500_6x_ms: rounded(paged.shown),
		usable_500_6x_ms: rounded(paged.usable),
		drawn_500: paged.drawn,
		one_page_shown_500_6x_ms: rounded(whole.shown),
		one_page_usable_500_6x_ms: rounded(whole.usable),
		one_page_drawn_500: whole.drawn,
		...figures
	};
}
