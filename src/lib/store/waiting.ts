import type { RecordRow } from './rows';

/** The row with these revisions waiting to be acknowledged; a row that waits for nothing has neither mark. */
export function withWaiting(
	{ unsent: _unsent, waiting: _waiting, ...row }: RecordRow,
	waiting: string[]
): RecordRow {
	return waiting.length ? { ...row, unsent: 1, waiting } : row;
}
