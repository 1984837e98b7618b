/** A request that the gateway answers itself, in the shape that CouchDB's clients understand. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		/** CouchDB's word for the kind of error: `forbidden`, `too_large`. */
		readonly code: string,
		readonly reason: string,
		readonly headers: Record<string, string> = {}
	) {
		super(reason);
	}

	toResponse(): Response {
		return Response.json(
			{ error: this.code, reason: this.reason },
			{ status: this.status, headers: { 'cache-control': 'no-store', ...this.headers } }
		);
	}
}
