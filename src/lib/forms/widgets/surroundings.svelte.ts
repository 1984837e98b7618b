import { getContext, setContext } from 'svelte';

/** Keeps what a camera, a pen or a microphone gives. An answer holds the id, never the bytes. */
export interface FormMedia {
	/** Resolves with the id when the bytes lie on the disk. */
	keep(file: Blob): Promise<string>;
	/** The bytes, for showing; nothing when this device does not hold them. */
	open(id: string): Promise<Blob | undefined>;
}

/** What widgets need that is not the form's. */
export interface FormSurroundings {
	readonly media: FormMedia;
	/** IANA name of the zone in which "today" is meant. */
	readonly zone: string;
}

const KEY = Symbol('form surroundings');

export const setSurroundings = (surroundings: FormSurroundings): FormSurroundings =>
	setContext(KEY, surroundings);

/** For trying out a form: bytes stay in memory and go with the page. */
export function memoryMedia(): FormMedia {
	const kept = new Map<string, Blob>();
	return {
		async keep(file) {
			const id = crypto.randomUUID();
			kept.set(id, file);
			return id;
		},
		open: async (id) => kept.get(id)
	};
}

export const surroundings = (): FormSurroundings =>
	getContext<FormSurroundings | undefined>(KEY) ?? { media: memoryMedia(), zone: 'Asia/Shanghai' };
