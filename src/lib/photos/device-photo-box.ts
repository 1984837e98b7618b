import { photosOf, type Scope } from '../org/scopes';
import { photoType } from '../photo';
import type { Author } from '../session/author';
import { PhotoShelf } from '../store/photo-shelf';
import type { Sealer } from '../store/sealing';
import { fetchPhoto } from '../sync/photo-fetch';
import type { Wire } from '../sync/wire';
import type { PhotoFacts, PhotoState } from './kept-photo';
import type { OpenedPhoto, PhotoBox } from './photo-box';
import type { PreparedPhoto } from './prepare-photo';

interface Settings {
	readonly user: string;
	readonly author: Pick<Author, 'sign'>;
	readonly wire: Wire;
	/** Seals what is kept (N8). */
	readonly sealer?: Sealer | undefined;
	/** Called when there is something to send. */
	readonly sending?: () => void;
}

/** Photos as they lie in this user's device database. */
export class DevicePhotoBox implements PhotoBox {
	readonly #shelf: PhotoShelf<PhotoFacts>;

	constructor(private readonly settings: Settings) {
		this.#shelf = new PhotoShelf(settings.user, settings.sealer);
	}

	async keep(scope: Scope, { bytes, sha256, width, height }: PreparedPhoto, owner?: string): Promise<string> {
		const signed = await this.settings.author.sign(photoType);
		const facts: PhotoFacts = {
			photo: {
				...signed,
				takenAt: signed.createdAt,
				sha256,
				bytes: bytes.size,
				width,
				height,
				...(owner !== undefined && { owner })
			},
			touchedAt: signed.createdAt
		};
		const state: PhotoState = owner === undefined ? 'loose' : 'waiting';
		await this.#shelf.put({ scope, id: signed._id, state, facts, bytes });
		if (state === 'waiting') this.settings.sending?.();
		return signed._id;
	}

	async belong(scope: Scope, ids: readonly string[], owner: string): Promise<void> {
		for (const id of ids)
			await this.#shelf.change(scope, id, (now) =>
				now.state === 'loose'
					? { state: 'waiting', facts: { ...now.facts, photo: { ...now.facts.photo, owner } } }
					: now
			);
		this.settings.sending?.();
	}

	discard(scope: Scope, id: string): Promise<void> {
		return this.#shelf.change(scope, id, (now) => (now.state === 'loose' ? undefined : now));
	}

	async open(scope: Scope, id: string): Promise<OpenedPhoto> {
		const touchedAt = new Date().toISOString();
		const here = await this.#shelf.read(scope, id);
		if (here) {
			await this.#shelf.change(scope, id, ({ state, facts }) => ({ state, facts: { ...facts, touchedAt } }));
			return { ok: true, bytes: here.bytes, state: here.state as PhotoState };
		}
		const fetched = await fetchPhoto(this.settings.wire, photosOf(scope), id);
		if (!fetched.ok) return fetched;
		const { photo, bytes } = fetched;
		// No space to keep it is no reason not to show it.
		const kept = { scope, id, state: 'fetched', facts: { photo, touchedAt }, bytes };
		await this.#shelf.put(kept).catch(() => undefined);
		return { ok: true, bytes, state: 'fetched' };
	}

	async waiting(): Promise<number> {
		const keys = await Promise.all((['waiting', 'refused'] as const).map((state) => this.#shelf.keys(state)));
		return keys.flat().length;
	}

	close(): void {
		this.#shelf.close();
	}
}
