// SPDX-License-Identifier: Apache-2.0
// What is drawn, and where. How it looks in a browser is tested in html-browser.spec.ts.
import assert from "node:assert/strict";
import fc from "fast-check";
import { htmlReport } from "../../../cli/report/outputs/html";
import type { Box } from "../../../cli/report/outputs/html/picture/boxes";
import { picturesOf } from "../../../cli/report/outputs/html/picture/build";
import type { Cable } from "../../../cli/report/outputs/html/picture/cables";
import { fitted, widthOf } from "../../../cli/report/outputs/html/picture/fitted";
import { type Layout, layoutOf } from "../../../cli/report/outputs/html/picture/layout";
import type { Picture } from "../../../cli/report/outputs/html/picture/model";
import type { BindingCell, ConnectionChange, Parties, Report } from "kubesphere-network/lib/report/report";
import { sampleReport } from "../../lib/report/sample";
import { largeReport } from "./html-reports";
import { QUIET } from "./reports";

function party(namespaces: readonly string[], ranges: readonly string[] = []): Parties {
    return { text: "a group", namespaces: namespaces.map((name) => ({ name, workloads: "all" as const })), ranges };
}

function connection(from: Parties, to: Parties): ConnectionChange {
    return { change: "lost", from, to, before: "all ports", after: "none", decidedBy: [] };
}

function connected(...changes: ConnectionChange[]): Report {
    const basis = { namespaces: 0, workloads: 0, policies: 0 };
    return { ...QUIET, connectivity: [{ basis, answers: [], changes, counts: { lost: 0, gained: 0, changed: 0 } }] };
}

function bound(pools: readonly string[], rows: Readonly<Record<string, readonly BindingCell[]>>): Report {
    const named = Object.entries(rows).map(([namespace, cells]) => ({ namespace, cells }));
    return { ...QUIET, bindings: [{ pools, rows: named }] };
}

function only(report: Report): Picture {
    const pictures = picturesOf(report);
    assert.equal(pictures.length, 1);
    return pictures[0]!;
}

/** Names of pools, namespaces and others of a picture. */
function names({ pools, groups, others }: Picture): string[][] {
    const namespaces = groups.flatMap((group) => group.namespaces);
    return [pools, namespaces, others].map((nodes) => nodes.map(({ name }) => name));
}

describe("The picture of a report", () => {
    it("has pools, namespaces by workspace, and what is connected with them", () => {
        const picture = only(sampleReport);
        assert.deepEqual(
            picture.groups.map(({ workspace, namespaces }) => [workspace, namespaces.map(({ name }) => name)]),
            [
                ["data", ["ingestion", "reports"]],
                ["payments", []],
                [undefined, ["fraud", "ledger", "shop-api", "shop-web"]],
            ],
        );
        assert.deepEqual(names(picture)[0], ["data", "legacy", "reports", "retail"]);
        assert.deepEqual(names(picture)[2], ["192.168.10.0/25"]);
    });

    it("is drawn of each cluster in which something changes", () => {
        const [pool] = sampleReport.pools;
        const pools = [
            { ...pool!, cluster: "a" },
            { ...pool!, cluster: "b", change: "unchanged" as const },
            { ...pool!, cluster: "c" },
        ];
        assert.deepEqual(
            picturesOf({ ...QUIET, pools }).map(({ cluster }) => cluster),
            ["a", "c"],
        );
        assert.deepEqual(picturesOf(QUIET), []);
    });

    it("shows what does not change as one pool and one namespace, unless there is but one", () => {
        const moved = { moved: ["added", "none", "none"] } as const;
        const same = { a: ["none", "kept", "none"], b: ["none", "none", "kept"] } as const;
        assert.deepEqual(names(only(bound(["new", "x", "y"], { ...moved, ...same }))), [
            ["new", "2 more pools"],
            ["2 more namespaces", "moved"],
            [],
        ]);
        assert.deepEqual(names(only(bound(["new", "x", "y"], { ...moved, a: same.a }))), [
            ["new", "x"],
            ["a", "moved"],
            [],
        ]);
    });

    it("shows isolation that stays only where something else changes", () => {
        const policies = { created: [], changed: [], deleted: [], purged: [] };
        const isolation = ["a", "b", "moved"].flatMap((name) =>
            (["project", "workspace"] as const).map(
                (kind) => ({ kind, name, before: "on", after: "on", policies }) as const,
            ),
        );
        const { groups } = only({ ...bound(["new"], { moved: ["added"] }), isolation });
        assert.deepEqual(
            groups.map(({ workspace, namespaces }) => [
                workspace,
                namespaces.map((node) => [node.name, node.isolation?.after]),
            ]),
            [
                [
                    undefined,
                    [
                        ["2 more namespaces", undefined],
                        ["moved", "on"],
                    ],
                ],
            ],
        );
    });

    it("shows who uses a pool that changes, as a table does", () => {
        const page = htmlReport({ ...bound(["retail"], { a: ["kept"] }), pools: sampleReport.pools });
        assert.match(page, /<title>retail is kept by a<\/title>/);
        assert.match(page, /<span class="tone-quiet">= keeps<\/span>/);
    });

    it("names the pool of a namespace also where pools share a box", () => {
        const { bindings } = only(
            bound(["new", "x", "y", "z"], {
                n: ["added", "kept", "none", "none"],
                m: ["added", "kept", "kept", "kept"],
                o: ["none", "none", "kept", "none"],
            }),
        );
        assert.deepEqual(
            bindings.map(({ namespace, poolText, fate }) => `${namespace.name} ${fate} ${poolText}`),
            ["n added new", "n kept x", "m added new", "m kept 3 pools", "o kept y"],
        );
    });

    it("shows more than six ends of a side as one group, and a side without ends by its text", () => {
        const six = ["a", "b", "c", "d", "e", "f"];
        assert.deepEqual(names(only(connected(connection(party(six), party(["z"]))))), [[], [...six, "z"], []]);
        assert.deepEqual(names(only(connected(connection(party([...six, "g"]), party(["z"]))))), [
            [],
            ["z"],
            ["a group"],
        ]);
        assert.deepEqual(names(only(connected(connection(party([]), party(["z"]))))), [[], ["z"], ["a group"]]);
    });

    it("draws no more than anybody can read, and counts the rest", () => {
        const picture = only(largeReport());
        assert.equal(picture.wires.length + picture.undrawn, 300);
        assert.equal(picture.wires.length, 45);
        assert.deepEqual(names(picture)[0], ["19 more pools", "pool-of-department-3"]);
        const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`n${index}`, ["added"] as const]));
        assert.equal(names(only(bound(["p"], many)))[1]!.length, 101);
    });
});

const namespace = fc.integer({ min: 0, max: 14 }).map((index) => `namespace-${index}`);
const range = fc.integer({ min: 0, max: 4 }).map((index) => `10.${index}.0.0/16`);
const parties = fc
    .tuple(fc.uniqueArray(namespace, { maxLength: 8 }), fc.uniqueArray(range, { maxLength: 2 }))
    .map(([namespaces, ranges]) => party(namespaces, ranges));
const anyPicture = fc
    .record({
        changes: fc.array(
            fc.record({ from: parties, to: parties, change: fc.constantFrom("lost", "gained", "changed") }),
            {
                maxLength: 25,
            },
        ),
        rows: fc.uniqueArray(
            fc.record({
                namespace,
                workspace: fc.constantFrom(undefined, "one", "two"),
                cells: fc.array(fc.constantFrom("none", "kept", "added", "removed"), { minLength: 6, maxLength: 6 }),
            }),
            { selector: (row) => row.namespace },
        ),
    })
    .map(({ changes, rows }) =>
        picturesOf({
            ...connected(...changes.map((change) => ({ ...change, before: "TCP 80", after: "none", decidedBy: [] }))),
            bindings: [{ pools: ["a", "b", "c", "d", "e", "f"], rows }],
        }),
    )
    .filter((pictures) => pictures.length > 0)
    .map(([picture]) => layoutOf(picture!));

/** A straight part of a line. */
interface Part {
    readonly cable: Cable;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
}

function partsOf({ buses, wires }: Layout): Part[] {
    return [...buses, ...wires].flatMap((cable) => {
        const ends = [...cable.from, ...cable.to];
        const ys = ends.map(({ y }) => y);
        return [
            { cable, left: cable.x, right: cable.x, top: Math.min(...ys), bottom: Math.max(...ys) },
            ...ends.map(({ x, y }) => ({
                cable,
                left: Math.min(x, cable.x),
                right: Math.max(x, cable.x),
                top: y,
                bottom: y,
            })),
        ];
    });
}

function asPart({ x, y, width, height }: Box): Omit<Part, "cable"> {
    return { left: x, right: x + width, top: y, bottom: y + height };
}

function meet(a: Omit<Part, "cable">, b: Omit<Part, "cable">): boolean {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a part of a line lies on a part of another one, not only across it. */
function coincide(a: Part, b: Part): boolean {
    const isAcross = (a.left === a.right) !== (b.left === b.right);
    return (
        a.cable !== b.cable &&
        !isAcross &&
        meet({ ...a, right: a.right + 1, bottom: a.bottom + 1 }, { ...b, right: b.right + 1, bottom: b.bottom + 1 })
    );
}

function pairs<T>(items: readonly T[]): [T, T][] {
    return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}

describe("The layout of a picture", () => {
    const always = (holds: (layout: Layout) => void): void => {
        fc.assert(fc.property(anyPicture, holds), { numRuns: 150 });
        holds(layoutOf(only(sampleReport)));
        holds(layoutOf(only(largeReport())));
    };

    it("puts no box on another one", () => {
        always(({ pools, namespaces, others, frames }) => {
            for (const boxes of [
                [...pools, ...namespaces, ...others],
                [...pools, ...frames, ...others],
            ]) {
                assert.deepEqual(
                    pairs(boxes.map(asPart)).filter(([a, b]) => meet(a, b)),
                    [],
                );
            }
        });
    });

    it("keeps everything in the picture, and namespaces in the frames of their workspaces", () => {
        always(({ width, height, frames, pools, namespaces, others }) => {
            for (const box of [...frames, ...pools, ...namespaces, ...others]) {
                assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
            }
            for (const { group, ...frame } of frames) {
                for (const box of namespaces.filter(({ node }) => group.namespaces.includes(node))) {
                    assert.ok(box.y > frame.y && box.y + box.height < frame.y + frame.height);
                }
            }
        });
    });

    it("leads no line through a box or along another line", () => {
        always((layout) => {
            const boxes = [...layout.pools, ...layout.namespaces, ...layout.others].map(asPart);
            const parts = partsOf(layout);
            assert.deepEqual(
                parts.filter((part) => boxes.some((box) => meet(part, box))),
                [],
            );
            assert.deepEqual(
                pairs(parts).filter(([a, b]) => coincide(a, b)),
                [],
            );
        });
    });

    it("leads every line from all that it comes from to all that it goes to", () => {
        const { buses, wires } = layoutOf(only(sampleReport));
        const ends = ({ title, from, to }: Cable): unknown => [title.split(" ")[0], from.length, to.length];
        assert.deepEqual(buses.map(ends), [
            ["retail", 1, 1],
            ["data", 1, 1],
            ["data", 1, 1],
            ["reports", 1, 1],
        ]);
        assert.deepEqual(wires.map(ends), [
            ["lost:", 1, 1],
            ["gained:", 1, 1],
            ["changed:", 1, 1],
        ]);
    });
});

describe("A label of a picture", () => {
    it("is whole where it fits, and else without its middle", () => {
        assert.equal(fitted("department-one-frontend", 400, 14), "department-one-frontend");
        assert.equal(fitted("department-one-frontend", 120, 14), "depar…ntend");
    });

    it("is never wider than its room, and never longer than it was", () => {
        fc.assert(
            fc.property(
                fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }),
                fc.integer({ min: 40, max: 400 }),
                (text, width) => {
                    const shown = fitted(text, width, 12);
                    assert.ok(widthOf(shown, 12) <= width, shown);
                },
            ),
        );
    });
});
