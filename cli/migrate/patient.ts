// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import type { ApiAnswer, ApiRequest, Send } from "kubesphere-network/components/cluster/request";
import { clusterAt, type LiveCluster } from "../cluster/cluster";
import { clause } from "../text/words";
import { Stopped } from "./stopped";
import { pause } from "./wait";

/** Milliseconds for which a server may be away: about as long as one is when it is updated. */
const AWAY = 120_000;
const BETWEEN = 1_000;

/** What a patient cluster is told, and tells. */
export interface Patience {
    readonly signal: AbortSignal;
    readonly waiting: (text: string) => void;
    /** Milliseconds for which the server may be away. Defaults to two minutes. */
    readonly away?: number;
}

/** The same cluster, but with a server that may be away for a while. Every request of a migration may be sent twice. */
export function patientCluster(cluster: LiveCluster, patience: Patience): LiveCluster {
    return clusterAt(cluster.context, patientSend(cluster.send, patience));
}

function patientSend(send: Send, { signal, waiting, away = AWAY }: Patience): Send {
    return async (request) => {
        for (const end = Date.now() + away; ;) {
            const answer = await answerOf(send, request);
            if (typeof answer !== "string") {
                return answer;
            }
            if (Date.now() >= end) {
                throw new Stopped([`The API server has been away for ${away / 1000} seconds: ${answer}.`]);
            }
            waiting(`The API server is away: ${answer}`);
            await pause(Math.min(BETWEEN, away / 10), signal);
        }
    };
}

/** The answer, or why there is none yet. */
async function answerOf(send: Send, request: ApiRequest): Promise<ApiAnswer | string> {
    try {
        const answer = await send(request);
        return isBusy(request, answer) ? `it answers with status ${answer.status}` : answer;
    } catch (error) {
        if (error instanceof CannotRead && error.status === undefined) {
            return clause(error.message);
        }
        throw error;
    }
}

/** Whether a server cannot answer now. To an eviction, 429 and 500 say what disruption budgets say. */
function isBusy({ path }: ApiRequest, { status }: ApiAnswer): boolean {
    return status === 502 || status === 503 || status === 504 || (status === 429 && !path.endsWith("/eviction"));
}
