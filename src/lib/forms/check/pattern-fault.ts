import { backtracking, hasBackReference, MAX_PATTERN, patternTest } from '../expression/pattern';

/** Why `regex()` refuses a pattern; undefined when it takes it. */
export function patternFault(source: string): string | undefined {
	if (patternTest(source)) return undefined;
	if (source.length > MAX_PATTERN) return 'pattern_too_long';
	try {
		new RegExp(source);
	} catch {
		return 'pattern_invalid';
	}
	if (hasBackReference(source)) return 'pattern_back_reference';
	return backtracking(source).nested ? 'pattern_nested' : 'pattern_too_open';
}
