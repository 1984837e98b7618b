import { conform, setUpServers } from './conformance';

setUpServers();

// CouchDB compresses text and digests the compressed bytes: pictures say the same on both
const png = { 'content-type': 'image/png' };

conform('an attachment of its own: put, read in parts, replaced, taken away', async (couch) => {
	const made = await couch.ask(201, 'PUT', '/{db}/one/photo.png', {
		body: 'hello world',
		headers: png,
		differs: 'ETag'
	});
	await couch.ask(200, 'GET', '/{db}/one');
	const read = await couch.ask(200, 'GET', '/{db}/one/photo.png');
	await couch.ask(200, 'HEAD', '/{db}/one/photo.png');
	await couch.ask(304, 'GET', '/{db}/one/photo.png', {
		headers: { 'if-none-match': read.headers.get('etag') ?? '' }
	});
	for (const range of ['bytes=1-2', 'bytes=6-', 'bytes=-3', 'bytes=0-100']) {
		await couch.ask(206, 'GET', '/{db}/one/photo.png', { headers: { range } });
	}
	await couch.ask(416, 'GET', '/{db}/one/photo.png', { headers: { range: 'bytes=50-60' } });
	await couch.ask(200, 'GET', '/{db}/one/photo.png', { headers: { range: 'lines=1-2' } });
	await couch.ask(409, 'PUT', '/{db}/one/other.png', { body: 'x', headers: png });
	await couch.ask(409, 'DELETE', '/{db}/one/photo.png');
	const more = await couch.ask(201, 'PUT', `/{db}/one/other.png?rev=${made.json.rev}`, {
		body: 'x',
		headers: png,
		differs: 'ETag'
	});
	await couch.ask(200, 'GET', `/{db}/one/photo.png?rev=${made.json.rev}`);
	await couch.ask(200, 'DELETE', `/{db}/one/photo.png?rev=${more.json.rev}`, { differs: 'ETag' });
	await couch.ask(404, 'GET', '/{db}/one/photo.png');
	await couch.ask(404, 'GET', '/{db}/none/photo.png');
	await couch.ask(200, 'GET', '/{db}/one');
});

conform('attachments inside documents', async (couch) => {
	const first = { content_type: 'image/png', data: 'aGk=' };
	const made = await couch.ask(201, 'PUT', '/{db}/one', { body: { _attachments: { first, 'a/b': first } } });
	await couch.ask(200, 'GET', '/{db}/one');
	await couch.ask(200, 'GET', '/{db}/one?attachments=true');
	await couch.ask(200, 'GET', `/{db}/one?atts_since=["${made.json.rev}"]`);
	await couch.ask(200, 'GET', '/{db}/one/a/b');
	await couch.ask(200, 'GET', '/{db}/one?open_revs=all&attachments=true');
	await couch.ask(200, 'POST', '/{db}/_bulk_get?attachments=true', { body: { docs: [{ id: 'one' }] } });
	await couch.ask(200, 'GET', '/{db}/_all_docs?include_docs=true&attachments=true');
	await couch.ask(200, 'GET', '/{db}/_changes?include_docs=true&attachments=true');
	const second = { content_type: 'image/gif', data: 'eA==' };
	const body = { _rev: made.json.rev, _attachments: { first: { stub: true }, second } };
	await couch.ask(201, 'PUT', '/{db}/one', { body });
	await couch.ask(200, 'GET', '/{db}/one?attachments=true');
	await couch.ask(404, 'GET', '/{db}/one/a/b');
});

conform('bad attachments are refused', async (couch) => {
	const put = (status: number, facts: unknown) =>
		couch.ask(status, 'PUT', '/{db}/one', { body: { _attachments: facts } });
	await put(400, { a: { content_type: 'image/png', data: '!!!' } });
	await put(400, { _a: { content_type: 'image/png', data: 'aGk=' } });
	await put(412, { a: { stub: true } });
	await put(400, { a: { content_type: 'image/png' } });
	await put(400, []);
	await couch.ask(412, 'POST', '/{db}/_bulk_docs', {
		body: { docs: [{ _id: 'a', _attachments: { x: { stub: true } } }] }
	});
	await couch.ask(400, 'PUT', '/{db}/one', {
		body: { _attachments: { a: 1 } },
		real: 201,
		differs: 'CouchDB drops what it cannot read'
	});
});

conform('documents as multipart, in and out', async (couch) => {
	const doc = {
		_attachments: {
			a: { follows: true, content_type: 'image/png', length: 5 },
			b: { follows: true, content_type: 'image/gif', length: 2 }
		}
	};
	const lines = [
		...['--cut', 'content-type: application/json', '', JSON.stringify(doc)],
		...['--cut', 'content-disposition: attachment; filename="a"', 'content-length: 5', '', 'hello'],
		...['--cut', 'content-disposition: attachment; filename="b"', 'content-length: 2', '', 'hi', '--cut--']
	];
	const headers = { 'content-type': 'multipart/related; boundary="cut"' };
	await couch.ask(201, 'PUT', '/{db}/one', { headers, body: lines.join('\r\n') });
	await couch.ask(200, 'GET', '/{db}/one?attachments=true');
	const order = { differs: 'attachments come in another order' };
	await couch.ask(200, 'GET', '/{db}/one?attachments=true', {
		headers: { accept: 'multipart/related' },
		...order
	});
	await couch.ask(200, 'GET', '/{db}/one?open_revs=all', {
		headers: { accept: 'multipart/mixed' },
		...order
	});
	await couch.ask(200, 'GET', '/{db}/one?open_revs=["1-x"]', {
		headers: { accept: 'multipart/mixed' },
		differs: 'a leading line end'
	});
});
