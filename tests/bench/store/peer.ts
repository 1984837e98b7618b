import type { Doc } from '../../../src/lib/record';
import type { GridDocument } from './grid-documents';

/** One way of keeping a grid's documents on the device, in a database of its own that is gone after `destroy`. */
export interface Peer {
	/** Stores a page of replicated documents. */
	load(page: readonly GridDocument[]): Promise<unknown>;
	/** The visits of a household, newest first. */
	list?(subject: string): Promise<readonly unknown[]>;
	/** Stores what a person captured; resolves when the browser has it on the disk. */
	save?(document: Doc): Promise<unknown>;
	destroy(): Promise<unknown>;
}

export const SCOPE = 'people-330102016001001';

let made = 0;
/** A database that nothing has written to yet. */
export const freshName = (peer: string) => `bench-${peer}-${++made}`;
