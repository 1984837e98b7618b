/** How many arguments each function takes, in the words of XLSForm: least, and most (`n` for any number). */
const ARITY = `
0-0 true false today now pi random last current
0-1 string number string-length normalize-space position uuid
1-1 not boolean boolean-from-string int floor ceiling abs sqrt log log10 exp exp10 sin cos tan asin acos atan
1-1 sum count count-non-empty count-selected date date-time decimal-date-time decimal-time area once instance
1-2 round randomize
1-n concat join min max coalesce distance
2-2 pow atan2 contains starts-with ends-with substring-before substring-after regex selected selected-at
2-2 format-date format-date-time jr:choice-name
2-3 substr substring
2-n checklist weighted-checklist
3-3 if translate
4-4 pulldata
3-n indexed-repeat
`;

export interface Arity {
	readonly least: number;
	readonly most: number;
}

export const ARITIES: ReadonlyMap<string, Arity> = new Map(
	ARITY.trim()
		.split('\n')
		.flatMap((line) => {
			const [range = '', ...names] = line.split(' ');
			const [least, most] = range.split('-');
			return names.map((name) => [
				name,
				{ least: Number(least), most: most === 'n' ? Infinity : Number(most) }
			]);
		})
);

/** The known function that a misspelt name is nearest to, for the finding's advice. */
export function nearestFunction(name: string): string {
	const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	return [...ARITIES.keys()].find((known) => letters(known) === letters(name)) ?? '';
}
