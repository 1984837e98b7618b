/** Nothing moved for too long: a browser database that answers no more, which no watchdog on requests can notice. */
export class StuckError extends Error {
	override readonly name = 'StuckError';
}

/**
 * The outcome of `work`, unless its signs of life stay the same for `patience` milliseconds.
 * @param life a value that changes while the work makes progress
 * @throws {StuckError} or what the work threw
 */
export async function unlessStuck<T>(work: Promise<T>, life: () => unknown, patience: number): Promise<T> {
	let timer: ReturnType<typeof setInterval> | undefined;
	const stuck = new Promise<never>((_, reject) => {
		let last = life();
		timer = setInterval(() => {
			const now = life();
			if (now === last) reject(new StuckError('No progress'));
			last = now;
		}, patience);
	});
	try {
		return await Promise.race([work, stuck]);
	} finally {
		clearInterval(timer);
	}
}
