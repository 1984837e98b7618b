import type { Trouble } from '../contract';
import type { NormalRange } from '../definition/definition';
import { trouble } from '../definition/types';
import type { Context } from '../expression/context';
import { toBoolean } from '../expression/value';
import type { LiveNode } from './node';

/** A reading against its normal range: at or beyond a critical bound is critical, outside low–high is not normal. */
function outsideNormal(value: number, normal: NormalRange): Trouble | null {
	const { low = NaN, high = NaN, critical_low: least = NaN, critical_high: most = NaN } = normal;
	if (value >= most) return trouble('critical_high', { bound: most });
	if (value <= least) return trouble('critical_low', { bound: least });
	if (value > high) return trouble('normal_high', { bound: high });
	return value < low ? trouble('normal_low', { bound: low }) : null;
}

/** Keeps a node's error and warning true to its value. A "required" stays until something is answered. */
export function assess(node: LiveNode, context: Context) {
	const { state, field, isRelevant, raw } = node;
	const fails = (name: 'constraint' | 'warning') => {
		const run = isRelevant && raw !== '' ? field.run[name] : undefined;
		return run && !toBoolean(run(context)) ? trouble(name) : null;
	};
	const missing = state.error?.code === 'required' && state.required && raw === '' ? state.error : null;
	state.error = isRelevant ? (node.misread ?? fails('constraint') ?? missing) : null;
	const { normal } = field.item;
	const unusual = normal && isRelevant && raw !== '' ? outsideNormal(Number(raw), normal) : null;
	state.warning = unusual ?? fails('warning');
}

/** What is wrong with a node's answer now that the form is to be saved. */
export function finalTrouble({ state, role, kids, item, misread, raw }: LiveNode): Trouble | null {
	if (role === 'repeat') {
		const { min: least = 0 } = item;
		return kids.length < least ? trouble('too_few', { least }) : null;
	}
	const asked = role === 'question' && item.type !== 'note' && state.required;
	if (asked && !misread && raw.trim() === '') return trouble('required');
	return state.error?.code === 'required' ? null : state.error;
}
