import { conform, setUpServers } from './conformance';

setUpServers();

conform('a document is made, read, changed and deleted', async (couch) => {
	const made = await couch.ask(201, 'PUT', '/{db}/one', { body: { a: 1 } });
	await couch.ask(200, 'GET', '/{db}/one');
	await couch.ask(200, 'HEAD', '/{db}/one');
	await couch.ask(304, 'GET', '/{db}/one', { headers: { 'if-none-match': made.headers.get('etag') ?? '' } });
	const changed = await couch.ask(201, 'PUT', '/{db}/one', { body: { a: 2, _rev: made.json.rev } });
	await couch.ask(200, 'GET', `/{db}/one?rev=${made.json.rev}`);
	await couch.ask(200, 'GET', '/{db}/one?revs=true&revs_info=true&conflicts=true');
	await couch.ask(200, 'DELETE', `/{db}/one?rev=${changed.json.rev}`);
	await couch.ask(404, 'GET', '/{db}/one');
	await couch.ask(404, 'HEAD', '/{db}/one');
	await couch.ask(201, 'PUT', '/{db}/one', { body: { a: 3 } });
	await couch.ask(200, 'GET', '/{db}/one?revs=true');
});

conform('a write on an old revision is a conflict', async (couch) => {
	const made = await couch.ask(201, 'PUT', '/{db}/one', { body: {} });
	await couch.ask(409, 'PUT', '/{db}/one', { body: {} });
	await couch.ask(409, 'DELETE', '/{db}/one');
	await couch.ask(201, 'PUT', '/{db}/one', { body: { a: 1, _rev: made.json.rev } });
	await couch.ask(409, 'PUT', '/{db}/one', { body: { a: 2, _rev: made.json.rev } });
	await couch.ask(409, 'PUT', `/{db}/one?rev=${made.json.rev}`, { body: { a: 2 } });
	await couch.ask(409, 'DELETE', `/{db}/one?rev=${made.json.rev}`);
	await couch.ask(409, 'PUT', '/{db}/one', { body: {}, headers: { 'if-match': made.json.rev } });
});

conform('a document without a name gets one', async (couch) => {
	await couch.ask(201, 'POST', '/{db}', { body: { a: 1 } });
	await couch.ask(201, 'POST', '/{db}', { body: { _id: 'named' } });
	await couch.ask(409, 'POST', '/{db}', { body: { _id: 'named' } });
	await couch.ask(415, 'POST', '/{db}', { body: '{}', headers: { 'content-type': 'text/plain' } });
});

conform('malformed documents are refused with the reason', async (couch) => {
	const bodies: [unknown, string?][] = [
		['{bad'],
		[''],
		['[]'],
		['1'],
		['null'],
		[{ _id: '_x' }],
		[{ _foo: 1 }],
		[{ _deleted: 'x' }],
		[{ _attachments: [] }],
		[{ _revisions: { start: 1, ids: 'x' } }],
		[{ _rev: 'x' }],
		[{ _rev: 5 }],
		['{"a":"\\ud800"}'],
		['{"__proto__":1}']
	];
	for (const [body] of bodies) await couch.ask(400, 'POST', '/{db}', { body });
	for (const id of [1, '', null, ['a'], {}]) await couch.ask(400, 'POST', '/{db}', { body: { _id: id } });
	await couch.ask(400, 'PUT', '/{db}/_under', { body: {} });
	await couch.ask(400, 'GET', '/{db}/one?rev=bad');
	await couch.ask(400, 'PUT', '/{db}/one?rev=1-a', { body: { _rev: '1-b' } });
	await couch.ask(400, 'GET', '/{db}/a%zz');
});

conform('names with slashes, spaces, signs and Chinese', async (couch) => {
	for (const id of ['a/b', 'a b', '邻里', 'a+b', 'a?b=c', 'é', '😀', '"', '%25']) {
		await couch.ask(201, 'PUT', `/{db}/${encodeURIComponent(id)}`, { body: { id } });
		await couch.ask(200, 'GET', `/{db}/${encodeURIComponent(id)}`);
	}
	await couch.ask(200, 'GET', '/{db}/_all_docs');
});

conform('replicated revisions make branches, and the winner is the same everywhere', async (couch) => {
	const put = (rev: string, ids: string[], more = {}) =>
		couch.ask(201, 'POST', '/{db}/_bulk_docs', {
			body: {
				new_edits: false,
				docs: [{ _id: 'one', _rev: rev, _revisions: { start: Number(rev[0]), ids }, ...more }]
			}
		});
	await put('2-b', ['b', 'a']);
	await put('2-c', ['c', 'a']);
	await put('3-d', ['d', 'b', 'a'], { _deleted: true });
	await put('2-e', ['e', 'a'], { _deleted: true });
	await couch.ask(200, 'GET', '/{db}/one?conflicts=true&deleted_conflicts=true&revs=true');
	await couch.ask(200, 'GET', '/{db}/one?open_revs=all&revs=true');
	await couch.ask(200, 'GET', '/{db}/one?open_revs=["2-b","9-z"]&revs=true');
	await couch.ask(200, 'GET', '/{db}/one?open_revs=["1-a"]&latest=true');
	await couch.ask(200, 'GET', '/{db}/one?rev=1-a&latest=true');
	await couch.ask(200, 'GET', '/{db}/one?rev=3-d');
	await couch.ask(404, 'GET', '/{db}/one?rev=1-a');
	await couch.ask(404, 'GET', '/{db}/none?open_revs=all');
	await couch.ask(200, 'GET', '/{db}/none?open_revs=["1-a"]');
	await couch.ask(400, 'GET', '/{db}/one?open_revs=x');
	await couch.ask(200, 'GET', '/{db}/_changes?style=all_docs');
	await couch.ask(200, 'POST', '/{db}/_revs_diff', { body: { one: ['2-b', '3-x', '1-a'], two: ['1-x'] } });
	await couch.ask(200, 'POST', '/{db}/_missing_revs', { body: { one: ['2-b', '3-x'], two: ['1-x'] } });
});

conform('many documents at once, each with its own outcome', async (couch) => {
	const one = await couch.ask(201, 'PUT', '/{db}/one', { body: {} });
	const docs = [
		{ _id: 'two' },
		{ _id: 'one' },
		{ _id: 'one', _rev: one.json.rev, a: 1 },
		{ _id: 'dup' },
		{ _id: 'dup' }
	];
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { body: { docs } });
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { body: { docs: [] } });
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { body: { docs: [{ _id: 'gone', _deleted: true }] } });
	const refused: unknown[] = [
		{},
		{ docs: 1 },
		{ docs: [1] },
		{ docs: [{ _id: '_q' }] },
		{ docs: [], new_edits: 'x' },
		[]
	];
	for (const body of refused) await couch.ask(400, 'POST', '/{db}/_bulk_docs', { body });
	await couch.ask(400, 'POST', '/{db}/_bulk_docs', { body: { new_edits: false, docs: [{ _id: 'n' }] } });
	await couch.ask(400, 'POST', '/{db}/_bulk_docs', {
		body: { new_edits: false, docs: [{ _id: 'n', _rev: 'bad' }] }
	});
	await couch.ask(405, 'GET', '/{db}/_bulk_docs');
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', {
		body: { docs: [{ _id: 'absent', _rev: '1-q' }] },
		differs:
			'CouchDB takes an edit of a document that never was, but only in bulk; here it is a conflict everywhere'
	});
	await couch.ask(200, 'GET', '/{db}/one?revs=true');
});

conform('bulk reading', async (couch) => {
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', {
		body: { new_edits: false, docs: [{ _id: 'one', _rev: '2-b', _revisions: { start: 2, ids: ['b', 'a'] } }] }
	});
	await couch.ask(200, 'POST', '/{db}/_bulk_get', {
		body: { docs: [{ id: 'one' }, { id: 'none' }, { id: 'one', rev: '9-a' }, { id: 'one', rev: 'bad' }] }
	});
	await couch.ask(200, 'POST', '/{db}/_bulk_get?revs=true&latest=true', {
		body: { docs: [{ id: 'one', rev: '1-a' }] }
	});
	await couch.ask(400, 'POST', '/{db}/_bulk_get', { body: {} });
	await couch.ask(405, 'GET', '/{db}/_bulk_get');
	await couch.ask(400, 'POST', '/{db}/_revs_diff', { body: [] });
	await couch.ask(400, 'POST', '/{db}/_revs_diff', { body: { one: ['x'] } });
	await couch.ask(400, 'POST', '/{db}/_revs_diff', {
		body: { one: 'x' },
		real: 500,
		differs: 'CouchDB fails on it'
	});
});

conform('local documents: the last writer wins, and nobody else sees them', async (couch) => {
	await couch.ask(404, 'GET', '/{db}/_local/a');
	await couch.ask(201, 'PUT', '/{db}/_local/a', { body: { x: 1 } });
	await couch.ask(200, 'GET', '/{db}/_local/a');
	await couch.ask(201, 'PUT', '/{db}/_local/a', { body: { x: 2, _rev: '0-1' } });
	await couch.ask(201, 'PUT', '/{db}/_local/b', { body: { x: 1, _rev: '0-5' } });
	const checkpoint = { x: 1, _rev: '0-1', _revisions: { start: 0, ids: ['1'] } };
	await couch.ask(201, 'PUT', '/{db}/_local/checkpoint', { body: checkpoint });
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', { body: { docs: [{ _id: '_local/c', q: 1 }] } });
	await couch.ask(200, 'GET', '/{db}/_local_docs');
	await couch.ask(200, 'GET', '/{db}/_all_docs');
	await couch.ask(200, 'GET', '/{db}/_changes');
	await couch.ask(400, 'PUT', '/{db}/_local/a', { body: { _rev: 'junk' } });
	await couch.ask(400, 'PUT', '/{db}/_local/a/file', { body: 'x' });
	await couch.ask(400, 'GET', '/{db}/_local');
	await couch.ask(200, 'DELETE', '/{db}/_local/a?rev=0-2');
	await couch.ask(404, 'DELETE', '/{db}/_local/a');
});

conform('purged leaves are forgotten', async (couch) => {
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', {
		body: {
			new_edits: false,
			docs: [
				{ _id: 'one', _rev: '1-a' },
				{ _id: 'one', _rev: '1-b' },
				{ _id: 'two', _rev: '1-a' }
			]
		}
	});
	await couch.ask(201, 'POST', '/{db}/_purge', {
		body: { one: ['1-b', '9-z'], two: ['1-a'], none: ['1-a'] }
	});
	await couch.ask(200, 'GET', '/{db}/one?conflicts=true');
	await couch.ask(404, 'GET', '/{db}/two');
	await couch.ask(400, 'POST', '/{db}/_purge', { body: { one: ['bad'] } });
	await couch.ask(200, 'GET', '/{db}/_all_docs');
});

conform('a short history keeps its newest revisions', async (couch) => {
	await couch.ask(200, 'GET', '/{db}/_revs_limit');
	await couch.ask(200, 'PUT', '/{db}/_revs_limit', { body: 2 });
	await couch.ask(200, 'GET', '/{db}/_revs_limit');
	let rev: string | undefined;
	for (const a of [1, 2, 3, 4]) {
		rev = (await couch.ask(201, 'PUT', '/{db}/one', { body: { a, ...(rev ? { _rev: rev } : {}) } })).json.rev;
	}
	await couch.ask(200, 'GET', '/{db}/one?revs=true');
	await couch.ask(400, 'PUT', '/{db}/_revs_limit', { body: 0, real: 500, differs: 'CouchDB fails on it' });
	await couch.ask(400, 'PUT', '/{db}/_revs_limit', {
		body: 'x',
		differs: 'CouchDB says so too, in other words'
	});
});

conform('a copy is a new document', async (couch) => {
	await couch.ask(201, 'PUT', '/{db}/one', {
		body: { a: 1, _attachments: { x: { content_type: 'image/png', data: 'YQ==' } } }
	});
	await couch.ask(201, 'COPY', '/{db}/one', { headers: { destination: 'two' } });
	await couch.ask(200, 'GET', '/{db}/two?attachments=true');
	await couch.ask(409, 'COPY', '/{db}/one', { headers: { destination: 'two' } });
	await couch.ask(404, 'COPY', '/{db}/none', { headers: { destination: 'three' } });
});
