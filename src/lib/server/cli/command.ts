import type { Language, Text } from '../text';

/** An option that takes a value, or a flag when it has no placeholder. */
export interface Option {
	readonly name: string;
	/** `FILE`, `DIR`: left out for a flag. */
	readonly value?: string;
	readonly about: Text;
	readonly required?: boolean;
}

/** What a command has to work with. */
export interface Context {
	readonly env: NodeJS.ProcessEnv;
	readonly options: Readonly<Record<string, string | undefined>>;
	readonly json: boolean;
	readonly language: Language;
	/** One line for people, on standard output; nothing with `--json`. */
	say(text: Text): void;
	/** One line for people, on standard error. */
	warn(text: Text): void;
	/** The result for programs, printed as the only thing on standard output when `--json` was given. */
	answer(value: unknown): void;
	/** A line that replaces itself, where somebody is watching. */
	progress(text: Text): void;
}

/** 0 done, 1 failed, 2 wrong usage, 3 done in part: something was left out and said so. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Command {
	/** As typed: `community create`. */
	readonly name: string;
	readonly about: Text;
	readonly options: readonly Option[];
	readonly examples: readonly string[];
	run(context: Context): Promise<ExitCode>;
}

/** A failure with a sentence for the user. The command line prints it and ends with 1. */
export class CommandError extends Error {
	constructor(readonly text: Text) {
		super(text('en'));
		this.name = 'CommandError';
	}
}
