/** An answer that CouchDB would give as `{error, reason}`; thrown anywhere below the router. */
export class CouchError extends Error {
	constructor(
		readonly status: number,
		readonly error: string,
		readonly reason: string,
		readonly headers: Readonly<Record<string, string>> = {}
	) {
		super(reason);
	}
}

export const badRequest = (reason: string) => new CouchError(400, 'bad_request', reason);
export const queryParseError = (reason: string) => new CouchError(400, 'query_parse_error', reason);
export const invalidDocument = (reason: string) => new CouchError(400, 'doc_validation', reason);
export const illegalId = (reason: string) => new CouchError(400, 'illegal_docid', reason);
export const unauthorized = (reason: string) => new CouchError(401, 'unauthorized', reason);
export const forbidden = (reason: string) => new CouchError(403, 'forbidden', reason);
export const notFound = (reason = 'missing') => new CouchError(404, 'not_found', reason);
export const noDatabase = () => notFound('Database does not exist.');
export const conflict = () => new CouchError(409, 'conflict', 'Document update conflict.');
export const tooLarge = () => new CouchError(413, 'too_large', 'the request entity is too large');
export const documentTooLarge = (id: string) => new CouchError(413, 'document_too_large', id);

/** @param allowed methods as CouchDB lists them: `GET,HEAD` */
export const methodNotAllowed = (allowed: string) =>
	new CouchError(405, 'method_not_allowed', `Only ${allowed} allowed`, { allow: allowed });

/** What the embedded server leaves to CouchDB (server.md): the sentence says where it can be had. */
export const notImplemented = (what: string) =>
	new CouchError(
		501,
		'not_implemented',
		`${what} is not part of the embedded server. Apache CouchDB has it.`
	);
