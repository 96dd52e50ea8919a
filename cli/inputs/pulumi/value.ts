// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

/** Texts that stand for a value that is not known yet. Source: proxy.js of @pulumi/policy. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Key of a mapping that is no plain value but a secret, an asset or the like. Source: sdk/nodejs/runtime/rpc.ts of Pulumi. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What a preview writes in place of a secret. */
const HIDDEN = "[secret]";

/** A value as Pulumi writes it in JSON. Secrets are as unknown as what comes with the update, lest a message shows one. */
export function treeOfPulumi(value: unknown): Tree {
    if (Array.isArray(value)) {
        return value.map(treeOfPulumi);
    }
    if (isMapping(value)) {
        return SIGNATURE in value
            ? UNKNOWN
            : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, treeOfPulumi(item)]));
    }
    return UNKNOWNS.has(value) || value === HIDDEN ? UNKNOWN : value;
}
