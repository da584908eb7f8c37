/*
 * document.mjs: what api/openapi.yaml says of an exchange: which operation it
 * is, and what the answer must be like.
 *
 * SPDX-License-Identifier: MIT
 */
import fs from "node:fs";
import Ajv from "ajv/dist/2020.js";
import yaml from "js-yaml";
import { header, textOf } from "./messages.mjs";

const METHODS = ["get", "head", "post", "put", "patch", "delete", "options",
	"trace"];

/* Of the document in file. */
export class Document {
	constructor(file) {
		this.root = yaml.load(fs.readFileSync(file, "utf8"));
		this.ajv = new Ajv({ strict: false, allErrors: true });
		this.ajv.addSchema(this.root, "openapi.yaml");
		this.validators = new Map(); /* by schema */
		this.seen = new Set(); /* "GET /users 200" */
		this.operations = this.listOperations();
	}

	/* What a reference stands for; anything else stands for itself. */
	resolve(node) {
		if (node?.$ref === undefined)
			return node;
		return node.$ref.slice(2).split("/").reduce((found, name) =>
			found[name.replaceAll("~1", "/").replaceAll("~0", "~")],
		this.root);
	}

	/* All operations, a row each. */
	listOperations() {
		return Object.entries(this.root.paths).flatMap(([path, item]) =>
			METHODS.filter((method) => item[method]).map((method) => ({
				...item[method],
				path,
				method: method.toUpperCase(),
				name: `${method.toUpperCase()} ${path}`,
				parameters: [...item.parameters || [],
					...item[method].parameters || []]
					.map((p) => this.resolve(p)),
				body: this.resolve(item[method].requestBody),
			})));
	}

	/* Which operation is it? A path is compared decoded and whole. */
	find({ method, target }) {
		let path = (target || "").replace(/^https?:\/\/[^/]*/, "")
			.split("?")[0];
		try {
			path = decodeURIComponent(path);
		} catch {
			return undefined;
		}
		return this.operations.find((op) => op.method === method &&
			new RegExp(`^${op.path.replaceAll(".", "\\.")
				.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path));
	}

	/* All that is wrong with value, by a schema of the document: a sentence, or
	 * "". References are to the document. */
	faults(schema, value) {
		if (!this.validators.has(schema)) {
			const text = JSON.stringify(schema)
				.replaceAll('"#/', '"openapi.yaml#/');
			this.validators.set(schema, this.ajv.compile(JSON.parse(text)));
		}
		const validate = this.validators.get(schema);
		return validate(value) ? "" : this.ajv.errorsText(validate.errors);
	}

	/* What is wrong with the answer to request, a sentence each. */
	check(request, answer) {
		const any = this.root["x-any-request"];
		const operation = this.find(request);
		const status = answer.status;
		/* A fault on purpose may have a status that means something else. */
		const asked = request.method === "HEAD" && status >= "400" &&
			header(request, "Docking-Fault")?.startsWith("status:");
		const entry = asked || /"type":"Fault"/.test(answer.body)
			? `${status[0]}XX` : status;
		const own = this.resolve(operation?.responses[entry]);
		const response = own || this.resolve(any.responses[status]);
		if (own)
			this.seen.add(`${operation.name} ${entry}`);
		else if (response)
			this.seen.add(`any request ${status}`);
		if (!response)
			return [`${status} is not documented`];
		if (operation && !own && ["404", "405"].includes(status))
			return [`${status}, but this is an operation`];
		return [...this.checkHeaders(response, any.headers, answer),
			...this.checkBody(request, response, answer),
			...(status < "400" && operation
				? this.checkAccepted(request, operation) : [])];
	}

	/* Each header is documented, and says what it may. */
	checkHeaders(response, common, answer) {
		const known = Object.entries({ ...common, ...response.headers })
			.map(([name, h]) => [name.toLowerCase(), this.resolve(h)]);
		const names = new Set(known.map(([name]) => name));
		const strange = answer.headers.filter(([name]) =>
			name !== "content-type" && !names.has(name));
		const wrong = known.map(([name, { schema, required }]) => {
			const value = header(answer, name);
			if (value === undefined)
				return required ? `${name}: is missing` : "";
			const faults = this.faults(schema, value);
			return faults && `${name}: ${value}: ${faults}`;
		});
		return [...strange.map(([name]) => `${name}: is not documented`),
			...wrong.filter(Boolean)];
	}

	/* The body has the documented type, and is by its schema. */
	checkBody({ method }, response, answer) {
		const type = header(answer, "Content-Type");
		if (!response.content || type === undefined) {
			const none = method === "OPTIONS" || !response.content;
			return none && type === undefined && answer.body === ""
				? [] : ["has a body of an undocumented type, or none"];
		}
		const media = response.content[type];
		if (!media)
			return [`a body of type ${type} is not documented`];
		if (method === "HEAD")
			return answer.body === "" ? [] : ["has a body"];
		let value = textOf(answer.body);
		if (/[/+]json$/.test(type))
			try {
				value = JSON.parse(value);
			} catch (error) {
				return [`the body: ${error.message}`];
			}
		const faults = this.faults(media.schema, value);
		return faults ? [`the body: ${faults}: ${textOf(answer.body)}`] : [];
	}

	/* What was taken is documented as well: each parameter, and the body. */
	checkAccepted(request, operation) {
		if (request.method === "OPTIONS")
			return [];
		const query = (request.target.split("?")[1] || "").split("&")
			.filter(Boolean).map((part) => decodeURIComponent(
				part.split("=")[0].replaceAll("+", " ")));
		const inQuery = operation.parameters.filter((p) => p.in === "query");
		const known = (name) => inQuery.some((p) => p.name === name ||
			(p.explode && Object.keys(p.schema.patternProperties)
				.some((pattern) => new RegExp(pattern).test(name))));
		const strange = query.filter((name) => !known(name))
			.map((name) => `takes the undocumented parameter '${name}'`);
		const schema = operation.body &&
			Object.values(operation.body.content)[0].schema;
		const faults = schema &&
			this.faults(schema, JSON.parse(textOf(request.body)));
		return faults ? [...strange, `takes a body: ${faults}`] : strange;
	}

	/* What is documented and was never answered: "GET /users 200" each. */
	unseen() {
		const all = [...this.operations.flatMap((op) =>
			Object.keys(op.responses).map((s) => `${op.name} ${s}`)),
		...Object.entries(this.root["x-any-request"].responses)
			.filter(([, r]) => !r["x-tested-by"])
			.map(([s]) => `any request ${s}`)];
		return all.filter((what) => !this.seen.has(what));
	}
}
