import type { Calls, Call } from './context';
import { dayCalls, momentCalls } from './date-functions';
import { nodeCalls, placeInSetCalls } from './node-functions';
import { numberCalls, truthCalls } from './number-functions';
import { placeCalls } from './place-functions';
import { lengthCalls, textCalls } from './text-functions';

const numeric: Calls = { ...numberCalls, ...dayCalls, ...placeCalls, ...lengthCalls, ...placeInSetCalls };
const other: Calls = { ...textCalls, ...truthCalls, ...momentCalls, ...nodeCalls };

/** All functions but `if`, `coalesce` and `once`, which the compiler evaluates itself. */
export function functionNamed(name: string): { readonly call: Call; readonly numeric: boolean } | undefined {
	for (const calls of [numeric, other]) {
		const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
		if (call) return { call, numeric: calls === numeric };
	}
	return undefined;
}
