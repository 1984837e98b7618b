import type { Text } from './text';

/** Why the program cannot start, as one line for whoever started it. */
export class StartError extends Error {
	constructor(
		readonly text: Text,
		options?: ErrorOptions
	) {
		super(text('en'), options);
		this.name = 'StartError';
	}
}

/** The short name that Node gives a failed system call: `EACCES`, `ENOENT`. */
export function systemCode(error: unknown): string {
	if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
	return error instanceof Error ? error.message : String(error);
}
