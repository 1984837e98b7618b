/*
 * The browser's own reader of codes, which TypeScript's library does not know. Phones with Android have it; elsewhere
 * the code is typed.
 */
interface Detected {
	readonly rawValue: string;
}
interface Detector {
	detect(source: CanvasImageSource): Promise<readonly Detected[]>;
}
type DetectorClass = new () => Detector;

const detectorClass = (): DetectorClass | undefined =>
	(globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this browser can read a code with its camera. */
export const canScan = (): boolean => detectorClass() !== undefined && !!navigator.mediaDevices;

/** Looks through the camera until it reads a code or `signal` ends it. The picture stays in the page. */
export async function scan(video: HTMLVideoElement, signal: AbortSignal): Promise<string | undefined> {
	const Detector = detectorClass();
	if (!Detector) return undefined;
	const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
	try {
		video.srcObject = stream;
		await video.play();
		const detector = new Detector();
		while (!signal.aborted) {
			const [found] = await detector.detect(video);
			if (found) return found.rawValue;
			await new Promise((resolve) => setTimeout(resolve, 150));
		}
		return undefined;
	} finally {
		for (const track of stream.getTracks()) track.stop();
		video.srcObject = null;
	}
}
