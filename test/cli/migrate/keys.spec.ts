// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { differencesFrom, openTo, type Place } from "../../../cli/migrate/namespaces/keys";
import { changedMoves } from "../../../cli/migrate/namespaces/moves";
import type { ObjectMeta } from "../../../lib/cluster/objects";
import type { BindingMetadata, NamespaceMove } from "../../../lib/migration/plan";

const OLD = "ippool.network.kubesphere.io/a";
const NEW = "ippool.network.kubesphere.io/b";
const LIST = "cni.projectcalico.org/ipv4pools";
const POOLS = {
    from: { name: "a", cidr: "10.0.0.0/24", family: 4, disabled: false },
    to: { name: "b", cidr: "10.1.0.0/24", family: 4, disabled: false },
} as const;

const at = (old: string | null, next: string | null, list: string | null): BindingMetadata => ({
    labels: { [OLD]: old, [NEW]: next },
    annotations: { [LIST]: list },
});

const LISTED: NamespaceMove = {
    namespace: "shop",
    before: at("", null, '["a"]'),
    both: at("", "", '["b","a"]'),
    narrowed: at("", "", '["b"]'),
    after: at(null, "", '["b"]'),
};
/** Bound by labels alone: an annotation is there only on the way. */
const LABELLED: NamespaceMove = {
    namespace: "shop",
    before: at("", null, null),
    both: at("", "", null),
    narrowed: at("", "", '["b"]'),
    after: at(null, "", null),
};
const PLACES: readonly Place[] = ["before", "both", "narrowed", "after"];

/** A namespace with these labels and annotations; null is not there. */
function meta({ labels, annotations }: BindingMetadata): ObjectMeta {
    const there = (all: Readonly<Record<string, string | null>>): Record<string, string> =>
        Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
    return { labels: there(labels), annotations: there(annotations) };
}

/** The namespace once the differences are written. */
function written(move: NamespaceMove, place: Place, live: BindingMetadata): BindingMetadata {
    const next = { labels: { ...live.labels }, annotations: { ...live.annotations } };
    for (const { part, key, wanted } of openTo(move, place, meta(live), POOLS)) {
        next[part][key] = wanted;
    }
    return next;
}

const open = (move: NamespaceMove, place: Place, live: BindingMetadata): [string, boolean][] =>
    openTo(move, place, meta(live), POOLS).map(({ key, isForeign }) => [key, isForeign]);

describe("The way of a namespace from one pool to another", () => {
    it("leads from place to place, and is gone once, from wherever a run was killed", () => {
        fc.assert(
            fc.property(fc.constantFrom(LISTED, LABELLED), fc.nat(3), (move, start) => {
                let live = move[PLACES[start]!];
                for (const place of PLACES.slice(1)) {
                    live = written(move, place, live);
                    assert.deepEqual(openTo(move, place, meta(live), POOLS), [], place);
                }
                assert.deepEqual(live, move.after);
            }),
        );
    });

    it("does not lead back what is further on already", () => {
        assert.deepEqual(open(LISTED, "both", LISTED.narrowed), []);
        assert.deepEqual(open(LISTED, "narrowed", LISTED.after), []);
        assert.deepEqual(open(LABELLED, "narrowed", LABELLED.after), []);
        assert.deepEqual(open(LABELLED, "narrowed", LABELLED.both), [[LIST, false]]);
    });

    it("takes what somebody else has written where it does as well", () => {
        assert.deepEqual(open(LISTED, "narrowed", at("", "other", '["b", "c"]')), []);
        assert.deepEqual(open(LISTED, "after", at("", "", '["10.1.0.0/24"]')), [[OLD, false]]);
    });

    it("names what somebody else has written where it does not", () => {
        assert.deepEqual(open(LISTED, "narrowed", at("", "", '["b","a","c"]')), [[LIST, true]]);
        assert.deepEqual(open(LISTED, "narrowed", at("", "", "broken")), [[LIST, true]]);
        assert.deepEqual(open(LISTED, "both", at("", "", null)), [[LIST, true]]);
    });

    it("leads back to what was before, but for keys that somebody else has written", () => {
        const keys = differencesFrom(LISTED, "before", meta(at("", "", '["c"]'))).map(({ key, isForeign, wanted }) => ({
            key,
            isForeign,
            wanted,
        }));
        assert.deepEqual(keys, [
            { key: NEW, isForeign: false, wanted: null },
            { key: LIST, isForeign: true, wanted: '["a"]' },
        ]);
    });

    it("begins anew for namespaces that are new, and for those whose annotation somebody else has changed", () => {
        const earlier = new Map([["shop", LISTED]]);
        const now: NamespaceMove = { ...LISTED, before: LISTED.both };
        const fresh: NamespaceMove = { ...LISTED, namespace: "new" };
        const changed: NamespaceMove = { ...LISTED, before: at("", "", '["a","c"]') };
        assert.deepEqual(changedMoves([now, fresh], earlier), [fresh]);
        assert.deepEqual(changedMoves([changed], earlier), [{ ...changed, before: at("", null, '["a","c"]') }]);
    });
});
