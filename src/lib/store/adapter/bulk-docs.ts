import { parseDoc, preprocessAttachments, type ParsedDoc } from 'pouchdb-adapter-utils';
import { isLocalId } from 'pouchdb-merge';
import { writing } from '../database';
import { writeRevisions, type WriteOptions } from '../revision-writer';
import { contentsOf } from '../sealed-rows';
import { pouchError, type Place } from './api';
import { putLocal, removeLocal, type LocalDoc } from './locals';

export interface BulkDocsOptions {
	new_edits: boolean;
	was_delete?: boolean;
}
export interface WriterSettings {
	readonly autoCompaction: boolean;
	readonly revsLimit?: number;
	readonly deterministicRevs: boolean;
}

/** Writes documents of any kind; the results line up with `docs`. Throws when one of them cannot be read at all. */
export async function bulkDocs(
	place: Place,
	docs: Record<string, unknown>[],
	options: BulkDocsOptions,
	settings: WriterSettings
): Promise<unknown[]> {
	const results: unknown[] = new Array(docs.length);
	const parsed: ParsedDoc[] = [];
	const places: number[] = [];
	const locals: { doc: LocalDoc; place: number }[] = [];
	for (const [i, doc] of docs.entries()) {
		if (isLocalId(doc._id)) {
			locals.push({ doc: doc as LocalDoc, place: i });
			continue;
		}
		const one = parseDoc(doc, options.new_edits, { deterministic_revs: settings.deterministicRevs });
		if (one.error) throw one;
		parsed.push(one);
		places.push(i);
	}
	if (parsed.some(({ data }) => data._attachments)) await digestAttachments(parsed);
	for (const local of locals) {
		const write = local.doc._deleted ? removeLocal : putLocal;
		results[local.place] = await write(place, local.doc).catch(pouchError);
	}
	if (!parsed.length) return results;
	const writeOptions: WriteOptions = {
		newEdits: options.new_edits,
		wasDelete: 'was_delete' in options,
		autoCompaction: settings.autoCompaction,
		revsLimit: settings.revsLimit
	};
	const contents = await contentsOf(place.db, place.scope, parsed);
	const written = await writing(place.db, 'relaxed', () =>
		writeRevisions(place.db, place.scope, parsed, contents, writeOptions)
	);
	written.forEach((result, i) => (results[places[i] as number] = result));
	return results;
}

const digestAttachments = (docs: ParsedDoc[]) =>
	new Promise<void>((resolve, reject) =>
		preprocessAttachments(docs, 'blob', (error) => (error ? reject(error) : resolve()))
	);
