import { conform, setUpServers, type Couch } from './conformance';

setUpServers();

async function fill(couch: Couch): Promise<void> {
	const docs = ['a', 'b', 'c', 'd', 'e'].map((_id, n) => ({
		_id,
		n,
		kind: n % 2 ? 'odd' : 'even',
		day: [2026, n, 1]
	}));
	await couch.ask(201, 'POST', '/{db}/_bulk_docs', {
		body: { docs: [...docs, { _id: 'gone', _deleted: true }] }
	});
}

conform('all documents: ranges, keys, both ways', async (couch) => {
	await fill(couch);
	const queries = [
		...[
			'',
			'include_docs=true',
			'limit=2',
			'limit=2&skip=1',
			'limit=0',
			'skip=10',
			'descending=true',
			'update_seq=true'
		],
		...[
			'startkey="b"',
			'startkey="b"&endkey="d"',
			'startkey="b"&endkey="d"&inclusive_end=false',
			'key="c"',
			'key="gone"'
		],
		...[
			'startkey="d"&endkey="b"&descending=true',
			'start_key="c"&end_key="c"',
			'startkey="z"',
			'keys=["a","gone","none"]'
		],
		...['startkey="d"&endkey="b"&descending=true&inclusive_end=false', 'endkey="c"&descending=true&limit=1']
	];
	for (const query of queries) await couch.ask(200, 'GET', `/{db}/_all_docs?${query}`);
	await couch.ask(200, 'POST', '/{db}/_all_docs', {
		body: { keys: ['a', 'none', 1, 'gone'], include_docs: true }
	});
	await couch.ask(200, 'POST', '/{db}/_all_docs?include_docs=true', { body: { keys: ['b'] } });
	const bad = ['limit=-1', 'limit=x', 'startkey=bad', 'keys=["a","b"]&startkey="a"', 'descending=x'];
	for (const query of bad) await couch.ask(400, 'GET', `/{db}/_all_docs?${query}`);
	await couch.ask(400, 'POST', '/{db}/_all_docs', { body: { keys: 1 } });
	await couch.ask(405, 'PUT', '/{db}/_all_docs', { body: {} });
	await couch.ask(200, 'GET', '/{db}/_design_docs');
});

conform('views: rows, ranges, keys, documents', async (couch) => {
	await fill(couch);
	const views = {
		kind: { map: 'function (doc) { emit(doc.kind, doc.n); }', reduce: '_sum' },
		day: { map: 'function (doc) { emit(doc.day, doc.n); }', reduce: '_stats' },
		many: {
			map: 'function (doc) { emit(doc.n); emit(null, {_id: "a"}); emit("s", [1]); emit({a: 1}); emit(true); }'
		},
		count: { map: 'function (doc) { emit(doc.kind); if (doc.n > 2) doc.x.y; }', reduce: '_count' }
	};
	await couch.ask(201, 'PUT', '/{db}/_design/r', { body: { views } });
	const queries = [
		...[
			'kind',
			'kind?reduce=false',
			'kind?group=true',
			'kind?key="odd"',
			'kind?key="odd"&reduce=false',
			'kind?key="none"'
		],
		...[
			'day?group_level=1',
			'day?group_level=2',
			'day?group=true&limit=2',
			'day?group=true&skip=1&limit=1',
			'day'
		],
		...['day?startkey=[2026,1]&endkey=[2026,3,{}]&reduce=false', 'day?reduce=false&descending=true&limit=2'],
		...[
			'day?startkey=[2026,3,{}]&endkey=[2026,1]&reduce=false&descending=true',
			'many',
			'many?include_docs=true'
		],
		...['many?startkey=1&endkey="t"&inclusive_end=false', 'many?keys=[null,1]', 'count', 'count?group=true']
	];
	for (const query of queries) await couch.ask(200, 'GET', `/{db}/_design/r/_view/${query}`);
	await couch.ask(200, 'POST', '/{db}/_design/r/_view/kind', { body: { keys: ['odd', 'x'], reduce: false } });
	await couch.ask(200, 'POST', '/{db}/_design/r/_view/kind', {
		body: { keys: ['odd', 'even'], group: true }
	});
	await couch.ask(200, 'POST', '/{db}/_design/r/_view/kind', { body: { keys: ['odd'] } });
	await couch.ask(400, 'POST', '/{db}/_design/r/_view/kind', { body: { keys: ['odd', 'even'] } });
	await couch.ask(400, 'GET', '/{db}/_design/r/_view/kind?include_docs=true');
	await couch.ask(404, 'GET', '/{db}/_design/r/_view/none');
	await couch.ask(404, 'GET', '/{db}/_design/none/_view/none');
});

conform('views follow edits, deletions and conflicts', async (couch) => {
	await fill(couch);
	await couch.ask(201, 'PUT', '/{db}/_design/r', {
		body: { views: { n: { map: 'function (doc) { emit(doc.n); }' } } }
	});
	const path = '/{db}/_design/r/_view/n';
	await couch.ask(200, 'GET', path);
	const { json } = await couch.send('GET', '/{db}/a');
	await couch.ask(201, 'PUT', '/{db}/a', { body: { n: 9, _rev: json._rev } });
	await couch.ask(200, 'GET', path);
	const b = await couch.send('GET', '/{db}/b');
	await couch.ask(200, 'DELETE', `/{db}/b?rev=${b.json._rev}`);
	await couch.ask(200, 'GET', path);
});

conform('design documents that make no sense', async (couch) => {
	const put = (body: unknown, more = {}) => couch.ask(400, 'PUT', '/{db}/_design/bad', { body, ...more });
	await put({ views: 1 });
	await put({ views: { a: { map: 'function (' } } }, { differs: "the engine's words" });
	await put(
		{ validate_doc_update: 'function (' },
		{ real: 201, differs: 'CouchDB takes it and then fails every write' }
	);
	await couch.send(
		'DELETE',
		`/{db}/_design/bad?rev=${(await couch.send('GET', '/{db}/_design/bad')).json._rev}`
	);
	await couch.ask(404, 'GET', '/{db}/_design');
	await couch.ask(404, 'GET', '/{db}/_design/x/_nothing');
});

conform('finding by selector', async (couch) => {
	await fill(couch);
	const find = (status: number, body: unknown, more = {}) =>
		couch.ask(status, 'POST', '/{db}/_find', { body, ...more });
	const selectors = [
		...[
			{},
			{ kind: 'odd' },
			{ n: { $gt: 2 } },
			{ n: { $in: [1, 3] } },
			{ kind: { $ne: 'odd' } },
			{ x: { $exists: false } }
		],
		...[
			{ $and: [{ n: { $gte: 1 } }, { n: { $lt: 4 } }] },
			{ $or: [{ n: 0 }, { n: 4 }] },
			{ day: { $elemMatch: { $eq: 3 } } }
		],
		...[
			{ $not: { kind: 'odd' } },
			{ n: { $type: 'number' } },
			{ n: { $mod: [2, 0] } },
			{ day: { $size: 3 } },
			{ 'day.0': 1 }
		]
	];
	for (const selector of selectors) await find(200, { selector });
	await find(200, { selector: {}, limit: 2, skip: 1, fields: ['_id', 'n'] });
	await find(400, {});
	await find(400, { selector: 1 });
	await find(400, { selector: { n: { $foo: 1 } } });
	await find(400, { selector: {}, limit: -1 });
	await find(400, { selector: {}, sort: [{ n: 'asc' }] });
	await find(
		400,
		{ selector: { kind: { $regex: '(a+)+$' } } },
		{ real: 200, differs: 'a pattern could run for ever here' }
	);
	await couch.ask(200, 'POST', '/{db}/_index', {
		body: { index: { fields: ['n'] }, name: 'by-n', ddoc: 'find' }
	});
	await couch.ask(200, 'POST', '/{db}/_index', {
		body: { index: { fields: ['n'] }, name: 'by-n', ddoc: 'find' }
	});
	await couch.ask(200, 'GET', '/{db}/_index');
	const sorted = { selector: { n: { $gt: 0 } }, sort: [{ n: 'desc' }], limit: 2, fields: ['n'] };
	await find(200, sorted, { differs: 'an index is no faster here, and the answer says so' });
	await couch.ask(200, 'DELETE', '/{db}/_index/find/json/by-n');
	await couch.ask(404, 'DELETE', '/{db}/_index/find/json/by-n');
});

conform('the server and its databases', async (couch) => {
	await couch.ask(200, 'GET', '/', { differs: 'it says what it is' });
	await couch.ask(200, 'GET', '/_up', { as: null });
	await couch.ask(200, 'GET', '/_uuids?count=3', { as: null });
	for (const count of ['-1', 'x', '100000']) await couch.ask(400, 'GET', `/_uuids?count=${count}`);
	await couch.ask(405, 'POST', '/_uuids');
	await couch.ask(200, 'GET', '/{db}');
	await couch.ask(200, 'HEAD', '/{db}', { differs: 'the length' });
	await couch.ask(412, 'PUT', '/{db}');
	await couch.ask(404, 'GET', '/none-{db}');
	await couch.ask(404, 'DELETE', '/none-{db}');
	for (const name of ['Bad', '_bad', '1a', 'a.b']) await couch.ask(400, 'PUT', `/${name}`);
	await couch.ask(400, 'PUT', `/${'a'.repeat(300)}`);
	await couch.ask(400, 'DELETE', '/{db}?rev=1-a');
	await couch.ask(405, 'PATCH', '/{db}');
	await couch.ask(405, 'PATCH', '/{db}/one');
	await couch.ask(404, 'GET', '/_nothing');
	await couch.ask(404, 'GET', '/{db}/_nothing');
	await couch.ask(200, 'GET', `/_all_dbs?startkey="${couch.db}"&endkey="${couch.db}"`);
	await couch.ask(200, 'POST', '/_dbs_info', { body: { keys: [couch.db, 'none'] } });
	await couch.ask(202, 'POST', '/{db}/_compact', { body: {} });
	await couch.ask(415, 'POST', '/{db}/_compact');
	await couch.ask(202, 'POST', '/{db}/_view_cleanup', { body: {} });
	await couch.ask(201, 'POST', '/{db}/_ensure_full_commit', { body: {} });
});
