import * as v from 'valibot';
import { Refusal } from '../gateway/refusal';
import { bodyOf, wholeBody } from '../gateway/request-body';

/**
 * What a device asks, as JSON of this shape.
 * @param largest bytes, unpacked
 * @throws {Refusal} 400 for another question, 413 for one that is too large
 */
export async function questionOf<Schema extends v.GenericSchema>(
	request: Request,
	schema: Schema,
	largest: number
): Promise<v.InferOutput<Schema>> {
	const body = bodyOf(request, largest);
	const read = v.safeParse(schema, body && parsed((await wholeBody(body)).toString('utf8')));
	if (read.success) return read.output;
	const [issue] = read.issues;
	const where = v.getDotPath(issue);
	throw new Refusal(400, 'bad_request', where === null ? issue.message : `${where}: ${issue.message}`);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
