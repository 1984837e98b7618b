/**
 * Where a key leads from a row of a list; `undefined` for keys that are no business of the list.
 * @param onPage how many rows a page holds
 */
export function stepFrom(key: string, from: number, length: number, onPage: number): number | undefined {
	const steps: Readonly<Record<string, number>> = {
		ArrowDown: 1,
		ArrowUp: -1,
		PageDown: onPage,
		PageUp: -onPage,
		Home: -length,
		End: length
	};
	const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
	return step === undefined ? undefined : Math.min(length - 1, Math.max(0, from + step));
}
