// SPDX-License-Identifier: Apache-2.0
// A fake API server that other people write to while a stack takes its fields.
import assert from "node:assert/strict";
import type { Claim } from "../../../../cli/adopt/ownership/claims";
import { take } from "../../../../cli/adopt/ownership/take";
import { clusterAt } from "../../../../cli/cluster/cluster";
import type { ApiRequest } from "../../../../components/cluster/request";
import { NAMESPACE } from "../../../../lib/kinds";

const MANAGER = "pulumi-kubernetes-0123abcd";
const LABELS = { "f:metadata": { "f:labels": { "f:a": {} } } };

interface Fake {
    readonly claim: Claim;
    /** What was sent, as "METHOD content type: body". */
    readonly sent: ApiRequest[];
}

/** A namespace that somebody writes to as often as is said before the stack gets its turn, and that is deleted then if told so. */
function busy({ times, isDeleted = false }: { times: number; isDeleted?: boolean }): Fake {
    const sent: ApiRequest[] = [];
    let version = 1;
    const namespace = () => ({
        metadata: {
            ...{ name: "shop", uid: "1", resourceVersion: String(version) },
            managedFields: [
                { manager: MANAGER, operation: "Apply", fieldsV1: LABELS },
                { manager: `somebody-${version}`, operation: "Update", fieldsV1: LABELS },
            ],
        },
    });
    const answer = (status: number, body: object) => Promise.resolve({ status, body: JSON.stringify(body) });
    const cluster = clusterAt("here", (request) => {
        sent.push(request);
        if (request.contentType !== "application/json-patch+json") {
            const isGone = isDeleted && request.method === "GET";
            return isGone ? answer(404, { message: "not found" }) : answer(200, namespace());
        }
        if (version <= times) {
            version++;
            return answer(409, { message: "the object has been modified" });
        }
        return answer(200, namespace());
    });
    const fields = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { a: "" } } };
    const wanted = { kind: NAMESPACE, name: "shop", uid: "1", fields, fieldManager: MANAGER };
    return { claim: { wanted, cluster, takes: [], writes: [] }, sent };
}

const patches = (sent: readonly ApiRequest[]): unknown[] =>
    sent
        .filter(({ contentType }) => contentType === "application/json-patch+json")
        .map(({ body = "" }) => JSON.parse(body) as unknown);

const owned = (version: string): object[] => [
    {
        op: "replace",
        path: "/metadata/managedFields",
        value: [{ manager: MANAGER, operation: "Apply", fieldsV1: LABELS }],
    },
    { op: "replace", path: "/metadata/resourceVersion", value: version },
];

describe("Taking the fields of an object that others write to at the same time", () => {
    it("goes on with the object as it is by then, so that nobody's write is lost", async () => {
        const { claim, sent } = busy({ times: 2 });
        await take(claim);
        assert.deepEqual(patches(sent), [owned("1"), owned("2"), owned("3")]);
    });

    it("gives way to somebody who writes all the time, with what the server says", async () => {
        const { claim, sent } = busy({ times: Infinity });
        await assert.rejects(take(claim), { name: "Refused", message: "the object has been modified", status: 409 });
        assert.equal(patches(sent).length, 5);
    });

    it("says so where the object was deleted meanwhile", async () => {
        const { claim } = busy({ times: 1, isDeleted: true });
        await assert.rejects(take(claim), {
            name: "Refused",
            message: "somebody has deleted it meanwhile",
            status: 404,
        });
    });
});
