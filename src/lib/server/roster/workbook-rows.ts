import { m } from '../../paraglide/messages';
import { WorkbookRefusal } from '../../workbook/unpack';
import { readWorkbook } from '../../workbook/workbook';
import type { Text } from '../text';
import type { CsvRow } from './csv';
import type { FaultCode } from './fault';

const REFUSED: Record<WorkbookRefusal['why'], Text> = {
	damaged: (locale) => m.roster_workbook_damaged({}, { locale }),
	tooLarge: (locale) => m.roster_workbook_too_large({}, { locale }),
	hostile: (locale) => m.roster_workbook_hostile({}, { locale })
};

export type WorkbookRows =
	| { readonly ok: true; readonly rows: readonly CsvRow[] }
	| { readonly ok: false; readonly code: FaultCode; readonly reason: Text };

const startsWith = (bytes: Uint8Array, ...signature: number[]) =>
	signature.every((byte, index) => bytes[index] === byte);
/** A zip package: what an `.xlsx` is. */
export const isWorkbook = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
/** The container of Excel before 2007. */
export const isOldExcel = (bytes: Uint8Array): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

/** The rows of the first sheet that has any; their lines are Excel's row numbers. */
export function workbookRows(bytes: Uint8Array): WorkbookRows {
	if (isOldExcel(bytes))
		return { ok: false, code: 'encoding', reason: (locale) => m.roster_old_excel({}, { locale }) };
	try {
		const rows = readWorkbook(bytes).find((sheet) => sheet.rows.length > 0)?.rows ?? [];
		const width = rows[0]?.cells.length ?? 0;
		return {
			ok: true,
			rows: rows.map(({ number, cells }): CsvRow => {
				// Excel leaves out empty cells at the end of a row.
				const [first = '', ...rest] = [
					...cells,
					...Array<string>(Math.max(0, width - cells.length)).fill('')
				];
				return [{ text: first, line: number }, ...rest.map((text) => ({ text, line: number }))];
			})
		};
	} catch (error) {
		if (error instanceof WorkbookRefusal) return { ok: false, code: 'encoding', reason: REFUSED[error.why] };
		throw error;
	}
}
