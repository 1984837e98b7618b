/**
 * What makes a definition unusable: a code of `messages.ts`, what the message names, and where. Never leaves the
 * engine: `loadForm` and `checkForm` give it back as a finding.
 */
export class FormFault extends Error {
	/** JSON path of the place, once it is known. */
	path = '';

	constructor(
		readonly code: string,
		readonly params: Readonly<Record<string, string | number>> = {},
		/** The character of the expression, counted from 0. */
		readonly at?: number
	) {
		super(code);
	}
}
