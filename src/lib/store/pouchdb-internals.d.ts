/*
 * The parts of PouchDB 9.0.0's internal packages that the store calls. They ship no types; what is written here was
 * read from their source (docs/adr/0003-dexie-adapter-contract.md).
 */

declare module 'pouchdb-merge' {
	/** What a node of the tree knows of its revision; `missing` once its body was compacted or never came. */
	export interface RevStatus {
		status?: 'available' | 'missing';
		deleted?: boolean;
	}
	/** Hash of the revision, its status, its children. */
	export type RevNode = [hash: string, status: RevStatus, children: RevNode[]];
	/** A root: `pos` is the generation of its first known revision. */
	export interface RevPath {
		pos: number;
		ids: RevNode;
	}
	export type RevTree = RevPath[];
	interface HasTree {
		rev_tree: RevTree;
	}

	export function winningRev(metadata: HasTree): string;
	export function isDeleted(metadata: HasTree, rev?: string): boolean;
	export function isLocalId(id: unknown): boolean;
	/** Leaves, longest history first. */
	export function collectLeaves(tree: RevTree): { rev: string; opts: RevStatus }[];
	export function collectConflicts(metadata: HasTree): string[];
	/** Marks every available revision that is no leaf as missing; returns those revisions. */
	export function compactTree(metadata: HasTree): string[];
	export function removeLeafFromTree(tree: RevTree, rev: string): RevTree;
	export function rootToLeaf(tree: RevTree): { pos: number; ids: { id: string; opts: RevStatus }[] }[];
	export function revExists(tree: RevTree, rev: string): boolean;
	/** The leaf that descends from `rev`. Throws when the tree does not hold `rev`. */
	export function latest(rev: string, metadata: HasTree): string;
	export function traverseRevTree(
		tree: RevTree,
		visit: (isLeaf: boolean, pos: number, hash: string, context: unknown, status: RevStatus) => unknown
	): void;
}

declare module 'pouchdb-adapter-utils' {
	import type { RevTree } from 'pouchdb-merge';

	export interface AttachmentInput {
		content_type?: string;
		digest: string;
		length?: number;
		revpos?: number;
		stub?: boolean;
		data?: Blob;
	}
	export interface ParsedMetadata {
		id: string;
		rev: string;
		rev_tree: RevTree;
		deleted?: boolean;
		winningRev?: string;
		seq?: number;
	}
	/** A document split into what PouchDB knows of it and what its author wrote. */
	export interface ParsedDoc {
		metadata: ParsedMetadata;
		data: Record<string, unknown> & { _attachments?: Record<string, AttachmentInput> };
		stemmedRevs?: string[];
		/** Set instead of the rest when the revision could not be read. */
		error?: unknown;
	}
	/** Throws a PouchError for a forbidden id or field. Changes the document it is given. */
	export function parseDoc(
		doc: object,
		newEdits: boolean,
		options?: { deterministic_revs?: boolean }
	): ParsedDoc;
	/** Digests and unpacks attachments in place. */
	export function preprocessAttachments(docs: unknown[], kind: 'blob', done: (error?: unknown) => void): void;
	/** Merges each document into what is stored and calls `writeDoc` for those that change something; synchronous. */
	export function processDocs(
		revLimit: number | undefined,
		docs: ParsedDoc[],
		api: unknown,
		stored: Map<string, ParsedMetadata>,
		transaction: unknown,
		results: unknown[],
		writeDoc: (
			doc: ParsedDoc,
			winningRev: string,
			winningRevIsDeleted: boolean,
			newRevIsDeleted: boolean,
			isUpdate: boolean,
			countDelta: number,
			index: number,
			done: () => void
		) => void,
		options: { new_edits: boolean; was_delete?: boolean }
	): void;
}

declare module 'pouchdb-errors' {
	export interface PouchError extends Error {
		status: number;
		reason?: string;
	}
	export const MISSING_DOC: PouchError;
	export const REV_CONFLICT: PouchError;
	export const MISSING_STUB: PouchError;
	export const IDB_ERROR: PouchError;
	export const INVALID_REV: PouchError;
	export const FORBIDDEN: PouchError;
	export function createError(error: PouchError, reason?: string): PouchError;
}

declare module 'pouchdb-utils' {
	/** Wraps a callback method: waits for the database, clones arguments, returns a promise as well. */
	export function adapterFun<Args extends unknown[]>(
		name: string,
		method: (...args: Args) => void
	): (...args: unknown[]) => Promise<unknown>;
	export function clone<T>(value: T): T;
	export function filterChange(options: object): (change: object) => unknown;
	export function uuid(): string;
	export function bulkGetShim(
		db: unknown,
		options: object,
		callback: (error: unknown, result?: unknown) => void
	): void;
}

declare module 'pouchdb-binary-utils' {
	export function blobOrBufferToBase64(blob: Blob, callback: (base64: string) => void): void;
}
