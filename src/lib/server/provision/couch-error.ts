/** The HTTP status of a failed nano request, 0 when the server gave none. */
export function statusOf(error: unknown): number {
	if (error !== null && typeof error === 'object' && 'statusCode' in error)
		return typeof error.statusCode === 'number' ? error.statusCode : 0;
	return 0;
}

/** The answer, or `undefined` when CouchDB says 404. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw error;
	}
}
