const RightDate = Date;
let wrongBy = 0;

class WrongDate extends RightDate {
	constructor(...given: [] | [string | number | Date]) {
		if (given.length === 0) super(WrongDate.now());
		else super(...given);
	}

	static override now(): number {
		return RightDate.now() + wrongBy;
	}
}

/** The clock of everything in this worker: the app's code, and the libraries that it uses. @param skew milliseconds */
export function setClock(skew: number): void {
	wrongBy = skew;
	globalThis.Date = WrongDate as DateConstructor;
}
