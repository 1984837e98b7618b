import * as v from 'valibot';
import { docFields, ref, requiredText, text, timestamp, type RecordType } from './record';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const size = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * One photo: this document and one attachment named `full`, in the photos twin of the scope where its record lies.
 * Photos are sent and fetched one by one and never replicated (design.md 6).
 */
export const photoSchema = v.object({
	...docFields,
	type: v.literal('photo'),
	takenAt: timestamp,
	/** Of the attachment's bytes, hex. */
	sha256,
	bytes: size,
	width: size,
	height: size,
	faceBlurred: v.optional(v.boolean()),
	/** Id of the record that it belongs to. */
	owner: requiredText(64)
});
export type Photo = v.InferOutput<typeof photoSchema>;

/** Photos as the record names them that they belong to: each with a thumbnail of at most 8 KB, as base64. */
export const photoRefs = v.optional(
	v.pipe(
		v.array(v.object({ photo: ref('photo'), sha256, thumbnail: v.optional(text(11_000)) })),
		v.maxLength(12)
	)
);

export const photoType: RecordType<Photo> = {
	type: 'photo',
	v: 1,
	scope: 'photos',
	nature: 'event',
	schema: photoSchema,
	columns: (photo) => ({ subject: photo.owner, at: photo.takenAt })
};
