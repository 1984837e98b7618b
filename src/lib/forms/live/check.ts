import type { Trouble } from '../contract';
import type { NormalRange } from '../definition/definition';
import type { Context } from '../expression/context';
import { toBoolean } from '../expression/value';
import type { LiveNode } from './node';

const trouble = (code: Trouble['code'], params: Trouble['params'] = {}): Trouble => ({ code, params });

/** A reading against its normal range: at or beyond a critical bound is critical, outside low–high is not normal. */
export function outsideNormal(value: number, normal: NormalRange): Trouble | null {
	const { low, high, critical_low: criticalLow, critical_high: criticalHigh } = normal;
	if (criticalHigh !== undefined && value >= criticalHigh)
		return trouble('critical_high', { bound: criticalHigh });
	if (criticalLow !== undefined && value <= criticalLow)
		return trouble('critical_low', { bound: criticalLow });
	if (high !== undefined && value > high) return trouble('normal_high', { bound: high });
	if (low !== undefined && value < low) return trouble('normal_low', { bound: low });
	return null;
}

const same = (one: Trouble | null, other: Trouble | null) =>
	one?.code === other?.code && one?.params.bound === other?.params.bound;

/** Keeps a node's error and warning true to its value. A "required" stays until something is answered. */
export function assess(node: LiveNode, context: Context) {
	const { state, field } = node;
	const answered = node.isRelevant && node.raw !== '';
	const holds = (name: 'constraint' | 'warning') => {
		const run = field.run(name);
		return !run || toBoolean(run(context));
	};
	let error = node.isRelevant ? node.misread : null;
	if (!error && answered && !holds('constraint')) error = trouble('constraint');
	const missing = state.error?.code === 'required' && state.required && node.isRelevant && node.raw === '';
	if (!error && missing) error = state.error;
	if (!same(state.error, error)) state.error = error;

	let warning: Trouble | null = null;
	if (answered && field.item.normal) warning = outsideNormal(Number(node.raw), field.item.normal);
	if (!warning && answered && !holds('warning')) warning = trouble('warning');
	if (!same(state.warning, warning)) state.warning = warning;
}

/** What is wrong with a node's answer now that the form is to be saved. */
export function finalTrouble(node: LiveNode): Trouble | null {
	const { state } = node;
	if (node.role === 'repeat') {
		const least = node.item.min ?? 0;
		return node.kids.length < least ? trouble('too_few', { least }) : null;
	}
	if (node.role !== 'question') return null;
	if (state.required && !node.misread && node.raw.trim() === '' && node.item.type !== 'note') {
		return trouble('required');
	}
	return state.error?.code === 'required' ? null : state.error;
}
