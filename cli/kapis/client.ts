// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { type ApiAnswer, apiMessage, type ApiRequest } from "kubesphere-network/components/cluster/request";
import { Denied } from "../cluster/denied";
import { rightOf } from "../cluster/right";
import { Refused } from "../cluster/write";
import { BadInput } from "../inputs/bad-input";
import { clause } from "../text/words";
import { kapisPool, kapisPools, poolNames } from "./answers";
import type { Kapis, KapisPool } from "./kapis";
import { KAPIS_POOL } from "./needs";
import type { KapisServer } from "./server";

const ROOT = `/kapis/${KAPIS_POOL.apiVersion}`;
const GET = rightOf("get", KAPIS_POOL);
const LIST = rightOf("list", KAPIS_POOL);

/** Milliseconds that a migration may take: KubeSphere may answer only when it is done. */
const MIGRATION_WITHIN = 120_000;

/** KubeSphere's API for pools on a server. Source: swagger.yaml of the network extension 1.3.0. */
export class KapisClient implements Kapis {
    constructor(private readonly server: KapisServer) {}

    get title(): string {
        return this.server.title;
    }

    /** Whether the server has this API. Throws a Denied if it has, and does not let this user list pools. */
    async isThere(): Promise<boolean> {
        const answer = await this.ask({ method: "GET", path: "/ippools" });
        // A Kubernetes without KubeSphere knows no such path, and somebody without rights is not told even that.
        const said = apiMessage(answer.body) ?? "";
        if (answer.status === 404 || (answer.status === 403 && said.includes('cannot get path "'))) {
            return false;
        }
        kapisPools(this.succeeded(answer, LIST), this.title);
        return true;
    }

    async pools(): Promise<readonly KapisPool[]> {
        return kapisPools(await this.get("/ippools", LIST), this.title);
    }

    async pool(name: string): Promise<KapisPool | undefined> {
        const answer = await this.ask({ method: "GET", path: `/ippools/${encodeURIComponent(name)}` });
        return answer.status === 404 ? undefined : kapisPool(this.succeeded(answer, GET), this.title);
    }

    async targets(name: string): Promise<readonly string[]> {
        const path = `/ippools/${encodeURIComponent(name)}/migrate`;
        return poolNames(await this.get(path, rightOf("get", KAPIS_POOL, { subresource: "migrate" })), this.title);
    }

    async poolsOf(namespace: string): Promise<readonly string[]> {
        const path = `/namespaces/${encodeURIComponent(namespace)}/ippools`;
        return poolNames(await this.get(path, rightOf("list", KAPIS_POOL, { namespace })), this.title);
    }

    async migrate(from: string, to: string): Promise<void> {
        const { status, body } = await this.ask({
            method: "POST",
            path: "/ippoolmigrations",
            contentType: "application/x-www-form-urlencoded",
            body: new URLSearchParams({ oldippool: from, newippool: to }).toString(),
            within: MIGRATION_WITHIN,
        });
        if (status < 200 || status > 299) {
            throw new Refused(apiMessage(body) ?? `KubeSphere's API answers with status ${status}`, status);
        }
    }

    private async get(path: string, right: string): Promise<unknown> {
        return this.succeeded(await this.ask({ method: "GET", path }), right);
    }

    private async ask(request: ApiRequest): Promise<ApiAnswer> {
        try {
            return await this.server.send({ ...request, path: `${this.server.prefix}${ROOT}${request.path}` });
        } catch (error) {
            throw error instanceof CannotRead
                ? new BadInput([`KubeSphere's API at ${this.title} cannot be reached: ${error.message}.`])
                : error;
        }
    }

    /** What an answer says. Throws where it is no success: a Denied if the right is missing. */
    private succeeded({ status, body }: ApiAnswer, right: string): unknown {
        if (status === 401) {
            throw new Denied([`a token that KubeSphere's API at ${this.title} accepts (it answers 401)`]);
        }
        if (status === 403) {
            throw new Denied([right]);
        }
        if (status !== 200) {
            const said = apiMessage(body) ?? `it answers with status ${status}`;
            throw new BadInput([`KubeSphere's API at ${this.title} does not tell: ${clause(said)}.`]);
        }
        try {
            return JSON.parse(body) as unknown;
        } catch {
            throw new BadInput([`KubeSphere's API at ${this.title} answers with something that is no JSON.`]);
        }
    }
}
