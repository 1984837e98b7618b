import type { Text } from '../text';

/** Why a backup cannot be made or used, with what to do, as one line for the operator. */
export class BackupError extends Error {
	constructor(readonly text: Text) {
		super(text('en'));
		this.name = 'BackupError';
	}
}
