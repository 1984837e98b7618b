import { expect, test } from 'vitest';
import { preparePhoto, sha256, UnreadablePhotoError } from './prepare-photo';
import { aPicture } from './scenarios';

test('a camera picture becomes a JPEG of 1,600 px with a thumbnail of at most 8 KB and its hash', async () => {
	const photo = await preparePhoto(await aPicture(4000, 3000));
	expect([photo.width, photo.height]).toEqual([1600, 1200]);
	expect(photo.bytes.type).toBe('image/jpeg');
	expect(photo.sha256).toBe(await sha256(photo.bytes));
	expect(photo.thumbnail).toMatch(/^data:image\/jpeg;base64,/);
	expect(photo.thumbnail.length).toBeLessThanOrEqual(8 * 1024);
	const small = await createImageBitmap(await (await fetch(photo.thumbnail)).blob());
	expect(small.width / small.height).toBeCloseTo(4 / 3, 1);
});

test('a picture that is nothing but noise still has a thumbnail of at most 8 KB', async () => {
	const photo = await preparePhoto(await aPicture(1600, 1600, 1));
	expect(photo.thumbnail.length).toBeLessThanOrEqual(8 * 1024);
});

test('a small picture is not blown up', async () => {
	const photo = await preparePhoto(await aPicture(300, 200));
	expect([photo.width, photo.height]).toEqual([300, 200]);
});

test('where and when a picture was taken does not leave the phone; it stands upright all the same', async () => {
	// Orientation 6: the camera was held upright, the sensor's rows are columns.
	const taken = withExif(new Uint8Array(await (await aPicture(400, 300)).arrayBuffer()), 6);
	expect(contains(taken, 'Exif')).toBe(true);
	expect(contains(taken, '30.2741N')).toBe(true);
	const photo = await preparePhoto(new Blob([taken], { type: 'image/jpeg' }));
	const bytes = new Uint8Array(await photo.bytes.arrayBuffer());
	expect([photo.width, photo.height]).toEqual([300, 400]);
	expect(contains(bytes, 'Exif')).toBe(false);
	expect(contains(bytes, '30.2741N')).toBe(false);
});

test('what is no picture is refused', async () => {
	await expect(preparePhoto(new Blob(['not a picture'], { type: 'image/jpeg' }))).rejects.toThrow(
		UnreadablePhotoError
	);
});

const contains = (bytes: Uint8Array, text: string) =>
	String.fromCharCode(...bytes.slice(0, 4096)).includes(text);

/** The JPEG with an APP1 segment that says how the camera was held, and a place as its description. */
function withExif(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
	const place = '30.2741N 120.1551E\0';
	const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 2];
	// ImageDescription (ASCII, lies after the directory), then Orientation (SHORT, in place).
	const after = 8 + 2 + 2 * 12 + 4;
	tiff.push(0x01, 0x0e, 0, 2, 0, 0, 0, place.length, 0, 0, 0, after);
	tiff.push(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0);
	tiff.push(0, 0, 0, 0, ...[...place].map((sign) => sign.charCodeAt(0)));
	const body = [...'Exif\0\0'].map((sign) => sign.charCodeAt(0)).concat(tiff);
	const length = body.length + 2;
	const segment = [0xff, 0xe1, length >> 8, length & 0xff, ...body];
	return new Uint8Array([...jpeg.slice(0, 2), ...segment, ...jpeg.slice(2)]);
}
