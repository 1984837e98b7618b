import { m } from '../paraglide/messages';
import type { Problem } from '../record';

/** Why a record was not stored, what is safe, and what to do next. */
export function refusalText(refusal: {
	readonly reason: 'invalid' | 'immutable' | 'conflict' | 'full' | 'storage' | 'gone';
	readonly problems: readonly Problem[];
}): string {
	switch (refusal.reason) {
		case 'invalid':
		case 'immutable':
			return m.save_failed_invalid({ what: refusal.problems.map((problem) => problem.path).join(', ') });
		case 'full':
			return m.save_failed_full();
		case 'storage':
			return m.save_failed_storage();
		case 'gone':
			return m.save_failed_gone();
		case 'conflict':
			return m.save_failed_conflict();
	}
}
