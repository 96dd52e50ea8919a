// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import { Pool, type Dispatcher } from "undici";
import type { Connection } from "./connection";
import { decodeError } from "./error";

/** What a caller may say about any request. */
export interface Call {
    readonly signal?: AbortSignal;
    /** Told when a request has to be repeated, and what the API server warns of. */
    readonly log?: (severity: "info" | "warning", message: string) => void;
}

export interface Request extends Call {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    readonly path: string;
    readonly query?: Record<string, string | number | boolean | undefined>;
    readonly body?: unknown;
    readonly contentType?: string;
}

/** How audit logs name this client. */
const USER_AGENT = "kubesphere-network-sandbox";
/** Enough to keep a small API server busy; more only queue there. */
const CONNECTIONS = 32;
/** An API server that restarts is back within seconds; one that never answered is more likely a wrong address. */
const RESTART_SECONDS = 30;
const FIRST_CONTACT_SECONDS = 5;

const LOST = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ETIMEDOUT"]);
const REFUSED = new Set(["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "EAI_AGAIN"]);

function codeOf(error: unknown): string {
    const { code, cause } = error as { code?: unknown; cause?: unknown };
    return typeof code === "string" ? code : cause === undefined ? "" : codeOf(cause);
}

/** One server's keep-alive connections, with patience for its restarts. */
export class Transport {
    private readonly pool: Pool;
    private readonly prefix: string;
    private identity?: Promise<Record<string, string>>;
    private reached = false;

    constructor(private readonly connection: Connection) {
        const url = new URL(connection.server);
        this.prefix = url.pathname.replace(/\/$/, "");
        this.pool = new Pool(url.origin, { connections: CONNECTIONS, connect: connection.tls, bodyTimeout: 0 });
    }

    /** The decoded answer. Repeated while the server is busy or restarts. */
    async send(request: Request): Promise<unknown> {
        const patience = new Patience(request, this.connection.server, () => this.reached);
        for (;;) {
            const answer = await this.attempt(request, patience);
            if (answer) {
                return answer.body;
            }
        }
    }

    /** The body as it arrives, for watches. Not repeated: the watcher knows where to go on. */
    async stream(request: Request): Promise<Dispatcher.ResponseData["body"]> {
        const response = await this.dispatch(request);
        if (response.statusCode >= 300) {
            throw decodeError(response.statusCode, await response.body.text(), `${request.method} ${request.path}`);
        }
        return response.body;
    }

    async close(): Promise<void> {
        await this.pool.destroy();
    }

    private async attempt(request: Request, patience: Patience): Promise<{ body: unknown } | undefined> {
        let response: Dispatcher.ResponseData;
        let text: string;
        try {
            response = await this.dispatch(request);
            text = await response.body.text();
        } catch (error) {
            await patience.afterFailure(error);
            return undefined;
        }
        this.reached = true;
        const { statusCode, headers } = response;
        if (statusCode < 300) {
            warnings(headers.warning).forEach((warning) => request.log?.("warning", warning));
            return { body: text === "" ? {} : (JSON.parse(text) as unknown) };
        }
        const error = decodeError(statusCode, text, `${request.method} ${request.path}`);
        error.repeated = patience.lost;
        if (statusCode === 401 && patience.mayAuthenticateAgain()) {
            this.identity = undefined;
            return undefined;
        }
        if (statusCode !== 429 && statusCode !== 503) {
            throw error;
        }
        await patience.afterBusy(error, Number(headers["retry-after"]));
        return undefined;
    }

    private async dispatch(request: Request): Promise<Dispatcher.ResponseData> {
        this.identity ??= this.connection.headers();
        const { method, path, query, body, contentType = "application/json", signal } = request;
        const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
        return this.pool.request({
            method,
            path: this.prefix + path,
            query: Object.fromEntries(pairs),
            headers: {
                ...(await this.identity),
                accept: "application/json",
                "user-agent": USER_AGENT,
                ...(body === undefined ? {} : { "content-type": contentType }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            ...(signal ? { signal } : {}),
        });
    }
}

/** Decides for one request whether it is tried again, and waits before that. */
class Patience {
    lost = false;
    private readonly begun = Date.now();
    private pause = 100;
    private told = false;
    private authenticated = false;

    constructor(
        private readonly call: Call,
        private readonly server: string,
        private readonly reached: () => boolean,
    ) {}

    async afterFailure(error: unknown): Promise<void> {
        const code = codeOf(error);
        this.call.signal?.throwIfAborted();
        if (!LOST.has(code) && !REFUSED.has(code)) {
            throw new Error(`the API server ${this.server} cannot be reached: ${messageOf(error)}`);
        }
        this.lost ||= LOST.has(code);
        await this.wait(`the API server ${this.server} does not answer (${code})`, this.pause);
        this.pause = Math.min(this.pause * 2, 1000);
    }

    async afterBusy(error: Error, retryAfterSeconds: number): Promise<void> {
        await this.wait(
            `the API server ${this.server} is busy (${error.message})`,
            retryAfterSeconds > 0 ? Math.min(retryAfterSeconds, RESTART_SECONDS) * 1000 : this.pause,
        );
    }

    mayAuthenticateAgain(): boolean {
        const first = !this.authenticated;
        this.authenticated = true;
        return first;
    }

    private async wait(trouble: string, milliseconds: number): Promise<void> {
        const limit = this.reached() ? RESTART_SECONDS : FIRST_CONTACT_SECONDS;
        if (Date.now() - this.begun > limit * 1000) {
            throw new Error(`${trouble}. Gave up after ${limit} seconds.`);
        }
        if (!this.told) {
            this.told = true;
            this.call.log?.("info", `${trouble}; trying again for up to ${limit} seconds`);
        }
        await sleep(milliseconds, undefined, this.call.signal ? { signal: this.call.signal } : {});
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** Texts of Warning headers: `299 - "unknown field \"spec.x\""`. */
function warnings(header: string | string[] | undefined): string[] {
    const text = [header ?? []].flat().join(", ");
    return [...text.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) =>
        (match[1] ?? "").replace(/\\(.)/g, "$1"),
    );
}
