import type { Answers } from '../contract';
import type { Published } from '../definition/hash';

/** What a draft holds, shape 1. It lies on devices for weeks: a later program must still read it. */
export interface DraftContent {
	readonly v: 1;
	/** The version it began with. It stays with it until somebody moves it. */
	readonly form: Published;
	readonly answers: Answers;
	/** When the form was first opened, UTC ISO. */
	readonly startedAt: string;
	/** Path of the question that was touched last: there it opens again. */
	readonly at?: string;
	/** The photos that it took, by id: what the record says of each besides its answer. */
	readonly photos?: Readonly<Record<string, KeptPhoto>>;
}

/** A photo that lies in the device's photo box, as a record names it. */
export interface KeptPhoto {
	readonly photo: string;
	/** Of its bytes, hex. */
	readonly sha256: string;
	/** Data URL of at most 8 KB. */
	readonly thumbnail: string;
}

/** One draft a form and subject: whoever opens the same form for the same door goes on where it stopped. */
export const draftId = (form: string, subject = ''): string => `${form}/${subject}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A stored draft, or nothing when it is none that this program understands: it is then left where it lies. */
export function readDraft(value: unknown): DraftContent | undefined {
	if (!isObject(value) || value.v !== 1 || !isObject(value.form) || !isObject(value.answers))
		return undefined;
	const { form, version, hash } = value.form;
	const words = [form, version, hash, value.startedAt];
	return words.every((word) => typeof word === 'string') ? (value as unknown as DraftContent) : undefined;
}

/** Where a form's photos and signatures are kept. */
export interface PhotoKeeping {
	/** Resolves when the photo lies on the disk. */
	keep(file: Blob): Promise<KeptPhoto>;
	open(id: string): Promise<Blob | undefined>;
}
