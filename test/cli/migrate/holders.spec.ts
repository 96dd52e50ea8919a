// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { ManagedFields } from "../../../cli/cluster/managed-fields";
import { givenBack, keyHolders } from "../../../cli/migrate/namespaces/holders";
import type { NamespaceMove } from "../../../lib/migration/plan";

const LABEL = "ippool.network.kubesphere.io/old";
const ANNOTATION = "cni.projectcalico.org/ipv4pools";
const BEFORE = { labels: { [LABEL]: "" }, annotations: { [ANNOTATION]: '["old"]' } };
const MOVE: NamespaceMove = { namespace: "shop", before: BEFORE, both: BEFORE, narrowed: BEFORE, after: BEFORE };

const entry = (manager: string, metadata: object, more: Partial<ManagedFields> = {}): ManagedFields => ({
    ...{ manager, operation: "Apply", apiVersion: "v1", fieldsType: "FieldsV1" },
    fieldsV1: { "f:metadata": metadata },
    ...more,
});
const STACK = entry("stack", { "f:labels": { [`f:${LABEL}`]: {} }, "f:annotations": { [`f:${ANNOTATION}`]: {} } });

describe("The holders of a binding", () => {
    it("are those who have its keys, but not ksnet, and not who writes the status", () => {
        const others = [
            entry("team", { "f:labels": { "f:team": {} } }),
            entry("ksnet", { "f:labels": { [`f:${LABEL}`]: {} } }),
            entry("status", { "f:labels": { [`f:${LABEL}`]: {} } }, { subresource: "status" }),
            { manager: "nobody" },
        ];
        assert.deepEqual(keyHolders(MOVE, [STACK, ...others]), [
            { manager: "stack", operation: "Apply", apiVersion: "v1", labels: [LABEL], annotations: [ANNOTATION] },
        ]);
    });

    it("get their keys back, with what else they have by now, or in an entry of their own", () => {
        const holders = keyHolders(MOVE, [STACK]);
        assert.deepEqual(givenBack(MOVE, holders, { ...BEFORE, managedFields: [] }), [STACK]);
        const others = { "f:annotations": { "f:note": {} }, "f:labels": { "f:team": {} } };
        const updates = entry("stack", {}, { operation: "Update" });
        assert.deepEqual(givenBack(MOVE, holders, { ...BEFORE, managedFields: [updates, entry("stack", others)] }), [
            updates,
            entry("stack", {
                "f:annotations": { "f:note": {}, [`f:${ANNOTATION}`]: {} },
                "f:labels": { "f:team": {}, [`f:${LABEL}`]: {} },
            }),
        ]);
    });

    it("get no key that is not as it was before", () => {
        const live = { labels: {}, annotations: { [ANNOTATION]: '["other"]' }, managedFields: [] };
        assert.deepEqual(givenBack(MOVE, keyHolders(MOVE, [STACK]), live), []);
    });
});
