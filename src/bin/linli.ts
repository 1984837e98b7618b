#!/usr/bin/env node
import { runCli } from '../lib/server/cli/cli';

process.exitCode = await runCli(process.argv.slice(2), {
	env: process.env,
	watched: process.stderr.isTTY === true,
	out: (text) => process.stdout.write(text),
	err: (text) => process.stderr.write(text)
});
