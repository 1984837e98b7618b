/**
 * A picture for tests: a JPEG as a camera makes it.
 * @param noise how much of it is noise, 0 to 1: noise is what a JPEG cannot make small
 */
export async function aPicture(width: number, height: number, noise = 0): Promise<Blob> {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no canvas');
	const sky = context.createLinearGradient(0, 0, width, height);
	sky.addColorStop(0, '#27566b');
	sky.addColorStop(1, '#e8d9b0');
	context.fillStyle = sky;
	context.fillRect(0, 0, width, height);
	for (let n = 0; n < 200; n++) {
		context.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
		context.fillRect(Math.random() * width, Math.random() * height, width / 20, height / 20);
	}
	if (noise > 0) {
		const pixels = context.getImageData(0, 0, width, height);
		for (let i = 0; i < pixels.data.length; i++)
			if (i % 4 !== 3 && Math.random() < noise) pixels.data[i] = Math.random() * 256;
		context.putImageData(pixels, 0, 0);
	}
	return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}
