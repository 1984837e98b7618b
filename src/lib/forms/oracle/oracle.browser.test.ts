import { expect, test } from 'vitest';
import type { FormNode, LiveForm } from '../contract';
import type { FormDefinition, Item } from '../definition/definition';
import { parkMiller } from '../expression/shuffle';
import { begin } from '../scenario';
import { odkAnswer, odkForm, odkNodes, odkPicture, ourPicture, type Picture } from './odk';
import { Draw, randomAnswer, randomForm } from './random-form';
import { toXForm } from './xform';

/*
 * The same random forms and edits on ODK's engine and on ours. `VITE_ORACLE_COMPARISONS` sets how many comparisons
 * (50,000 takes minutes), `VITE_ORACLE_SEED` the first form's seed. Known differences: docs/forms-support.md.
 */
const WANTED = Number(import.meta.env.VITE_ORACLE_COMPARISONS ?? 15_000);
const FIRST_SEED = Number(import.meta.env.VITE_ORACLE_SEED ?? 1);
const EDITS = 12;

interface Outcome {
	compared: number;
	differences: string[];
}

function compare(odk: Picture, ours: Picture, where: string, outcome: Outcome) {
	for (const [path, theirs] of odk) {
		const mine = ours.get(path);
		for (const aspect of ['relevant', 'value', 'required', 'readOnly', 'constraint', 'choices'] as const) {
			outcome.compared++;
			if (mine?.[aspect] !== theirs[aspect]) {
				outcome.differences.push(
					`${where} ${path} ${aspect}: ODK ${JSON.stringify(theirs[aspect])}, we ${JSON.stringify(mine?.[aspect])}`
				);
			}
		}
	}
	for (const path of ours.keys()) if (!odk.has(path)) outcome.differences.push(`${where} ${path}: only ours`);
}

/** The items along a difference's path, without their children. */
function chain(items: readonly Item[], difference: string): Item[] {
	return items
		.filter((item) => new RegExp(`\\b${item.name}\\b[^:]*:`).test(difference))
		.flatMap(({ children = [], ...item }) => [item, ...chain(children, difference)]);
}

const cleared = (node: FormNode): boolean => node.notice !== null || node.children.some(cleared);

const instances = (form: LiveForm): number => [...ourPicture(form).keys()].join('').split('[').length;

async function run(definition: FormDefinition, draw: Draw, seed: number, outcome: Outcome) {
	const form = begin(definition, { now: Date.now, zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
	const odk = await odkForm(toXForm(definition));
	compare(odkPicture(odk), ourPicture(form), `seed ${seed} start`, outcome);
	for (let edit = 1; edit <= EDITS && outcome.differences.length === 0; edit++) {
		const before = instances(form);
		const nodes = odkNodes(odk);
		const answerable = [...nodes].filter(([, node]) =>
			['select', 'input', 'range', 'rank'].includes(node.nodeType)
		);
		const ranges = [...nodes].filter(([, node]) => node.nodeType === 'repeat-range:uncontrolled');
		let told: string;
		if (ranges.length > 0 && draw.chance(0.25)) {
			const [path, range] = draw.one(ranges);
			const ours = form.node(path);
			if (range.nodeType !== 'repeat-range:uncontrolled' || !ours) throw new Error(`no repeat ${path}`);
			const last = ours.children.at(-1);
			if (last && draw.chance(0.4)) {
				range.removeInstances(ours.children.length - 1);
				form.remove(last);
				told = `remove ${path}`;
			} else {
				range.addInstances();
				form.add(ours);
				told = `add ${path}`;
			}
		} else {
			if (answerable.length === 0) return;
			const [path, node] = draw.one(answerable);
			const ours = form.node(path);
			if (!ours) throw new Error(`no question ${path}`);
			let value = randomAnswer(draw, ours.item);
			const open = new Set(ours.choices.map((choice) => choice.name));
			if (ours.item.type === 'select_one' && !open.has(value)) value = '';
			// A widget cannot edit what is not shown or read-only.
			if (!ours.relevant || ours.readOnly || node.currentState.readonly) continue;
			odkAnswer(node, value);
			form.set(ours, value);
			// Listed differences: a cleared choice stays cleared, and a shrunk repeat comes back as it was.
			if (cleared(form.root) || instances(form) < before) return;
			told = `${path} := ${JSON.stringify(value)}`;
		}
		compare(odkPicture(odk), ourPicture(form), `seed ${seed} edit ${edit} ${told}`, outcome);
	}
}

test(`ODK's engine and ours agree over ${WANTED} comparisons`, { timeout: 3_600_000 }, async () => {
	const outcome: Outcome = { compared: 0, differences: [] };
	const reports: string[] = [];
	let forms = 0;
	for (let seed = FIRST_SEED; outcome.compared < WANTED; seed++) {
		const draw = new Draw(parkMiller(seed * 48_271));
		const definition = randomForm(draw);
		const before = outcome.differences.length;
		await run(definition, draw, seed, outcome);
		forms++;
		if (outcome.differences.length > before) {
			reports.push(outcome.differences[0] ?? '');
			reports.push(JSON.stringify(chain(definition.survey, outcome.differences[0] ?? '')));
			outcome.differences = [];
			if (reports.length > 30) break;
		}
	}
	console.warn(
		`forms oracle: ${outcome.compared} comparisons over ${forms} forms, ${reports.length / 2} differences`
	);
	expect(reports).toEqual([]);
});
