import { toBase64 } from '../base64';

/*
 * The way of a picture from the camera to the queue: smaller, upright, and without a word about where and when it was
 * taken. Drawing it anew is what strips EXIF, so there is nothing to forget.
 */

/** A picture as it is kept and sent. */
export interface PreparedPhoto {
	/** JPEG, at most 1,600 px on its longer side, without EXIF. */
	readonly bytes: Blob;
	/** Data URL of at most 8 KB: it travels in the record. */
	readonly thumbnail: string;
	/** SHA-256 of `bytes`, hex. */
	readonly sha256: string;
	/** Pixels of `bytes`. */
	readonly width: number;
	readonly height: number;
}

/** The file is no picture that this browser can read. */
export class UnreadablePhotoError extends Error {
	override readonly name = 'UnreadablePhotoError';
}

const LONGER_SIDE = 1600;
const QUALITY = 0.8;
/** Characters of the data URL. */
const LARGEST_THUMBNAIL = 8 * 1024;
/** Pixels of the longer side and JPEG quality, from the best on; the last one fits whatever the picture shows. */
const THUMBNAILS: readonly (readonly [side: number, quality: number])[] = [
	[200, 0.7],
	[200, 0.5],
	[160, 0.5],
	[128, 0.45],
	[96, 0.4],
	[64, 0.4],
	[48, 0.3]
];

/**
 * Makes a photo ready to be kept: resized, turned upright, stripped of EXIF, hashed, with a thumbnail.
 * @throws {UnreadablePhotoError} when the file is no picture that this browser can read
 */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
		throw new UnreadablePhotoError(`not a readable picture: ${file.type || 'unknown type'}`);
	});
	try {
		const canvas = draw(picture, LONGER_SIDE);
		const bytes = await jpeg(canvas, QUALITY);
		const thumbnail = await thumbnailOf(picture);
		return { bytes, thumbnail, sha256: await sha256(bytes), width: canvas.width, height: canvas.height };
	} finally {
		// A camera's picture holds 50 MB and more until somebody collects it.
		picture.close();
	}
}

/** SHA-256 of bytes, hex. */
export async function sha256(bytes: Blob | Uint8Array<ArrayBuffer>): Promise<string> {
	const buffer = bytes instanceof Blob ? await bytes.arrayBuffer() : bytes;
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
	return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function draw(picture: ImageBitmap, longerSide: number): OffscreenCanvas {
	const scale = Math.min(1, longerSide / Math.max(picture.width, picture.height));
	const width = Math.max(1, Math.round(picture.width * scale));
	const height = Math.max(1, Math.round(picture.height * scale));
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!context) throw new UnreadablePhotoError('no canvas');
	// JPEG knows no transparency: what is clear becomes paper, not black.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	return canvas;
}

const jpeg = (canvas: OffscreenCanvas, quality: number): Promise<Blob> =>
	canvas.convertToBlob({ type: 'image/jpeg', quality });

async function thumbnailOf(picture: ImageBitmap): Promise<string> {
	let url = '';
	for (const [side, quality] of THUMBNAILS) {
		url = await dataUrl(await jpeg(draw(picture, side), quality));
		if (url.length <= LARGEST_THUMBNAIL) break;
	}
	return url;
}

const dataUrl = async (blob: Blob): Promise<string> =>
	`data:${blob.type};base64,${toBase64(new Uint8Array(await blob.arrayBuffer()))}`;
