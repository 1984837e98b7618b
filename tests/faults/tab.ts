import type { DeviceAnswer, DeviceCalls, DeviceRequest } from './device-calls';

/** The tab was killed while it had something to do. */
export class Killed extends Error {
	override readonly name = 'Killed';
}

interface Pending {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

/** One tab of a device from outside: a worker that can be killed at any moment and started again. */
export class Tab {
	#worker: Worker | undefined;
	#number = 0;
	readonly #pending = new Map<number, Pending>();

	/** @param device whose tab it is: the tabs of one device hear of each other */
	constructor(private readonly device: string) {}

	get isOpen(): boolean {
		return this.#worker !== undefined;
	}

	/** @throws what the call threw in there, or {@link Killed} */
	call<Name extends keyof DeviceCalls>(
		name: Name,
		...args: Parameters<DeviceCalls[Name]>
	): ReturnType<DeviceCalls[Name]> {
		const worker = (this.#worker ??= this.#start());
		const number = ++this.#number;
		const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(number, { resolve, reject }));
		worker.postMessage({ number, name, args } as DeviceRequest);
		return answer as ReturnType<DeviceCalls[Name]>;
	}

	/** As when the battery dies: nothing more is done in there, and nothing is said goodbye to. */
	kill(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		for (const { reject } of this.#pending.values()) reject(new Killed());
		this.#pending.clear();
	}

	#start(): Worker {
		const worker = new Worker(new URL('./device.worker.ts', import.meta.url), {
			type: 'module',
			name: this.device
		});
		worker.onmessage = ({ data }: MessageEvent<DeviceAnswer>) => {
			const pending = this.#pending.get(data.number);
			this.#pending.delete(data.number);
			if (data.error === undefined) pending?.resolve(data.value);
			else pending?.reject(new Error(data.error));
		};
		worker.onerror = ({ message }) => {
			for (const { reject } of this.#pending.values()) reject(new Error(message));
		};
		return worker;
	}
}
