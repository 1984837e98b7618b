import { expect } from 'vitest';
import { conform, setUpServers, type Couch } from './conformance';

setUpServers();

const guard = `function (doc, old, user, security) {
	if (doc.show) throw({ forbidden: JSON.stringify([doc, old, user.name !== null, user.roles, user.db.length > 0, security]) });
	if (doc._deleted) throw({ forbidden: 'records are not deleted' });
	if (old && old.kind === 'event') throw({ forbidden: 'events are immutable' });
	if (doc.author !== user.name && user.roles.indexOf('_admin') < 0) throw({ unauthorized: 'author' });
	if (doc.kind !== 'event' && doc.kind !== 'profile') throw({ forbidden: 'kind' });
	if (doc.boom) throw new Error('boom');
	if (doc.text) throw 'plain';
}`;

async function guarded(couch: Couch): Promise<string> {
	await couch.ask(201, 'PUT', '/{db}/_design/guard', { body: { validate_doc_update: guard } });
	await couch.ask(200, 'PUT', '/{db}/_security', { body: { members: { roles: ['people:1'] } } });
	return couch.account('lin');
}

conform('each refusal is the document’s own', async (couch) => {
	const author = await guarded(couch);
	await couch.ask(201, 'PUT', '/{db}/a', { as: 'lin', body: { kind: 'event', author } });
	await couch.ask(401, 'PUT', '/{db}/b', { as: 'lin', body: { kind: 'event', author: 'other' } });
	await couch.ask(403, 'PUT', '/{db}/b', { as: 'lin', body: { kind: 'x', author } });
	const docs = [
		{ _id: 'c', kind: 'event', author },
		{ _id: 'd', kind: 'x', author },
		{ _id: 'e', kind: 'event', author: 'other' },
		{ _id: 'f', kind: 'profile', author }
	];
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { as: 'lin', body: { docs } });
	await couch.ask(200, 'GET', '/{db}/_all_docs');
});

conform('replicated writes are judged too', async (couch) => {
	const author = await guarded(couch);
	const docs = [
		{ _id: 'c', _rev: '1-a', kind: 'event', author },
		{ _id: 'd', _rev: '1-a', kind: 'x', author },
		{ _id: 'e', _rev: '1-a', kind: 'event', author: 'other' },
		{ _id: 'f', _rev: '1-a', _deleted: true, author }
	];
	const { json } = await couch.ask(201, 'POST', '/{db}/_bulk_docs', {
		as: 'lin',
		body: { new_edits: false, docs }
	});
	expect(json.map((row: { id: string }) => row.id).sort()).toEqual(['d', 'e', 'f']);
	await couch.ask(200, 'GET', '/{db}/_changes?style=all_docs');
	const over = {
		_id: 'c',
		_rev: '2-b',
		_revisions: { start: 2, ids: ['b', 'a'] },
		kind: 'event',
		author,
		changed: true
	};
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { as: 'lin', body: { new_edits: false, docs: [over] } });
	await couch.ask(403, 'PUT', '/{db}/c?new_edits=false', { as: 'lin', body: { ...over, _id: undefined } });
	await couch.ask(200, 'GET', '/{db}/c');
});

conform('events stay as they are', async (couch) => {
	const author = await guarded(couch);
	const { json } = await couch.ask(201, 'PUT', '/{db}/a', { as: 'lin', body: { kind: 'event', author } });
	await couch.ask(403, 'PUT', '/{db}/a', {
		as: 'lin',
		body: { kind: 'event', author, _rev: json.rev, n: 2 }
	});
	await couch.ask(403, 'DELETE', `/{db}/a?rev=${json.rev}`, { as: 'lin' });
	await couch.ask(403, 'PUT', `/{db}/a/file?rev=${json.rev}`, { as: 'lin', body: 'x' });
	await couch
		.ask(401, 'COPY', '/{db}/a', {
			as: 'mo',
			headers: { destination: 'z' },
			real: 403,
			differs: 'never reached'
		})
		.catch(() => undefined);
	await couch.ask(200, 'GET', '/{db}/a');
});

conform('what a function sees', async (couch) => {
	await guarded(couch);
	await couch.ask(403, 'PUT', '/{db}/new', { body: { show: 1, n: { a: [1] } } });
	const { json } = await couch.ask(201, 'PUT', '/{db}/old', { body: { kind: 'profile' } });
	await couch.ask(403, 'PUT', '/{db}/old', {
		body: { show: 1, _rev: json.rev },
		differs: 'the order of members'
	});
	await couch.ask(403, 'PUT', '/{db}/rep?new_edits=false', { body: { show: 1, _rev: '5-a' } });
	await couch.ask(403, 'PUT', '/{db}/new', { as: 'lin', body: { show: 1 } });
});

conform('a function that fails refuses the document', async (couch) => {
	await guarded(couch);
	const differs = 'CouchDB answers 500, which makes a client give up the whole batch for one record';
	await couch.ask(403, 'PUT', '/{db}/a', { body: { kind: 'event', boom: 1 }, real: 500, differs });
	await couch.ask(403, 'PUT', '/{db}/a', { body: { kind: 'event', text: 1 }, real: 500, differs });
	await couch.ask(404, 'GET', '/{db}/a');
});

conform('several functions must all agree, and a removed one is silent', async (couch) => {
	const only = (kind: string) =>
		`function (doc) { if (doc.kind === '${kind}') throw({ forbidden: '${kind}' }); }`;
	await couch.ask(201, 'PUT', '/{db}/_design/one', { body: { validate_doc_update: only('one') } });
	const two = await couch.ask(201, 'PUT', '/{db}/_design/two', {
		body: { validate_doc_update: only('two') }
	});
	await couch.ask(403, 'PUT', '/{db}/a', { body: { kind: 'one' } });
	await couch.ask(403, 'PUT', '/{db}/a', { body: { kind: 'two' } });
	await couch.ask(200, 'DELETE', `/{db}/_design/two?rev=${two.json.rev}`);
	await couch.ask(201, 'PUT', '/{db}/a', { body: { kind: 'two' } });
	await couch.ask(403, 'PUT', '/{db}/b', { body: { kind: 'one' } });
});

conform('local documents and attachments', async (couch) => {
	await guarded(couch);
	await couch.ask(201, 'PUT', '/{db}/_local/mark', { as: 'lin', body: { kind: 'x' } });
	await couch.ask(403, 'PUT', '/{db}/photo/file', { body: 'x', headers: { 'content-type': 'image/png' } });
	const author = couch.account('lin');
	const facts = { file: { content_type: 'image/png', data: 'aGk=' } };
	await couch.ask(201, 'PUT', '/{db}/photo', {
		as: 'lin',
		body: { kind: 'profile', author, _attachments: facts }
	});
	await couch.ask(403, 'PUT', '/{db}/photo2', {
		as: 'lin',
		body: { kind: 'x', author, _attachments: facts }
	});
	await couch.ask(404, 'GET', '/{db}/photo2/file');
});
