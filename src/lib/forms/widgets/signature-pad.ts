/** Draws what a finger, a pen or a mouse writes on a canvas. */
export class SignaturePad {
	readonly #canvas: HTMLCanvasElement;
	readonly #ended = new AbortController();
	#pen: number | undefined;

	constructor(canvas: HTMLCanvasElement, tell: { begun: () => void; ended: () => void }) {
		this.#canvas = canvas;
		const options = { signal: this.#ended.signal };
		canvas.addEventListener(
			'pointerdown',
			(event) => {
				if (this.#pen !== undefined) return;
				this.#pen = event.pointerId;
				canvas.setPointerCapture(event.pointerId);
				this.#fit();
				this.#draw(event, true);
				tell.begun();
			},
			options
		);
		canvas.addEventListener(
			'pointermove',
			(event) => {
				if (event.pointerId !== this.#pen) return;
				for (const each of event.getCoalescedEvents?.() ?? [event]) this.#draw(each, false);
			},
			options
		);
		for (const type of ['pointerup', 'pointercancel'] as const) {
			canvas.addEventListener(
				type,
				(event) => {
					if (event.pointerId !== this.#pen) return;
					this.#pen = undefined;
					tell.ended();
				},
				options
			);
		}
	}

	/** The drawing has as many dots as the screen, from the first stroke on. */
	#fit(): void {
		const { clientWidth, clientHeight } = this.#canvas;
		const dots = Math.min(devicePixelRatio || 1, 2);
		if (this.#canvas.width === Math.round(clientWidth * dots)) return;
		this.#canvas.width = Math.round(clientWidth * dots);
		this.#canvas.height = Math.round(clientHeight * dots);
	}

	#draw({ clientX, clientY }: PointerEvent, first: boolean): void {
		const context = this.#canvas.getContext('2d');
		if (!context) return;
		const box = this.#canvas.getBoundingClientRect();
		const x = ((clientX - box.left) / box.width) * this.#canvas.width;
		const y = ((clientY - box.top) / box.height) * this.#canvas.height;
		const width = this.#canvas.width / 140;
		context.strokeStyle = context.fillStyle = '#1c2526';
		context.lineCap = context.lineJoin = 'round';
		context.lineWidth = width;
		if (first) {
			context.beginPath();
			context.arc(x, y, width / 2, 0, 2 * Math.PI);
			context.fill();
			context.beginPath();
		} else {
			context.lineTo(x, y);
			context.stroke();
			context.beginPath();
		}
		context.moveTo(x, y);
	}

	clear(): void {
		this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
	}

	end(): void {
		this.#ended.abort();
	}
}

/** The drawing as a picture on white, so that it can be seen and printed anywhere. */
export function inkBlob(canvas: HTMLCanvasElement): Promise<Blob> {
	const sheet = document.createElement('canvas');
	sheet.width = canvas.width;
	sheet.height = canvas.height;
	const context = sheet.getContext('2d');
	if (context) {
		context.fillStyle = '#fff';
		context.fillRect(0, 0, sheet.width, sheet.height);
		context.drawImage(canvas, 0, 0);
	}
	return new Promise((resolve, reject) =>
		sheet.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('the drawing could not be read'))),
			'image/png'
		)
	);
}
