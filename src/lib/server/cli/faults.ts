import { m } from '../../paraglide/messages';
import { faultText } from '../roster/fault';
import type { Faulty } from '../roster/table';
import type { Text } from '../text';
import type { Context } from './command';

/** One fault of an input file as programs read it: where, which, and the sentence in both languages. */
export interface WrittenFault {
	readonly zh: string;
	readonly en: string;
}

export const asWritten = (text: Text): WrittenFault => ({ zh: text('zh-CN'), en: text('en') });

/** The faults of a table with line, column and reason. */
export const tableFaults = ({ faults }: Faulty): WrittenFault[] =>
	faults.map((fault) => ({
		...{ line: fault.line, ...fault.column, code: fault.code },
		...asWritten((locale) => faultText(fault, locale))
	}));

/** Lists faults for people, one a line. */
export function listFaults(context: Context, faults: readonly WrittenFault[], total: number): void {
	for (const { zh, en } of faults) context.warn((locale) => (locale === 'en' ? en : zh));
	if (total > faults.length)
		context.warn((locale) => m.cli_more_faults({ count: total - faults.length }, { locale }));
}

/** Tells what is wrong with an input file. Nothing has been written at this point. */
export function refuse(context: Context, file: string, faults: readonly WrittenFault[], total: number): 1 {
	listFaults(context, faults, total);
	context.warn((locale) => m.cli_nothing_written({ file, count: total }, { locale }));
	context.answer({ ok: false, file, total, faults });
	return 1;
}
