// SPDX-License-Identifier: Apache-2.0
// What SARIF 2.1.0 asks of a log, written by hand from the specification, and only of the parts that ksnet writes: it does
// not take what the standard has beyond them. No package brings the standard's own schema along.
// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { Ajv, type ValidateFunction } from "ajv";

/** An object with these properties and no other. */
function object(properties: object, ...required: string[]): object {
    return { type: "object", additionalProperties: false, properties, required };
}

const text = { type: "string", minLength: 1 };
const level = { enum: ["none", "note", "warning", "error"] };
const wholeUri = { type: "string", format: "uri" };
const from1 = { type: "integer", minimum: 1 };

// 3.11 and 3.12: a message has plain text, whatever else it has.
const message = object({ text }, "text");
const multiformat = object({ text, markdown: text }, "text");

// 3.4: where a file is; a relative one says from where.
const artifactLocation = {
    ...object({ uri: { type: "string", format: "uri-reference" }, uriBaseId: text }, "uri"),
    if: { required: ["uriBaseId"] },
    then: { properties: { uri: { not: wholeUri } } },
    else: { properties: { uri: wholeUri } },
};
const region = object({ startLine: from1, startColumn: from1 }, "startLine");
const physicalLocation = object({ artifactLocation, region }, "artifactLocation");
// 3.33: where something is that is no file.
const logicalLocation = object({ name: text, fullyQualifiedName: text, kind: text });
const location = {
    ...object({ physicalLocation, logicalLocations: { type: "array", minItems: 1, items: logicalLocation } }),
    minProperties: 1,
};

// 3.49: a rule has an id; 3.8: tags are unique.
const rule = object(
    {
        id: text,
        shortDescription: multiformat,
        fullDescription: multiformat,
        helpUri: wholeUri,
        help: multiformat,
        defaultConfiguration: object({ level }),
        properties: object({ tags: { type: "array", uniqueItems: true, items: text } }),
    },
    "id",
);

// 3.27: what was found has a message.
const result = object(
    {
        ruleId: text,
        ruleIndex: { type: "integer", minimum: 0 },
        level,
        message,
        locations: { type: "array", items: location },
        partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    },
    "message",
);

const driver = object({ name: text, version: text, rules: { type: "array", uniqueItems: true, items: rule } }, "name");
const run = object(
    {
        tool: object({ driver }, "driver"),
        columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
        results: { type: "array", items: result },
    },
    "tool",
);

const LOG = object(
    { $schema: wholeUri, version: { const: "2.1.0" }, runs: { type: "array", items: run } },
    "version",
    "runs",
);

/** Says whether something is a SARIF log of the kind that ksnet writes. */
export function sarifValidator(): ValidateFunction {
    const ajv = new Ajv({ allErrors: true });
    // RFC 3986: characters that may stand in a URI, "%" only before two hexadecimal digits.
    const reference = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/;
    ajv.addFormat("uri-reference", reference);
    ajv.addFormat("uri", (uri) => /^[A-Za-z][A-Za-z\d+.-]*:/.test(uri) && reference.test(uri));
    return ajv.compile(LOG);
}
