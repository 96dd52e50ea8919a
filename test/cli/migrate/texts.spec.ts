// SPDX-License-Identifier: Apache-2.0
// What people and programs read, as whole texts.
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { MigrationEvent } from "../../../cli/migrate/journal/events";
import { statusText } from "../../../cli/migrate/outputs/status-text";
import { jsonVoice, planJsonVoice, type Speech, textVoice } from "../../../cli/migrate/outputs/voices";
import { refusalOf } from "../../../cli/migrate/plan";
import type { MigrationStatus } from "../../../cli/migrate/status";
import type { Ending, ShownPlan, Voice } from "../../../cli/migrate/voice";
import { pageFor } from "../../../cli/text/page";
import { IP_RESERVATION } from "../../../lib/kinds";
import { programChange } from "../../../lib/migration/program-change";
import { bound, budget, deployment, namespace, planOf, pod, statefulSet, together } from "../../lib/migration/support";
import { assertGolden } from "./golden";

const PAGE = pageFor({ hasColours: false });

const WORLD = together(
    { namespaces: [bound("shop", "a"), namespace("tools")] },
    deployment("shop/web", ["10.0.0.1", "10.0.0.2"]),
    deployment("shop/cron", ["10.0.0.3"], { metadata: { labels: { "app.kubernetes.io/managed-by": "Helm" } } }),
    statefulSet("shop/db", ["10.0.0.4", "10.0.0.5"], { updateStrategy: { type: "OnDelete" } }),
    deployment("tools/bot", ["10.0.0.6"]),
    { pods: [pod("shop/once", "10.0.0.7")] },
);
const plan = planOf(WORLD, { batchSize: 2 });
const SHOWN: ShownPlan = { plan, program: programChange(plan), through: "kubernetes", notRead: [IP_RESERVATION] };

const REFUSED = planOf(together(WORLD, { budgets: [budget("shop/db", "db", 0)] }));

const ENDING: Ending = { outcome: "planned", reasons: [], next: ["ksnet migrate run a b"], program: [] };

const WEB = { kind: "Deployment", namespace: "shop", name: "web" };
const SHOP = { kind: "Namespace", name: "shop" };
const POOL = { kind: "IPPool", name: "a" };

/** A run from its beginning to its end, as the journal of one would have it. */
const EVENTS: readonly MigrationEvent[] = [
    {
        type: "begun",
        cluster: { context: "test", uid: "1" },
        asked: { from: "a", to: "b" },
        through: "kubernetes",
        plan,
    },
    { type: "stage-begun", stage: "bound" },
    { type: "step-begun", action: "bind", object: SHOP },
    { type: "step-ended", action: "bind", object: SHOP, outcome: "done" },
    { type: "stage-ended", stage: "bound" },
    { type: "stage-begun", stage: "rolled" },
    { type: "step-ended", action: "narrow", object: SHOP, outcome: "already" },
    { type: "batch-begun", batch: 1, workloads: [WEB, { ...WEB, name: "gone" }] },
    { type: "step-ended", action: "roll", object: WEB, outcome: "done" },
    { type: "step-ended", action: "roll", object: { ...WEB, name: "gone" }, outcome: "gone" },
    { type: "batch-ended", batch: 1 },
    { type: "stage-begun", stage: "disabled" },
    { type: "step-ended", action: "disable", object: POOL, outcome: "done" },
    { type: "stage-begun", stage: "handed" },
    { type: "step-ended", action: "hand-back", object: POOL, outcome: "done" },
    { type: "finished" },
];

const STATUS: MigrationStatus = {
    from: "a",
    to: "b",
    journal: {
        path: ".ksnet/migrations/test/a-to-b.jsonl",
        begunAt: "2026-11-21T10:00:00.000Z",
        standing: "stopped",
        stage: "rolled",
        batchesDone: 1,
        batchesPlanned: 2,
        reasons: [
            "Nothing has moved for 600 seconds.",
            'Deployment "shop/web" is not rolled out: 1 of 2 pods is ready.',
        ],
    },
    isOldDisabled: false,
    isNewDisabled: false,
    namespaces: [
        { namespace: "shop", place: "narrowed" },
        { namespace: "web", place: "elsewhere" },
    ],
    podsLeft: 1,
    holders: {
        workloads: [{ kind: "Deployment", namespace: "shop", name: "web", pods: ["web-1"] }],
        tunnels: [{ node: "node-1", address: "10.0.0.64" }],
        leaked: [{ address: "10.0.0.9", of: "Pod shop/old" }],
    },
    next: ["ksnet migrate resume a b", "ksnet migrate undo a b"],
};

/** All that a voice says while something is told to it. */
async function said(voiceOf: (speech: Speech) => Voice, tell: (voice: Voice) => void): Promise<string> {
    const [out, err] = [new PassThrough(), new PassThrough()];
    tell(voiceOf({ out, err, ask: () => Promise.resolve(true) }));
    out.end();
    return text(out);
}

const asText = (speech: Speech): Voice => textVoice(speech, PAGE);

function runIn(voice: Voice): void {
    for (const [index, event] of EVENTS.entries()) {
        voice.event({ at: new Date(Date.UTC(2026, 10, 21, 10, 0, index)).toISOString(), ...event });
    }
    const program = SHOWN.program.filter(({ time }) => time !== "before");
    voice.end({ ...ENDING, outcome: "finished", next: [], program, holders: STATUS.holders });
}

describe("The texts of ksnet migrate", () => {
    const planned = (voice: Voice): void => {
        voice.plan(SHOWN);
        voice.end(ENDING);
    };

    it("show a plan with its stages, namespaces, workloads and the changes of the program", async () => {
        assertGolden("plan.txt", await said(asText, planned));
    });

    it("say what is in the way of a plan that has dangers", async () => {
        const refused = (voice: Voice): void => {
            voice.plan({ ...SHOWN, plan: REFUSED });
            voice.end({ ...ENDING, outcome: "refused", reasons: refusalOf(REFUSED), next: [] });
        };
        assertGolden("refused.txt", await said(asText, refused));
    });

    it("give a plan to programs as one JSON document, with or without something to move", async () => {
        assertGolden("plan-json.txt", await said(planJsonVoice, planned));
        const nothing = (voice: Voice): void => {
            voice.end({ ...ENDING, outcome: "nothing", reasons: ["Nothing."], next: [] });
        };
        assertGolden("nothing-json.txt", await said(planJsonVoice, nothing));
    });

    it("tell a run event by event, and what the stack needs at its end", async () => {
        assertGolden("run.txt", await said(asText, runIn));
    });

    it("tell a run to programs with one JSON text in each line", async () => {
        assertGolden("run.jsonl", await said(jsonVoice, runIn));
    });

    it("say how a migration stands, with a journal and without one", () => {
        assertGolden("status.txt", statusText(STATUS, PAGE));
        const { journal: _, ...rest } = STATUS;
        const holders = { workloads: [], tunnels: [], leaked: [] };
        assertGolden(
            "status-without.txt",
            statusText({ ...rest, namespaces: [], podsLeft: 0, holders, next: [] }, PAGE),
        );
    });
});
