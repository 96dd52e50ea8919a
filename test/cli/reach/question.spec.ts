// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { worldsOf } from "../../../lib/report/connectivity/worlds";
import { KUBESPHERE_PLACES } from "../../../lib/report/connectivity/places";
import { partyTitle } from "../../../lib/reach/world";
import { BadInput } from "../../../cli/inputs/bad-input";
import { meant } from "../../../cli/reach/parties";
import { parsePort } from "../../../cli/reach/port";
import { answered, type Question } from "../../../cli/reach/question";
import type { Place } from "../../../cli/reach/place";
import { wholeChange } from "../../lib/report/connectivity/cluster";

const CLUSTER = `
{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: empty } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: api, namespace: shop, labels: { app: api } }, spec: { containers: [{ ports: [{ name: http, containerPort: 8080 }] }] }, status: { podIP: 10.0.0.1 } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: db, namespace: shop, labels: { app: db } } }
---
{ apiVersion: v1, kind: Service, metadata: { name: front, namespace: shop }, spec: { selector: { app: api }, ports: [{ port: 80, targetPort: http }, { port: 81, targetPort: 8081 }, { port: 82 }] } }
---
{ apiVersion: v1, kind: Service, metadata: { name: outside, namespace: shop }, spec: { ports: [{ port: 80 }] } }`;

const CLOSED = `${CLUSTER}
---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: own, namespace: shop }, spec: { podSelector: { matchLabels: { app: api } }, ingress: [{ ports: [{ port: 8080 }] }] } }`;

function place(before: string, after?: string): Place {
    const change = wholeChange(before, after ?? before);
    const worlds = worldsOf(change, KUBESPHERE_PLACES);
    const [now, later] = [
        { objects: change.before, world: worlds.before },
        { objects: change.after, world: worlds.after },
    ];
    return { now, ...(after !== undefined && { after: later }), notes: [] };
}

function named(text: string): string[] {
    const { objects, world } = place(CLUSTER).now;
    return meant(text, objects, world).parties.map(partyTitle);
}

function refused(ask: () => unknown): string {
    try {
        ask();
    } catch (error) {
        assert.ok(error instanceof BadInput, String(error));
        return error.message;
    }
    return assert.fail("It is taken.");
}

function rows(question: Question, where: Place): string[] {
    return answered(question, where).map(
        ({ from, to, answer, before }) =>
            `${partyTitle(from)} ${partyTitle(to)}: ${before ? `${before.answer?.ports.toString() ?? "-"}, then ` : ""}${answer?.ports.toString() ?? "-"}`,
    );
}

describe("A text that says who is meant", () => {
    const taken: readonly [string, string[]][] = [
        ["shop", ["shop/api", "shop/db"]],
        ["shop/db", ["shop/db"]],
        ["shop/pod/db", ["shop/db"]],
        ["shop/po/db", ["shop/db"]],
        ["shop/front", ["shop/api"]],
        ["shop/svc/front", ["shop/api"]],
        ["10.0.0.1", ["shop/api"]],
        ["10.0.0.2", ["10.0.0.2"]],
        ["fd00::1", ["fd00::1"]],
    ];
    for (const [text, names] of taken) {
        it(`such as ${text} means ${names.join(" and ")}`, () => {
            assert.deepEqual(named(text), names);
        });
    }

    const wrong: readonly [string, string][] = [
        ["shpo", 'There is no namespace "shpo". Did you mean "shop"?'],
        ["nowhere", 'There is no namespace "nowhere".'],
        ["empty", 'The namespace "empty" has no pods.'],
        ["shop/ap", 'There is no workload, pod or service "ap" in shop. Did you mean "api"?'],
        ["shop/deploy/api", 'There is no Deployment "api" in shop. Pod/api is there.'],
        ["shop/outside", 'The service "shop/outside" has no pods. Ask for an address that it leads to.'],
        [
            "10.0.0.0/24",
            '"10.0.0.0/24" is a block of addresses, of which some may be let through and others not. Ask for one of them, such as 10.0.0.0.',
        ],
    ];
    for (const [text, message] of wrong) {
        it(`such as ${text} is refused in words`, () => {
            assert.equal(
                refused(() => named(text)),
                message,
            );
        });
    }
});

describe("A port that is asked about", () => {
    it("is one of TCP unless it says otherwise", () => {
        assert.deepEqual(parsePort("8080"), { protocol: "TCP", port: 8080 });
        assert.deepEqual(parsePort("53/udp"), { protocol: "UDP", port: 53 });
    });

    for (const text of ["0", "65536", "http", "80/ICMP", "-1", ""]) {
        it(`is refused in words if it is "${text}"`, () => {
            assert.equal(
                refused(() => parsePort(text)),
                `'--port' (${text}) must be a port from 1 to 65535, with a protocol behind it unless it is TCP, such as 8080 or 53/UDP.`,
            );
        });
    }
});

describe("A question who reaches whom", () => {
    it("is answered for each pair, but for nobody with itself", () => {
        assert.deepEqual(rows({ from: "shop", to: "shop" }, place(CLOSED)), [
            "shop/api shop/db: all ports",
            "shop/db shop/api: TCP 8080",
        ]);
    });

    it("is answered for one with itself where nobody else is meant", () => {
        assert.deepEqual(rows({ from: "shop/api", to: "shop/api" }, place(CLOSED)), ["shop/api shop/api: TCP 8080"]);
    });

    it("is about the port that is named", () => {
        const ask = (port: string): string[] => rows({ from: "shop/db", to: "shop/api", port }, place(CLOSED));
        assert.deepEqual(ask("8080"), ["shop/db shop/api: TCP 8080"]);
        assert.deepEqual(ask("8080/UDP"), ["shop/db shop/api: none"]);
    });

    it("is about the ports of pods behind those of a service", () => {
        const ask = (port?: string): string[] => rows({ from: "shop/db", to: "shop/front", port }, place(CLOSED));
        assert.deepEqual(ask("80"), ["shop/db shop/api: TCP 8080"]);
        assert.deepEqual(ask("81"), ["shop/db shop/api: none"]);
        assert.deepEqual(ask(), ["shop/db shop/api: TCP 8080"]);
        assert.equal(
            refused(() => ask("8080")),
            'The service "shop/front" does not have this port. It has: 80/TCP, 81/TCP, 82/TCP.',
        );
    });

    it("is answered before and after a change", () => {
        assert.deepEqual(rows({ from: "shop/db", to: "shop/api" }, place(CLUSTER, CLOSED)), [
            "shop/db shop/api: all ports, then TCP 8080",
        ]);
    });

    it("is answered about who comes and who goes", () => {
        const more = `${CLUSTER}\n---\n{ apiVersion: v1, kind: Pod, metadata: { name: new, namespace: shop } }`;
        assert.deepEqual(rows({ from: "shop/new", to: "shop/db" }, place(CLUSTER, more)), [
            "shop/new shop/db: -, then all ports",
        ]);
        assert.deepEqual(rows({ from: "shop/new", to: "shop/db" }, place(more, CLUSTER)), [
            "shop/new shop/db: all ports, then -",
        ]);
    });

    it("is refused in words if somebody is never there, or nobody is named", () => {
        assert.equal(
            refused(() => rows({ from: "shop/nobody", to: "shop/db" }, place(CLUSTER, CLOSED))),
            'There is no workload, pod or service "nobody" in shop.',
        );
        assert.equal(
            refused(() => rows({ from: "shop" }, place(CLUSTER))),
            "Say who reaches whom, or give --all. See: ksnet reach --help",
        );
    });
});
