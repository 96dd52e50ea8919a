// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { CannotRead } from "../../../components/cluster/cannot-read";
import type { ApiAnswer, Send } from "../../../components/cluster/request";
import { clusterAt } from "../../../cli/cluster/cluster";
import { patientCluster } from "../../../cli/migrate/patient";
import { Interrupted, Stopped } from "../../../cli/migrate/stopped";

const GONE = (): never => {
    throw new CannotRead("connect ECONNREFUSED 127.0.0.1:1");
};
const status = (code: number) => (): ApiAnswer => ({ status: code, body: "{}" });

/** A server that answers one request after the other like this; the last answer goes on for ever. */
function sendOf(...answers: (() => ApiAnswer)[]): Send {
    return () => Promise.resolve().then(() => (answers.length > 1 ? answers.shift()! : answers[0]!)());
}

async function answered(send: Send, path = "/api", signal = new AbortController().signal): Promise<[number, string[]]> {
    const told: string[] = [];
    const waiting = (text: string): void => void told.push(text);
    const cluster = patientCluster(clusterAt("c", send), { signal, waiting, away: 60 });
    return [(await cluster.send({ method: "POST", path })).status, told];
}

describe("A cluster that a migration talks to", () => {
    it("may be away for a while", async () => {
        assert.deepEqual(await answered(sendOf(GONE, status(503), status(200))), [
            200,
            [
                "The API server is away: connect ECONNREFUSED 127.0.0.1:1",
                "The API server is away: it answers with status 503",
            ],
        ]);
    });

    it("stops the migration when it is away for too long", async () => {
        await assert.rejects(
            answered(sendOf(GONE)),
            new Stopped(["The API server has been away for 0.06 seconds: connect ECONNREFUSED 127.0.0.1:1."]),
        );
    });

    it("is not waited for by somebody who has had enough", async () => {
        await assert.rejects(answered(sendOf(GONE), "/api", AbortSignal.abort()), new Interrupted());
    });

    it("gives what it says on to whoever asks: conflicts, and what disruption budgets say", async () => {
        assert.deepEqual(await answered(sendOf(status(409))), [409, []]);
        assert.deepEqual(await answered(sendOf(status(429)), "/api/v1/namespaces/a/pods/b/eviction"), [429, []]);
        assert.deepEqual(await answered(sendOf(status(429), status(200))), [
            200,
            ["The API server is away: it answers with status 429"],
        ]);
    });
});
