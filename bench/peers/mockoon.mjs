/*
 * mockoon.mjs DATA PORT DELAY_MS: Mockoon's configuration for the records in
 * DATA (JSON: users, customers), on standard output: a CRUD route for each.
 *
 * SPDX-License-Identifier: MIT
 */
import fs from "node:fs";

const data = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const names = ["users", "customers"];
console.log(JSON.stringify({
	uuid: "docking",
	name: "Docking API",
	hostname: "127.0.0.1",
	port: Number(process.argv[3]),
	latency: Number(process.argv[4]),
	data: names.map((name) => ({
		uuid: `data-${name}`,
		id: name,
		name,
		documentation: "",
		value: JSON.stringify(data[name]),
	})),
	routes: names.map((name) => ({
		uuid: `route-${name}`,
		type: "crud",
		method: "",
		endpoint: name,
		responses: [{
			uuid: `response-${name}`,
			statusCode: 200,
			latency: 0,
			headers: [{ key: "Content-Type",
				value: "application/json" }],
			bodyType: "DATABUCKET",
			databucketID: name,
			default: true,
			crudKey: "id",
		}],
	})),
	rootChildren: names.map((name) => ({ type: "route",
		uuid: `route-${name}` })),
}));
