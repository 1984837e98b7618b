import type { FunctionEntry, FunctionTable } from './context';
import { dateFunctions } from './date-functions';
import { nodeFunctions } from './node-functions';
import { numberFunctions } from './number-functions';
import { placeFunctions } from './place-functions';
import { textFunctions } from './text-functions';

/** Evaluated by the compiler itself, because they must not evaluate all their arguments. */
const lazy: FunctionTable = {
	if: { least: 3, most: 3, run: () => '' },
	coalesce: { least: 1, most: Infinity, run: () => '' },
	once: { least: 1, most: 1, run: () => '' }
};

const table: ReadonlyMap<string, FunctionEntry> = new Map(
	[textFunctions, numberFunctions, dateFunctions, placeFunctions, nodeFunctions, lazy].flatMap((part) =>
		Object.entries(part)
	)
);

export const functionNamed = (name: string): FunctionEntry | undefined => table.get(name);

/** The known function that a misspelt name is nearest to, for the finding's advice. */
export function nearestFunction(name: string): string {
	const wanted = name.toLowerCase().replace(/[^a-z]/g, '');
	return [...table.keys()].find((known) => known.replace(/[^a-z]/g, '') === wanted) ?? '';
}
