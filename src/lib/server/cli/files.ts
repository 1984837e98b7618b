import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { m } from '../../paraglide/messages';
import { makeFolder } from '../folder';
import { systemCode } from '../start-error';
import { CommandError } from './command';

/** @throws {CommandError} */
export async function readInput(file: string): Promise<Uint8Array> {
	try {
		return new Uint8Array(await readFile(file));
	} catch (error) {
		throw new CommandError((locale) => m.cli_cannot_read({ file, code: systemCode(error) }, { locale }));
	}
}

/** Writes a file, and the folders above it. @throws {CommandError} */
export async function writeOutput(file: string, text: string): Promise<void> {
	try {
		await makeFolder(dirname(file));
		await writeFile(file, text);
	} catch (error) {
		throw new CommandError((locale) => m.cli_cannot_write({ file, code: systemCode(error) }, { locale }));
	}
}
