import type { ParsedDoc, ParsedMetadata } from 'pouchdb-adapter-utils';
import { compactTree } from 'pouchdb-merge';
import type { Scope } from '../org/scopes';
import type { GoneRevision } from './attachment-uses';
import { inConflict, onlyLeaves } from './revision-tree';
import {
	columnsOf,
	readTree,
	writeTree,
	type AttachmentStubs,
	type AttachmentUseRow,
	type RecordRow,
	type RevisionRow,
	type ScopeRow,
	type StoredContent
} from './rows';
import { countRows } from './scope-row';
import type { Contents } from './sealed-rows';

/** What one document becomes while a batch is merged. */
interface Draft {
	readonly stored?: RecordRow;
	row?: RecordRow;
	waiting: string[];
	/** Bodies at hand, by revision. */
	readonly contents: Map<string, StoredContent>;
	/** Revisions whose bodies are dropped. */
	readonly gone: Set<string>;
}

/** The rows that a batch comes to. */
export interface Outcome {
	readonly winners: RecordRow[];
	readonly losers: RevisionRow[];
	readonly gone: GoneRevision[];
}

/** One batch of documents of a scope while it is merged into the stored rows, in memory. */
export class Merging {
	readonly #drafts = new Map<string, Draft>();
	/** Trees as merged so far, in the shape that PouchDB's merging reads; a document may come twice in one batch. */
	readonly metadata = new Map<string, ParsedMetadata>();
	readonly uses: AttachmentUseRow[] = [];
	/** New attachments by digest. */
	readonly blobs = new Map<string, Blob>();

	/**
	 * @param counters of this transaction; counted up while documents are taken
	 * @param contents of the documents that may be taken
	 */
	constructor(
		private readonly scope: Scope,
		private readonly counters: ScopeRow,
		private readonly rows: ReadonlyMap<string, RecordRow>,
		private readonly contents: Contents
	) {
		for (const [id, row] of rows) this.metadata.set(id, metadataOf(row));
	}

	/**
	 * Takes a revision that PouchDB has merged into its document's tree.
	 * @param doc its metadata holds the merged tree
	 * @param compact drop bodies of ancestors
	 * @param local written on this device, so unsent
	 * @param asked the document as it was prepared: PouchDB makes another one of what follows a tombstone
	 */
	take(
		doc: ParsedDoc,
		winner: { rev: string; deleted: boolean },
		countDelta: number,
		{ compact, local, asked }: { compact: boolean; local: boolean; asked: ParsedDoc }
	): void {
		const { metadata } = doc;
		const { id, rev, rev_tree: tree } = metadata;
		this.counters.count += countDelta;
		metadata.seq = ++this.counters.seq;
		metadata.winningRev = winner.rev;
		metadata.deleted = winner.deleted;
		this.metadata.set(id, metadata);

		const draft = this.#draft(id);
		draft.contents.set(rev, this.#contentOf(doc, asked, winner.rev));
		for (const gone of doc.stemmedRevs ?? []) draft.gone.add(gone);
		if (compact) for (const gone of compactTree(metadata)) draft.gone.add(gone);
		// A waiting revision that got a successor is in that one's history: it goes up with it, or came from there.
		draft.waiting = onlyLeaves(local ? [...draft.waiting, rev] : draft.waiting, tree);
		draft.row = {
			scope: this.scope,
			id,
			seq: metadata.seq,
			rev: winner.rev,
			tree: writeTree(tree),
			deleted: winner.deleted ? 1 : 0,
			body: {}
		};
		if (draft.waiting.length) Object.assign(draft.row, { unsent: 1, waiting: draft.waiting });
		if (inConflict(tree)) draft.row.conflicted = 1;
	}

	/**
	 * Sorts the bodies: the winner's into the row, other leaves' aside.
	 * @param takeRevision fetches and removes a body that lay aside: a loser that wins again
	 */
	async settle(takeRevision: (row: RecordRow) => Promise<StoredContent>): Promise<Outcome> {
		const outcome: Outcome = { winners: [], losers: [], gone: [] };
		for (const [id, { row, stored, contents, gone }] of this.#drafts) {
			if (!row) continue;
			if (!stored) countRows(this.counters, 1);
			if (stored && !contents.has(stored.rev)) contents.set(stored.rev, storedContent(stored));
			for (const rev of gone) {
				contents.delete(rev);
				outcome.gone.push({ id, rev, stored });
			}
			const content = contents.get(row.rev) ?? (await takeRevision(row));
			row.body = content.body;
			if (content.attachments) row.attachments = content.attachments;
			if (!row.deleted) Object.assign(row, content.columns);
			outcome.winners.push(row);
			for (const [rev, loser] of contents)
				if (rev !== row.rev) outcome.losers.push({ scope: this.scope, id, rev, ...loser });
		}
		return outcome;
	}

	#draft(id: string): Draft {
		let draft = this.#drafts.get(id);
		if (!draft) {
			const stored = this.rows.get(id);
			draft = { stored, waiting: stored?.waiting ?? [], contents: new Map(), gone: new Set() };
			this.#drafts.set(id, draft);
		}
		return draft;
	}

	/** Body and stubs of a revision; bytes that came with it go to `blobs`. */
	#contentOf(doc: ParsedDoc, asked: ParsedDoc, winner: string): StoredContent {
		const {
			data: { _attachments },
			metadata: { id, rev }
		} = doc;
		const content = this.contents.get(asked);
		if (!content) throw new Error(`${id} was not prepared`);
		if (!_attachments) return content;
		const attachments: AttachmentStubs = {};
		for (const [name, { data: bytes, stub, ...kept }] of Object.entries(_attachments)) {
			if (!stub && bytes) {
				this.blobs.set(kept.digest, bytes);
				kept.revpos = parseInt(winner, 10);
			}
			attachments[name] = kept;
			this.uses.push({ scope: this.scope, digest: kept.digest, id, rev });
		}
		return { ...content, attachments };
	}
}

function storedContent(row: RecordRow): StoredContent {
	const { body, attachments } = row;
	return { body, columns: columnsOf(row), ...(attachments && { attachments }) };
}

/** A stored row as PouchDB's merging and its `get` read it. */
export const metadataOf = (row: RecordRow): ParsedMetadata => ({
	id: row.id,
	rev: row.rev,
	rev_tree: readTree(row),
	winningRev: row.rev,
	deleted: row.deleted === 1,
	seq: row.seq
});
