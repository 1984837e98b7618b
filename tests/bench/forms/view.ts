import { mount, tick } from 'svelte';
import { loadForm } from '../../../src/lib/forms/load';
import FormView from '../../../src/lib/forms/widgets/FormView.svelte';
import { pagesOf } from '../../../src/lib/forms/widgets/pages';
import { reactive } from '../../../src/lib/forms/widgets/reactive.svelte';
import { longForm } from './definition';

/** Milliseconds from a definition's text to the form on the screen, and to what is typed answered on it. */
async function show(questions: number, style: 'pages' | 'one-page') {
	document.body.replaceChildren();
	const definition = JSON.stringify({ ...longForm(questions), settings: { style } });
	const start = performance.now();
	const loaded = loadForm(JSON.parse(definition));
	if (!loaded.ok) throw new Error('refused');
	const form = loaded.form.begin({ state: reactive, now: Date.now, zone: 'Asia/Shanghai', seed: 7 });
	mount(FormView, {
		target: document.body,
		props: { form, locale: 'zh-CN', nodes: pagesOf(form)[0]?.nodes }
	});
	await tick();
	void document.body.offsetHeight;
	const shown = performance.now() - start;
	const input = document.querySelector('input');
	if (!input) throw new Error('nothing to fill in');
	input.value = '120';
	input.dispatchEvent(new Event('input', { bubbles: true }));
	await tick();
	void document.body.offsetHeight;
	if (form.node('q0')?.value !== '120') throw new Error('the answer did not arrive');
	return { shown, usable: performance.now() - start, drawn: document.querySelectorAll('[data-node]').length };
}

Object.assign(globalThis, { show });
